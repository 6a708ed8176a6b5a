"""Naming the rows in which a file differs from what it should hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from pipeline.release.csv_file import csv_body, csv_head
from pipeline.release.json_lines import table_lines
from pipeline.release.layout import Format, table_path
from pipeline.release.model import Finding
from pipeline.release.reading import LANGUAGES
from pipeline.release.row_name import row_name
from schemas.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

_AT_MOST = 5


def differences(
    table: Table, kind: Format, expected: pa.Table, found: pa.Table
) -> Iterator[Finding]:
    """The rows that are missing, added or altered in ``found``, at most five of them."""
    file = table_path(table, kind)
    if expected.num_rows != found.num_rows:
        problem = f"{found.num_rows} rows instead of {expected.num_rows}"
        yield Finding(file=file, problem=problem)
    yield from islice(_rows(table, file, expected.to_pylist(), found.to_pylist()), _AT_MOST)


def text_differences(
    table: Table, kind: Format, expected: pa.Table, payload: bytes, municipality: str
) -> Iterator[Finding]:
    """The first line of a CSV or JSON Lines file that is not as the rows would give it.

    For a file that cannot be read as a table any more, or whose damage no value shows.
    """
    wanted, got, first = _lines(table, kind, expected, payload, municipality)
    keys = expected.select(list(table.key)).to_pylist()
    for number, (line, other) in enumerate(zip_longest(wanted, got), start=first):
        if line != other:
            known = keys[number - 1] if 0 < number <= len(keys) else {}
            row = row_name(table, number, known) if number else "the header line"
            yield Finding(file=table_path(table, kind), row=row, problem="damaged")
            return


def _rows(
    table: Table, file: str, expected: list[dict[str, object]], found: list[dict[str, object]]
) -> Iterator[Finding]:
    wanted = {tuple(row[k] for k in table.key): (n, row) for n, row in enumerate(expected, 1)}
    got = {tuple(row[k] for k in table.key): (n, row) for n, row in enumerate(found, 1)}
    for key, (number, row) in wanted.items():
        if key not in got:
            yield Finding(file=file, row=row_name(table, number, row), problem="is missing")
        elif got[key][1] != row:
            names = ", ".join(name for name in row if got[key][1][name] != row[name])
            place = row_name(table, got[key][0], row)
            yield Finding(file=file, row=place, problem=f"another value in {names}")
    for key, (number, row) in got.items():
        if key not in wanted:
            place = row_name(table, number, row)
            yield Finding(file=file, row=place, problem="is not in the release")


def _lines(
    table: Table, kind: Format, expected: pa.Table, payload: bytes, municipality: str
) -> tuple[Sequence[object], Sequence[object], int]:
    """What the lines should be, what they are, and the number of the first."""
    if kind in LANGUAGES:
        body = csv_body(table, expected, municipality).to_pybytes()
        return _cells(csv_head(table, LANGUAGES[kind]) + body), _cells(payload), 0
    return table_lines(expected).split(b"\n"), payload.split(b"\n"), 1


def _cells(payload: bytes) -> list[list[str]]:
    text = payload.decode(errors="replace")
    return list(csv.reader(io.StringIO(text, newline="")))
