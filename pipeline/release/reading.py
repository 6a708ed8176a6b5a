"""Reading the files of a table back, whatever became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from pipeline.release.arrow_table import to_arrow
from pipeline.release.csv_file import Language, csv_head, read_csv
from pipeline.release.json_lines import read_json_lines
from pipeline.release.layout import Format, table_path
from pipeline.release.model import Finding
from pipeline.release.parquet_file import read_parquet
from schemas.arrow import arrow_schema
from schemas.errors import RefusedError
from schemas.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

Read = Callable[[str], bytes]
"""Gives the bytes of a file by its path inside the release; RunError where it is missing."""

LANGUAGES: dict[Format, Language] = {"csv": "en", "csv-ja": "ja"}


def read_table(table: Table, kind: Format, payload: bytes) -> pa.Table | Finding:
    """The rows of one file, or what keeps it from being read."""
    import pyarrow as pa

    unreadable = (pa.ArrowException, msgspec.MsgspecError, RefusedError, OSError, ValueError)
    try:
        if kind == "parquet":
            return _with_columns(table, read_parquet(payload))
        if kind == "json":
            return to_arrow(table, read_json_lines(table, payload))
        return read_csv(table, payload, LANGUAGES[kind])
    except (*unreadable, KeyError) as error:
        row = _damaged_columns(payload) if kind == "parquet" else ""
        problem = " ".join(str(error).split())
        return Finding(file=table_path(table, kind), row=row, problem=f"cannot be read: {problem}")


def _with_columns(table: Table, rows: pa.Table) -> pa.Table:
    if not rows.schema.equals(arrow_schema(table)):
        raise ValueError("the columns are not those of the schema")
    return rows


def same_lines(table: Table, payloads: dict[Format, bytes]) -> bool:
    """Whether the CSV for people has the very lines of the CSV for programs."""
    heads = {kind: csv_head(table, language) for kind, language in LANGUAGES.items()}
    bodies = []
    for kind, head in heads.items():
        if not payloads[kind].startswith(head):
            return False
        bodies.append(memoryview(payloads[kind])[len(head) :])
    return bodies[0] == bodies[1]


def _damaged_columns(payload: bytes) -> str:
    """Which rows and columns a damaged Parquet file no longer gives: a page is lost whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        whole = pq.ParquetFile(pa.BufferReader(payload), page_checksum_verification=True)
        names = whole.schema_arrow.names
        count = whole.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError):
        return "all rows"
    lost = [name for name in names if not _is_readable(whole, name)]
    return f"rows 1 to {count}, {', '.join(lost)}"


def _is_readable(file: pq.ParquetFile, name: str) -> bool:
    import pyarrow as pa

    try:
        file.read(columns=[name])
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True
