"""From records to the rows that are published: in order, typed, without personal data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from pipeline.profiles.model import Profile
from pipeline.release.arrow_table import in_order, to_arrow, typed
from pipeline.release.json_lines import json_lines
from pipeline.release.manifest import table_entry
from pipeline.release.model import Rows, TableEntry
from pipeline.release.privacy import hold_back, suspects
from schemas.errors import RefusedError
from schemas.records import Record
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a release in the three shapes that its writers need."""

    arrow: dict[str, pa.Table]
    lines: dict[str, bytes]
    entries: dict[str, TableEntry]
    held_back: int


def prepare(rows: Rows, profile: Profile) -> Prepared:
    """Sort, type and scan the rows.

    Raises:
        RefusedError: ``release.schema`` or ``release.table`` where the rows are not of the schema.
    """
    _check_names(rows)
    records = {t.name: in_order(t, rows.get(t.name, ())) for t in published_tables()}
    arrow = {t.name: _typed(t, records) for t in published_tables()}
    held_back = 0
    if held := suspects(arrow, profile):
        kept, held_back = hold_back(records, held)
        for table in published_tables():
            if kept[table.name] != records[table.name]:
                records[table.name] = in_order(table, kept[table.name])
                arrow[table.name] = to_arrow(table, records[table.name])
    lines = {t.name: json_lines(t, records[t.name]) for t in published_tables()}
    entries = {name: table_entry(name, lines[name]) for name in lines}
    return Prepared(arrow=arrow, lines=lines, entries=entries, held_back=held_back)


def _check_names(rows: Mapping[str, Sequence[Record]]) -> None:
    unknown = sorted(rows.keys() - {table.name for table in published_tables()})
    if unknown:
        raise RefusedError("release.table", "no published table", ", ".join(unknown))


def _typed(table: Table, records: dict[str, list[Record]]) -> pa.Table:
    """The table's columns; what a column says in two ways is said in one.

    An empty text that may be null becomes null, and a whole number in a column of fractions
    becomes one of them.
    """
    arrow, whole = typed(table, records[table.name])
    blank = _blank_columns(table, arrow)
    if not blank and not whole:
        return arrow
    records[table.name] = [_in_one_way(r, blank, whole) for r in records[table.name]]
    return to_arrow(table, records[table.name])


def _blank_columns(table: Table, arrow: pa.Table) -> list[str]:
    import pyarrow.compute as pc

    optional = [c.name for c in table.columns if c.field.type == "string" and not c.required]
    return [name for name in optional if pc.any(pc.equal(arrow.column(name), "")).as_py()]


def _in_one_way(record: Record, blank: Sequence[str], whole: Collection[str]) -> Record:
    values: dict[str, object] = {name: None for name in blank if getattr(record, name) == ""}
    for name in whole:
        value = getattr(record, name)
        values[name] = value if value is None else float(value)
    return msgspec.structs.replace(record, **values) if values else record
