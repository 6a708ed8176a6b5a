"""The answer to a query as a table for the eye, as CSV and as JSON Lines."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.release.csv_file import harmless
from pipeline.release.json_lines import JAPAN

if TYPE_CHECKING:
    import pyarrow as pa


def as_json(rows: pa.Table) -> str:
    """One object a line; times carry +09:00."""
    moved = [{name: _moved(value) for name, value in row.items()} for row in rows.to_pylist()]
    return msgspec.json.Encoder(decimal_format="number").encode_lines(moved).decode()


def as_csv(rows: pa.Table) -> str:
    """RFC 4180 with the conventions of the release's CSV files, without a byte order mark."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(rows.column_names)
    for row in rows.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
    return sink.getvalue()


def as_table(rows: pa.Table) -> str:
    """Columns of equal width on the screen, where a kanji takes two places."""
    names = rows.column_names
    lines = [names, *([_shown(value) for value in row.values()] for row in rows.to_pylist())]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(names))]
    ruled = [lines[0], ["─" * width for width in widths], *lines[1:]] if names else []
    return "".join(f"{_padded(line, widths)}\n" for line in ruled)


def _moved(value: Any) -> Any:
    return value.astimezone(JAPAN) if isinstance(value, datetime) and value.tzinfo else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return str(_moved(value).isoformat())
    if isinstance(value, bool | list | dict):
        return msgspec.json.encode(value).decode()
    return str(value)


def _cell(value: Any) -> str:
    return harmless(value) if isinstance(value, str) else _text(value)


def _shown(value: Any) -> str:
    """On one line, and nothing in it that a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in _text(value))


def _width(text: str) -> int:
    return sum(_places(each) for each in text)


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(line: list[str], widths: list[int]) -> str:
    cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
    return "  ".join(cells).rstrip()
