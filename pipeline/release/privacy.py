"""Holding back rows with personal data, and the rows that make no sense without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from pipeline.profiles.model import Profile
from pipeline.release.personal_data import SUSPECT, personal_data
from pipeline.release.row_name import row_id
from pipeline.resolve.tables import issue_id
from schemas.enums import Severity
from schemas.records import Issue, Record
from schemas.tables import Column, Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa

_RULE = "release.personal_data"
_TECHNICAL = frozenset({"etag", "archive_file", "parser_version", "media_type", "rule", "field"})
_KINDS_JA = {
    "phone": "電話番号",
    "mail": "メールアドレス",
    "address": "住所",
    "birth_date": "生年月日",
}
_POINTERS = {"evidence": ("table", "row_id"), "entities": ("source_table", "source_id")}
"""Tables whose rows point at a row of any table, and the two columns that do so."""

Held = dict[str, dict[int, list[str]]]
"""By table and row number from 0: the kinds of personal data found there."""


def suspects(rows: Mapping[str, pa.Table], profile: Profile) -> Held:
    """The rows in which a text holds personal data that the profile does not allow."""
    held: Held = {}
    for table in published_tables():
        for column in filter(_is_text, table.columns):
            for number, kinds in _suspects(rows[table.name].column(column.name), profile):
                kinds_of_row = held.setdefault(table.name, {}).setdefault(number, [])
                kinds_of_row += [kind for kind in kinds if kind not in kinds_of_row]
    return held


def hold_back(
    rows: Mapping[str, Sequence[Record]], held: Held
) -> tuple[dict[str, list[Record]], int]:
    """The rows without the held ones and what depends on them, an issue for each, and how many.

    A row that cannot be without a held row goes too; a column that may be null becomes null.
    """
    gone = {name: {id(rows[name][n]) for n in numbers} for name, numbers in held.items()}
    kept = {table.name: list(rows.get(table.name, ())) for table in published_tables()}
    issues = (_issue(name, rows[name][n], kinds) for name, n, kinds in _in_turn(held))
    before = sum(map(len, kept.values()))
    kept = {name: [r for r in kept[name] if id(r) not in gone.get(name, ())] for name in kept}
    lost = _ids(rows, held)
    while lost:
        lost = _drop_dependents(kept, lost)
    count = before - sum(map(len, kept.values()))
    kept["issues"] += {issue.issue_id: issue for issue in issues}.values()
    return kept, count


def _is_text(column: Column) -> bool:
    plain = column.field.type == "string" and not column.field.enum and not column.field.pattern
    return plain and not column.name.endswith(("_id", "_hash")) and column.name not in _TECHNICAL


def _suspects(column: pa.ChunkedArray, profile: Profile) -> Iterator[tuple[int, list[str]]]:
    """Each different text is looked at once: most stand in many rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.unique(column)
    suspected = texts.filter(pc.match_substring_regex(texts, SUSPECT)).to_pylist()
    kinds = {text: personal_data(text, profile.privacy.allow) for text in suspected}
    guilty = [text for text in suspected if kinds[text]]
    if guilty:
        for number in pc.indices_nonzero(pc.is_in(column, pa.array(guilty))).to_pylist():
            yield number, kinds[column[number].as_py()]


def _in_turn(held: Held) -> Iterator[tuple[str, int, list[str]]]:
    for name, numbers in held.items():
        for number in sorted(numbers):
            yield name, number, numbers[number]


def _ids(rows: Mapping[str, Sequence[Record]], held: Held) -> set[tuple[str, str]]:
    by_name = {table.name: table for table in published_tables()}
    return {(name, row_id(by_name[name], rows[name][n])) for name, n, _ in _in_turn(held)}


def _drop_dependents(
    kept: dict[str, list[Record]], lost: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Take out of ``kept`` what points at a lost row; returns the ids that went with it."""
    next_lost = set()
    for table in published_tables():
        targets = _targets(table, {name for name, _ in lost})
        if not targets and table.name not in _POINTERS:
            continue
        required = {column.name for column in table.columns if column.required}
        standing = []
        for record in kept[table.name]:
            names = _lost_references(targets, record, lost)
            if required.intersection(names) or _points_at_lost(table, record, lost):
                next_lost.add((table.name, row_id(table, record)))
            else:
                freed = dict.fromkeys(names)
                standing.append(msgspec.structs.replace(record, **freed) if freed else record)
        kept[table.name] = standing
    return next_lost


def _targets(table: Table, among: set[str]) -> dict[str, str]:
    """The columns that refer to rows of these tables, and to which."""
    targets = {name: target.partition(".")[0] for name, target in table.references.items()}
    return {name: target for name, target in targets.items() if target in among}


def _lost_references(
    targets: Mapping[str, str], record: Record, lost: set[tuple[str, str]]
) -> list[str]:
    return [
        name
        for name, target in targets.items()
        if (target, str(getattr(record, name)).replace("#", "/")) in lost
    ]


def _points_at_lost(table: Table, record: Record, lost: set[tuple[str, str]]) -> bool:
    if table.name not in _POINTERS:
        return False
    at_table, at_row = _POINTERS[table.name]
    return (getattr(record, at_table), getattr(record, at_row).replace("#", "/")) in lost


def _issue(name: str, record: Record, kinds: list[str]) -> Issue:
    """The issue names the row and the kind, and repeats nothing of the text."""
    table = next(table for table in published_tables() if table.name == name)
    row = "/".join(str(getattr(record, part)) for part in table.key[1:])
    listed = "、".join(_KINDS_JA[kind] for kind in kinds)
    issue = Issue(
        municipality_code=record.municipality_code,
        rule=_RULE,
        severity=Severity.WARNING,
        table=name,
        row_id=None if personal_data(row, ()) else row,
        document_id=getattr(record, "document_id", None),
        page=getattr(record, "page", None),
        message_ja=f"{listed}とみられる記載があるため、この行を公開していません。",
        message_en=f"This row is held back because it seems to hold: {', '.join(kinds)}.",
    )
    return msgspec.structs.replace(issue, issue_id=issue_id(issue))
