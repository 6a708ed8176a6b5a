"""Writing the files of a release into an empty folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.csv_file import csv_body, csv_head
from pipeline.release.layout import FORMATS, Format, table_path
from pipeline.release.model import FileEntry
from pipeline.release.parquet_file import parquet_bytes
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa


def write_tables(
    folder: Path,
    rows: Mapping[str, pa.Table],
    lines: Mapping[str, bytes],
    municipality: str,
) -> dict[str, FileEntry]:
    """Every published table in every format; ``lines`` are the JSON Lines, made already.

    Two at a time: Arrow does its work outside the interpreter's lock. Returns the files by path.
    """
    for kind in FORMATS:
        (folder / table_path(published_tables()[0], kind)).parent.mkdir()
    with ThreadPoolExecutor(2) as pool:
        written = [
            pool.submit(_write_table, folder, t, rows[t.name], lines[t.name], municipality)
            for t in published_tables()
        ]
        return {entry.path: entry for each in written for entry in each.result()}


def _write_table(
    folder: Path, table: Table, rows: pa.Table, lines: bytes, municipality: str
) -> list[FileEntry]:
    body = csv_body(table, rows, municipality)
    contents: dict[Format, Sequence[bytes | pa.Buffer]] = {
        "parquet": [parquet_bytes(rows)],
        "csv": [csv_head(table, "en"), body],
        "csv-ja": [csv_head(table, "ja"), body],
        "json": [lines],
    }
    return [_write(folder, table_path(table, kind), contents[kind]) for kind in FORMATS]


def _write(folder: Path, path: str, parts: Sequence[bytes | pa.Buffer]) -> FileEntry:
    """Hashed on the way, so that nothing is read again for its checksum."""
    digest, size = sha256(), 0
    with (folder / path).open("wb") as file:
        for part in parts:
            digest.update(part)
            size += file.write(part)
    return FileEntry(path=path, bytes=size, sha256=digest.hexdigest())
