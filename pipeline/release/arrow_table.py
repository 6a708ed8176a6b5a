"""Records to Arrow columns and back, with the types of the field dictionary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from schemas.arrow import arrow_schema
from schemas.errors import RefusedError
from schemas.records import Record
from schemas.tables import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa


def in_order(table: Table, records: Sequence[Record]) -> list[Record]:
    """The records sorted by the table's key, so that the same rows always give the same bytes."""
    return sorted(records, key=attrgetter(*table.key))


def to_arrow(table: Table, records: Sequence[Record]) -> pa.Table:
    """One typed column for each field.

    Raises:
        RefusedError: ``release.schema`` where a value is not of its column's type.
    """
    import pyarrow as pa

    schema = arrow_schema(table)
    arrays = [
        _array(table, column, list(map(attrgetter(column.name), records)), schema.field(n).type)
        for n, column in enumerate(table.columns)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def to_records(table: Table, rows: pa.Table) -> list[Record]:
    """The records that the rows stand for.

    Raises:
        msgspec.ValidationError: where a value is outside its enumeration or type.
    """
    return msgspec.convert(rows.to_pylist(), list[table.record])  # type: ignore[name-defined]


def _array(table: Table, column: Column, values: list[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    try:
        _check_meaning(column, values)
        return pa.array(values, type=kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError) as error:
        where = f"{table.name}.{column.name}"
        raise RefusedError("release.schema", str(error), where, "correct the reader") from error


def _check_meaning(column: Column, values: list[Any]) -> None:
    """Arrow would take a time without zone for UTC, and JSON has no NaN."""
    import pyarrow as pa

    if column.field.type == "timestamp":
        for value in values:
            if isinstance(value, datetime) and value.tzinfo is None:
                raise pa.ArrowInvalid(f"{value.isoformat()} has no time zone")
    if column.field.type == "float64":
        for value in values:
            if value is not None and not math.isfinite(value):
                raise pa.ArrowInvalid(f"{value} is not a finite number")
