"""What consumers rely on: names, types and meanings of the published columns, for comparison."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from schemas.tables import Column, Table, published_tables


def published_schema() -> dict[str, dict[str, Any]]:
    """Key, references and columns of every published table, without anything for display."""
    return {table.name: _table(table) for table in published_tables()}


def digest(schema: dict[str, dict[str, Any]]) -> str:
    """Twelve hexadecimal digits that change with any name, type or meaning."""
    encoded = json.dumps(schema, ensure_ascii=False, sort_keys=True).encode()
    return sha256(encoded).hexdigest()[:12]


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": list(table.key),
        "references": dict(table.references),
        "columns": {column.name: _column(column) for column in table.columns},
    }


def _column(column: Column) -> dict[str, Any]:
    field = column.field
    return {
        "type": field.type,
        "required": column.required,
        "unit": field.unit,
        "values": list(field.values()),
        "pattern": field.pattern,
        "meaning": field.description_en,
    }
