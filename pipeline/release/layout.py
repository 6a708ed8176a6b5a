"""Where each file of a release stands."""

from __future__ import annotations

from typing import Literal

from schemas.tables import Table

Format = Literal["parquet", "csv", "csv-ja", "json"]
FORMATS: tuple[Format, ...] = ("parquet", "csv", "csv-ja", "json")

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
DATA_PACKAGE = "datapackage.json"
CHANGES = "CHANGES.md"
FEED = "feed.atom"
SITE = "site"

_PLACES: dict[Format, tuple[str, str]] = {
    "parquet": ("tables", "parquet"),
    "csv": ("csv", "csv"),
    "csv-ja": ("csv-ja", "csv"),
    "json": ("json", "jsonl"),
}

MEDIA_TYPES: dict[Format, str] = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "csv-ja": "text/csv",
    "json": "application/jsonl",
}


def table_path(table: Table, kind: Format) -> str:
    """The path of a table's file inside the release."""
    folder, ending = _PLACES[kind]
    return f"{folder}/{table.name}.{ending}"
