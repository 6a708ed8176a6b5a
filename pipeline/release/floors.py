"""Floors and ceilings: what a release must hold, alone and beside the last good one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.profiles.model import Expected
from pipeline.release.diff import last_lines
from pipeline.release.layout import table_path
from pipeline.release.model import Finding, Manifest
from pipeline.release.store import Store
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa

_IDENTITY = {"pledges": ("title", "pillar_number"), "meetings": ("body", "held_on")}
"""What of a row seldom changes; that it changes in many rows at once means a broken reading."""

_KEPT = ("documents", "sheets", "goals", "meetings", "summaries", "terms", "pledges")
"""Tables that hold history and so never become empty again."""


def check_floors(rows: Mapping[str, pa.Table], expected: Expected) -> Iterator[Finding]:
    """What the profile says must be there at the least."""
    floors = {"sheets": expected.sheets_floor, "meetings": expected.meetings_floor}
    for name, floor in floors.items():
        count = rows[name].num_rows
        if count < floor:
            problem = f"{count} rows, and the profile expects at least {floor}"
            yield Finding(file=f"tables/{name}.parquet", problem=problem)


def check_against_last(
    rows: Mapping[str, pa.Table], store: Store, last: Manifest, expected: Expected
) -> Iterator[Finding]:
    """No history lost, and no more changed at once than the profile allows."""
    for table in published_tables():
        if table.name not in _KEPT:
            continue
        before: list[dict[str, Any]]
        before = msgspec.json.Decoder().decode_lines(last_lines(table, last, store))
        if before and not rows[table.name].num_rows:
            problem = f"no rows, and {last.version} has {len(before)}"
            yield Finding(file=table_path(table, "parquet"), problem=problem)
        if table.name in _IDENTITY:
            yield from _check_share(table, before, rows[table.name], last.version, expected)


def _check_share(
    table: Table, before: list[dict[str, Any]], rows: pa.Table, last: str, expected: Expected
) -> Iterator[Finding]:
    columns = _IDENTITY[table.name]
    old = {_key(table, row): _said(row, columns) for row in before}
    new = {_key(table, row): _said(row, columns) for row in rows.to_pylist()}
    if not old:
        return
    altered = sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())
    share = altered / max(len(old), len(new))
    if share > expected.max_changed_share:
        problem = (
            f"{altered} of {max(len(old), len(new))} rows are new, gone or renamed since {last}, "
            f"and the profile allows a share of {expected.max_changed_share}"
        )
        yield Finding(file=table_path(table, "parquet"), problem=problem)


def _key(table: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in table.key)


def _said(row: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in columns)
