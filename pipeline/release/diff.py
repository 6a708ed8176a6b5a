"""What a release says that the last one did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.release.layout import table_path
from pipeline.release.model import Manifest, TableEntry
from pipeline.release.store import Store
from schemas.tables import Table, published_tables

Row = dict[str, Any]


class TableDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of rows by what became of them since the last release."""

    table: Table
    rows: int
    added: int
    removed: int
    altered: int


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """``changes`` are the rows of that table, the newest first; ``new`` are the ids among them
    that the last release did not have. ``titles`` has the present title of each pledge.
    """

    tables: tuple[TableDiff, ...]
    changes: tuple[Row, ...]
    new: frozenset[str]
    titles: dict[str, str]


def compare(
    last: Manifest | None,
    entries: Mapping[str, TableEntry],
    lines: Mapping[str, bytes],
    store: Store,
) -> Diff:
    """The rows of this release beside those of the last one, by their JSON Lines."""
    before = _changed_lines(last, entries, store)
    counted = (
        _count(table, entries[table.name], before, lines[table.name])
        for table in published_tables()
    )
    changes = _decode(lines["changes"].splitlines())
    known = {
        row["change_id"] for row in _decode(before.get("changes", lines["changes"]).splitlines())
    }
    pledges = _decode(lines["pledges"].splitlines())
    by_time = sorted(changes, key=lambda row: (row["seen_at"] or "", row["change_id"]))
    return Diff(
        tables=tuple(counted),
        changes=tuple(reversed(by_time)),
        new=frozenset(row["change_id"] for row in changes) - known,
        titles={row["pledge_id"]: row["title"] or row["pledge_id"] for row in pledges},
    )


def _changed_lines(
    last: Manifest | None, entries: Mapping[str, TableEntry], store: Store
) -> dict[str, bytes]:
    """The earlier lines of each table whose rows are not the same now."""
    same = set(last.tables) if last else set()
    changed = (table for table in published_tables() if entries[table.name] not in same)
    return {table.name: last_lines(table, last, store) for table in changed}


def last_lines(table: Table, last: Manifest | None, store: Store) -> bytes:
    """The JSON Lines of a table in the last release; none where it had no such table."""
    if last is None or table.name not in {entry.name for entry in last.tables}:
        return b""
    return store.read(f"releases/{last.version}/{table_path(table, 'json')}")


def _count(table: Table, entry: TableEntry, before: Mapping[str, bytes], new: bytes) -> TableDiff:
    """Only lines that are not the same in both are decoded."""
    old = before.get(table.name, new)
    if not old or old is new:
        added = 0 if old is new else entry.rows
        return TableDiff(table=table, rows=entry.rows, added=added, removed=0, altered=0)
    then, now = set(old.splitlines()), set(new.splitlines())
    gone = {_key(table, row) for row in _decode(then - now)}
    come = {_key(table, row) for row in _decode(now - then)}
    return TableDiff(
        table=table,
        rows=entry.rows,
        added=len(come - gone),
        removed=len(gone - come),
        altered=len(come & gone),
    )


def _key(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(row.get(name) for name in table.key)


def _decode(lines: Any) -> list[Row]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    return [decoder.decode(line) for line in lines]
