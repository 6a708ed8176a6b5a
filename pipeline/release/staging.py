"""Writing the files of a release into an empty folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.csv_file import csv_body, csv_head
from pipeline.release.layout import FORMATS, table_path
from pipeline.release.parquet_file import parquet_bytes
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa


def write_tables(
    folder: Path,
    rows: Mapping[str, pa.Table],
    lines: Mapping[str, bytes],
    municipality: str,
) -> None:
    """Every published table in every format; ``lines`` are the JSON Lines, made already.

    Two at a time: Arrow does its work outside the interpreter's lock.
    """
    for kind in FORMATS:
        (folder / table_path(published_tables()[0], kind)).parent.mkdir()
    with ThreadPoolExecutor(2) as pool:
        written = [
            pool.submit(_write_table, folder, t, rows[t.name], lines[t.name], municipality)
            for t in published_tables()
        ]
        for each in written:
            each.result()


def _write_table(
    folder: Path, table: Table, rows: pa.Table, lines: bytes, municipality: str
) -> None:
    (folder / table_path(table, "parquet")).write_bytes(parquet_bytes(rows))
    (folder / table_path(table, "json")).write_bytes(lines)
    body = csv_body(table, rows, municipality)
    _write_parts(folder / table_path(table, "csv"), [csv_head(table, "en"), body])
    _write_parts(folder / table_path(table, "csv-ja"), [csv_head(table, "ja"), body])


def _write_parts(path: Path, parts: Sequence[bytes | pa.Buffer]) -> None:
    with path.open("wb") as file:
        file.writelines(parts)
