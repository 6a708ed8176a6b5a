"""Hypothesis strategies for any record that the schema admits."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

import schemas.enums
from schemas.records import Record
from schemas.tables import Column, Field, Table

_AWKWARD = [
    "=1+1",
    "+81",
    "-5",
    "@SUM(A1)",
    "＝1",
    "'",
    "''=x",
    "'quoted'",
    '"',
    '""',
    ",",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    "\t=1",
    "NULL",
    "null",
    "NaN",
    "true",
    "2024-01-01",
    "00123",
    " 前後に空白 ",
    "ｶﾞｲﾄﾞ",
    "か\u3099",
    "葛󠄀",
    "👨‍👩‍👧😀",
    "\ufeff先頭",
    "\u2028行",
    "\x00\x1b[31m",
    "𠮷",
    "①３㎡",
]
_TEXT = st.sampled_from(_AWKWARD) | st.text(
    alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20
)
_TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_PLAIN = {
    "string": _TEXT,
    "boolean": st.booleans(),
    "int16": st.integers(-(2**15), 2**15 - 1),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "float64": st.floats(allow_nan=False, allow_infinity=False),
    "date": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "timestamp": _TIMES,
}


def records(table: Table) -> st.SearchStrategy[list[Record]]:
    """Up to six records of the table."""
    columns = {column.name: _values(column, column.name in table.key) for column in table.columns}
    return st.lists(st.builds(table.record, **columns), max_size=6)


def _values(column: Column, in_key: bool) -> st.SearchStrategy[object]:
    """An empty text is admitted where there must be a text, and null where there need not be."""
    values = _of_field(column.field)
    if column.required and not in_key and values is _TEXT:
        return st.just("") | values
    return values if column.required else st.none() | values


def _of_field(field: Field) -> st.SearchStrategy[object]:
    if field.enum:
        return st.sampled_from(getattr(schemas.enums, field.enum))
    if field.pattern:
        return st.from_regex(field.pattern, fullmatch=True).filter(str.isascii)
    return _PLAIN[field.type]
