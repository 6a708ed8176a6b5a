"""How a row is named in messages and in the columns that point at rows of any table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.records import Record
from schemas.tables import Table


def row_id(table: Table, record: Record) -> str:
    """The row's key without the municipality, as columns that point at any table write it.

    A document and a place in it are joined with a slash or a number sign; here with a slash.
    """
    return "/".join(str(getattr(record, name)) for name in table.key[1:]).replace("#", "/")


def row_name(table: Table, number: int, row: Mapping[str, Any]) -> str:
    """``row 12 (sheet_id=…, order=3)``; rows count from 1."""
    parts = ", ".join(f"{name}={row.get(name)}" for name in table.key[1:])
    return f"row {number} ({parts})"
