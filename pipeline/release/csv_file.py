"""The CSV writer and reader: UTF-8 with BOM, CRLF, RFC 4180, nothing that a spreadsheet runs.

A null is an empty cell and an empty text a pair of quotation marks. A text that begins with a
character that makes a spreadsheet run it, or with an apostrophe, gets one apostrophe in front;
the reader takes one away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipeline.release.json_lines import JAPAN
from schemas.arrow import arrow_schema
from schemas.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

Language = Literal["en", "ja"]

NAME_COLUMN = {"en": "municipality_name", "ja": "地方公共団体名"}
"""The name of the municipality stands beside its code in every CSV."""

_BOM = b"\xef\xbb\xbf"
_RUNS = "-=+@＝＋－＠\t\r\n"
"""What a spreadsheet runs at the start of a cell; a hyphen first, so that it is no range."""

_ESCAPED = f"^([{_RUNS}'])"
_NAME_AT = 1


def header(table: Table, language: Language) -> list[str]:
    """The column names of the table's CSV, the municipality's name in second place."""
    names = [c.name if language == "en" else c.field.ja for c in table.columns]
    return [*names[:_NAME_AT], NAME_COLUMN[language], *names[_NAME_AT:]]


def csv_body(table: Table, rows: pa.Table, municipality: str) -> pa.Buffer:
    """The lines of the table without a header; every language has the same."""
    import pyarrow as pa
    from pyarrow import csv

    columns = [_as_cells(rows.column(column.name)) for column in table.columns]
    columns.insert(_NAME_AT, pa.repeat(municipality, rows.num_rows))
    named = pa.table(columns, names=header(table, "en"))
    sink = pa.BufferOutputStream()
    csv.write_csv(named, sink, csv.WriteOptions(include_header=False, eol="\r\n"))
    return sink.getvalue()


def csv_head(table: Table, language: Language) -> bytes:
    """The byte order mark and the header line."""
    return _BOM + ",".join(header(table, language)).encode() + b"\r\n"


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith((*_RUNS, "'")) else text


def read_csv(table: Table, payload: bytes | pa.Buffer, language: Language) -> pa.Table:
    """The table of a CSV file, with the columns and types of the field dictionary.

    Raises:
        pyarrow.ArrowInvalid: where a cell or the header is not what the table says.
        KeyError: where a column is missing.
    """
    import pyarrow as pa
    from pyarrow import csv

    schema = arrow_schema(table)
    names = header(table, language)
    del names[_NAME_AT]
    kinds = dict(zip(names, schema.types, strict=True))
    found = csv.read_csv(
        pa.BufferReader(payload),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=kinds,
            include_columns=names,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return pa.Table.from_arrays([_from_cells(found.column(name)) for name in names], schema=schema)


def _as_cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type):
        if not _begins_with(column, f"{_RUNS}'"):
            return column
        return pc.replace_substring_regex(column, _ESCAPED, "'\\1")
    if pa.types.is_timestamp(column.type):
        return _in_japan(column)
    return column


def _in_japan(times: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times as text with +09:00. Many rows share one, which is written out once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    once = pc.unique(times)
    texts = (time and time.astimezone(JAPAN).isoformat() for time in once.to_pylist())
    return pc.take(pa.array(texts, pa.string()), pc.index_in(times, once))


def _from_cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) and _begins_with(column, "'"):
        return pc.replace_substring_regex(column, "^'", "")
    return column


def _begins_with(column: pa.ChunkedArray, characters: str) -> bool:
    """Whether any text does: a look that is quicker than replacing nothing everywhere."""
    import pyarrow as pa
    import pyarrow.compute as pc

    first = pc.utf8_slice_codeunits(column, 0, 1)
    return bool(pc.any(pc.is_in(first, pa.array(list(characters)))).as_py())
