"""``CHANGES.md``: what is new since the last release, for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.profiles.model import Profile
from pipeline.release.diff import Diff, Row
from pipeline.release.model import Manifest
from schemas.enums import Change
from schemas.tables import field_dictionary

CHANGE_JA = {
    Change.ADDED: "追加",
    Change.REMOVED: "掲載終了",
    Change.RENAMED: "改題",
    Change.MERGED: "統合",
    Change.CONTENT_CHANGED: "内容の変更",
    Change.PROGRESS_CHANGED: "進捗の変化",
    Change.ACHIEVED: "達成",
    Change.DUE_ADVANCED: "期限の前倒し",
    Change.DUE_POSTPONED: "期限の延期",
    Change.TERM_CHANGED: "区分の変更",
}

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|&~$:@])")


def changes_markdown(manifest: Manifest, profile: Profile, diff: Diff) -> str:
    """Counts for each table, and every new change of a pledge."""
    last = f"`{manifest.previous}`" if manifest.previous else "なし（最初の公開）"
    lines = [
        f"# {_plain(profile.municipality.name)} 公約データの変更点",
        "",
        f"- 版: `{manifest.version}`",
        f"- 前の版: {last}",
        f"- スキーマの版: `{manifest.schema_version}`、プログラムの版: `{manifest.code_version}`",
        f"- 出典: {_plain(profile.rights.attribution)}",
        "",
        "## 公約の変更",
        "",
        *(list(_changes(diff)) or ["新しい変更はありません。"]),
        "",
        "## 表ごとの行数",
        "",
        "| 表 | 行数 | 追加 | 削除 | 変更 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for t in diff.tables:
        cells = f"{t.rows} | {t.added} | {t.removed} | {t.altered}"
        lines.append(f"| {t.table.ja}（`{t.table.name}`） | {cells} |")
    return "\n".join(lines) + "\n"


def title_of(row: Row, diff: Diff) -> str:
    """The present title of the pledge that changed, or its id where it has none."""
    pledge: str = row["pledge_id"]
    return diff.titles.get(pledge, pledge)


def sentence(row: Row) -> str:
    """The change in one line of plain text: the column, the value before and the one after."""
    if row["old"] is None and row["new"] is None:
        return ""
    entry = field_dictionary().get(row["field"] or "")
    name = f"{entry.ja}: " if entry else ""
    before = "（なし）" if row["old"] is None else row["old"]
    after = "（なし）" if row["new"] is None else row["new"]
    return f"{name}{before} → {after}"


def _changes(diff: Diff) -> Iterator[str]:
    for row in diff.changes:
        if row["change_id"] in diff.new:
            title = _plain(title_of(row, diff))
            said = _plain(sentence(row))
            when = f"（{row['as_of_date']}現在）" if row["as_of_date"] else ""
            tail = f" — {said}" if said else ""
            yield f"- **{CHANGE_JA[Change(row['change'])]}** {title}{when}{tail}"


def _plain(text: str) -> str:
    """Text from documents is data: no mark-up of it takes effect."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
