"""Records to Arrow columns and back, with the types of the field dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

import msgspec

from schemas.arrow import arrow_schema
from schemas.errors import RefusedError
from schemas.records import Record
from schemas.tables import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa


_PYTHON_TYPES: dict[str, type] = {
    "string": str,
    "boolean": bool,
    "int16": int,
    "int32": int,
    "int64": int,
    "float64": float,
    "date": date,
    "timestamp": datetime,
}

_AT_ONCE = 1_000
"""Rows whose values are looked at together: so few stay in the processor's cache."""


def in_order(table: Table, records: Sequence[Record]) -> list[Record]:
    """The records sorted by the table's key, so that the same rows always give the same bytes.

    Raises:
        RefusedError: ``release.schema`` where a record is of another table or has no key.
    """
    odd = {kind.__name__ for kind in set(map(type, records)) - {table.record}}
    if odd:
        raise _refused(f"{', '.join(sorted(odd))} instead of {table.record.__name__}", table.name)
    try:
        return sorted(records, key=attrgetter(*table.key))
    except TypeError as error:
        raise _refused(f"a key is null or of another type: {error}", table.name) from error


def to_arrow(table: Table, records: Sequence[Record]) -> pa.Table:
    """One typed column for each field.

    Raises:
        RefusedError: ``release.schema`` where a value is not of its column's type.
    """
    return typed(table, records)[0]


def typed(table: Table, records: Sequence[Record]) -> tuple[pa.Table, set[str]]:
    """:func:`to_arrow`, and the names of columns of fractions in which whole numbers stand."""
    import pyarrow as pa

    schema = arrow_schema(table)
    whole: set[str] = set()
    batches = []
    for begin in range(0, len(records), _AT_ONCE):
        part = records[begin : begin + _AT_ONCE]
        arrays = []
        for column, kind in zip(table.columns, schema.types, strict=True):
            values = list(map(attrgetter(column.name), part))
            kinds = set(map(type, values))
            arrays.append(_array(table, column, values, kinds, kind))
            if kinds & {int} and column.field.type == "float64":
                whole.add(column.name)
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema), whole


def to_records(table: Table, rows: pa.Table) -> list[Record]:
    """The records that the rows stand for.

    Raises:
        msgspec.ValidationError: where a value is outside its enumeration or type.
    """
    return msgspec.convert(rows.to_pylist(), list[table.record])  # type: ignore[name-defined]


def _array(
    table: Table, column: Column, values: list[Any], kinds: set[type], kind: pa.DataType
) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    where = f"{table.name}.{column.name}"
    if problem := _problem(column, values, kinds):
        raise _refused(problem, where)
    try:
        array = pa.array(values, type=kind)
    except (pa.ArrowInvalid, OverflowError, UnicodeEncodeError) as error:
        raise _refused(str(error), where) from error
    if column.field.type == "float64" and pc.all(pc.is_finite(array)).as_py() is False:
        raise _refused("a number that is not finite", where)
    return array


def _refused(problem: str, where: str) -> RefusedError:
    return RefusedError("release.schema", problem, where, "correct what made the record")


def _problem(column: Column, values: list[Any], kinds: set[type]) -> str | None:
    """What Arrow would let through: 1.5 becomes 1, and a time without zone is taken for UTC."""
    allowed = _PYTHON_TYPES[column.field.type]
    if column.required and NoneType in kinds:
        return "a value is null that may not be"
    odd = [kind.__name__ for kind in kinds - {NoneType} if not _is_one(kind, allowed)]
    if odd:
        return f"{', '.join(sorted(odd))} instead of {allowed.__name__}"
    if allowed is datetime and any(value and value.tzinfo is None for value in values):
        return "a time without time zone"
    return None


def _is_one(kind: type, allowed: type) -> bool:
    """In Python a truth value is a number and a time is a date; in a file they are not."""
    if kind is bool or issubclass(kind, datetime):
        return allowed in (bool, datetime) and issubclass(kind, allowed)
    return issubclass(kind, allowed) or (allowed is float and kind is int)
