"""JSON Schema (2020-12) of one row of each table, as JSON Lines have it."""

from __future__ import annotations

from typing import Any

from schemas.tables import SCHEMA_VERSION, Column, Table

_JSON_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "int16": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float64": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
}


def json_schema(table: Table) -> dict[str, Any]:
    """The schema of one row; every column is present, null where it has no value."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": table.description_en,
        "x-schema-version": SCHEMA_VERSION,
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in table.columns],
        "properties": {column.name: _property(column) for column in table.columns},
    }


def _property(column: Column) -> dict[str, Any]:
    field = column.field
    schema: dict[str, Any] = dict(_JSON_TYPES[field.type])
    if field.enum:
        schema["enum"] = list(field.values())
    if field.pattern:
        schema["pattern"] = field.pattern
    if not column.required:
        schema = {"anyOf": [schema, {"type": "null"}]}
    schema |= {"title": field.ja, "description": field.description_en}
    if field.unit:
        schema["x-unit"] = field.unit
    return schema
