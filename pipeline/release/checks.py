"""What must hold of the tables of a release: types, keys, references, enumerations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.release.layout import table_path
from pipeline.release.model import Finding
from pipeline.release.row_name import row_name
from schemas.arrow import arrow_schema
from schemas.tables import Column, Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa

_AT_MOST = 20
"""Rows named for one broken rule; the rest would say the same."""


def check_tables(rows: Mapping[str, pa.Table], municipality_code: str) -> list[Finding]:
    """Every breach of the schema in the Parquet tables, with its file and row."""
    findings: list[Finding] = []
    for table in published_tables():
        if table.name not in rows:
            continue
        found = rows[table.name]
        if not found.schema.equals(arrow_schema(table), check_metadata=True):
            problem = "the columns are not those of the schema"
            findings.append(Finding(file=table_path(table, "parquet"), problem=problem))
            continue
        findings += _check_rows(table, found, rows, municipality_code)
    return findings


def _check_rows(
    table: Table, found: pa.Table, rows: Mapping[str, pa.Table], municipality_code: str
) -> Iterator[Finding]:
    for column in table.columns:
        yield from _check_values(table, column, found)
    yield from _check_code(table, found, municipality_code)
    yield from _check_key(table, found)
    for name, target in table.references.items():
        other, _, other_column = target.partition(".")
        if other in rows and other_column in rows[other].column_names:
            known = rows[other].column(other_column)
            yield from _check_reference(table, found, name, target, known)


def _check_values(table: Table, column: Column, found: pa.Table) -> Iterator[Finding]:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = found.column(column.name)
    if column.required and values.null_count:
        yield from _named(table, found, pc.is_null(values), f"{column.name} is null")
    if column.field.type == "string" and column.name in table.key:
        yield from _named(table, found, pc.equal(values, ""), f"{column.name} is an empty text")
    if column.field.enum:
        permitted = pc.is_in(values, pa.array([*column.field.values(), None], pa.string()))
        problem = f"{column.name} is outside its enumeration"
        yield from _named(table, found, pc.invert(permitted), problem)
    if column.field.pattern:
        fits = pc.match_substring_regex(values, column.field.pattern)
        problem = f"{column.name} is not {column.field.pattern}"
        yield from _named(table, found, pc.invert(fits), problem)


def _check_code(table: Table, found: pa.Table, code: str) -> Iterator[Finding]:
    import pyarrow.compute as pc

    other = pc.not_equal(found.column("municipality_code"), code)
    yield from _named(table, found, other, f"municipality_code is not {code}")


def _check_key(table: Table, found: pa.Table) -> Iterator[Finding]:
    """Only a table with a repeated key is looked at row by row."""
    keys = found.select(list(table.key))
    groups = keys.group_by(list(table.key), use_threads=False).aggregate([])
    if groups.num_rows == keys.num_rows:
        return
    seen: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(keys.to_pylist(), start=1):
        first = seen.setdefault(tuple(row.values()), number)
        if first != number:
            yield _finding(table, number, row, f"the key stands in row {first} already")


def _check_reference(
    table: Table, found: pa.Table, name: str, target: str, known: pa.ChunkedArray
) -> Iterator[Finding]:
    import pyarrow.compute as pc

    values = found.column(name)
    lost = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, known.combine_chunks())))
    yield from _named(table, found, lost, f"{name} names no {target}")


def _named(table: Table, found: pa.Table, mask: pa.Array, problem: str) -> Iterator[Finding]:
    import pyarrow.compute as pc

    if not pc.any(mask).as_py():
        return
    numbers = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    for number in numbers[:_AT_MOST]:
        row = found.slice(number, 1).to_pylist()[0]
        yield _finding(table, number + 1, row, problem)
    if len(numbers) > _AT_MOST:
        more = f"{problem}, in {len(numbers) - _AT_MOST} more rows"
        yield Finding(file=table_path(table, "parquet"), problem=more)


def _finding(table: Table, number: int, row: dict[str, object], problem: str) -> Finding:
    file = table_path(table, "parquet")
    return Finding(file=file, row=row_name(table, number, row), problem=problem)
