"""The JSON Lines writer and reader. Its bytes are also what the logical hash is taken of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec

from schemas.records import Record
from schemas.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

JAPAN = timezone(timedelta(hours=9))
"""Japan keeps one offset all year, so no time zone database is needed."""


def json_lines(table: Table, records: Sequence[Record]) -> bytes:
    """One object a line with every column; times carry +09:00."""
    return msgspec.json.Encoder().encode_lines(_in_japan(table, records))


def table_lines(rows: pa.Table) -> bytes:
    """The same lines from rows whose values the schema might not admit."""
    moved = [
        {n: v.astimezone(JAPAN) if isinstance(v, datetime) else v for n, v in row.items()}
        for row in rows.to_pylist()
    ]
    return msgspec.json.Encoder().encode_lines(moved)


def read_json_lines(table: Table, payload: bytes) -> list[Record]:
    """The records of a JSON Lines file.

    Raises:
        msgspec.DecodeError: or UnicodeDecodeError: where a line is no row of the table.
    """
    return msgspec.json.Decoder(table.record).decode_lines(payload)


def _in_japan(table: Table, records: Sequence[Record]) -> Sequence[Record]:
    times = [column.name for column in table.columns if column.field.type == "timestamp"]
    if not times:
        return records
    return [_moved(record, times) for record in records]


def _moved(record: Record, times: list[str]) -> Record:
    values = ((name, getattr(record, name)) for name in times)
    moved = {name: value.astimezone(JAPAN) for name, value in values if value is not None}
    return msgspec.structs.replace(record, **moved) if moved else record
