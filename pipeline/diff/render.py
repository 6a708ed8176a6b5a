"""A comparison as text, JSON or Markdown with crops of both versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from pipeline.diff.compare import Difference, Place

Payload = Callable[[str], bytes]
"""The bytes of a document by its id."""

_HEAD = "| 公約 | 変更 | 項目 | 前 | 後 |\n| --- | --- | --- | --- | --- |"
NAMES = {
    "added": "追加",
    "removed": "掲載終了",
    "renamed": "改題",
    "merged": "統合",
    "content_changed": "内容の変更",
    "progress_changed": "進捗の変更",
    "achieved": "達成",
    "due_advanced": "期限の前倒し",
    "due_postponed": "期限の延長",
    "term_changed": "区分の変更",
}


def as_text(found: Sequence[Difference]) -> str:
    """One block a difference, for a terminal."""
    lines = []
    for row in found:
        lines.append(f"{row.change.value:<16} {row.title}")
        if row.old is not None or row.new is not None:
            lines.append(f"  {row.field}: {_flat(row.old)} → {_flat(row.new)}")
    return "\n".join([*lines, f"{len(found)} differences"]) + "\n"


def as_json(found: Sequence[Difference]) -> str:
    """A JSON list."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def as_markdown(
    names: tuple[str, str], found: Sequence[Difference], payload: Payload, folder: Path
) -> str:
    """A page with a table and, for each difference, both crops; the PNGs go to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"# {names[0]} → {names[1]}", "", _HEAD, *(_row(row) for row in found), ""]
    for number, row in enumerate(found, start=1):
        crops = [
            _crop(place, payload, folder / f"{number:03d}-{side}.png")
            for side, place in (("old", row.old_place), ("new", row.new_place))
        ]
        if any(crops):
            parts += [f"## {_cell(row.title)}: {NAMES[row.change.value]}", ""]
            parts += ["| 前 | 後 |", "| --- | --- |", f"| {crops[0]} | {crops[1]} |", ""]
    return "\n".join(parts) + "\n"


def _crop(place: Place | None, payload: Payload, path: Path) -> str:
    if place is None:
        return ""
    from parsers.layout.model import Box
    from parsers.layout.pictures import crop_png

    path.write_bytes(crop_png(payload(place.document_id), place.page, Box(*place.bbox)))
    return f"![p. {place.page}]({path.parent.name}/{path.name})"


def _row(row: Difference) -> str:
    cells = (row.title, NAMES[row.change.value], row.field, row.old, row.new)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str | None) -> str:
    """Text of a document is data: nothing in it may end the cell or become markup."""
    escaped = (text or "").replace("\\", "\\\\").replace("\n", " / ")
    for mark in "|<>[]*_`#":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped


def _flat(text: str | None) -> str:
    return "—" if text is None else text.replace("\n", " / ")
