"""Arrow schemas of the tables, with a description on every field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from schemas.tables import SCHEMA_VERSION, Field, Table

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_schema(table: Table) -> pa.Schema:
    """The exact column types of one table, also when a column is all null."""
    import pyarrow as pa

    fields = [
        pa.field(
            column.name,
            _arrow_type(column.field),
            nullable=not column.required,
            metadata=_metadata(column.field),
        )
        for column in table.columns
    ]
    metadata = {
        "table": table.name,
        "title": table.ja,
        "description": table.description_en,
        "primary_key": json.dumps(table.key),
        "schema_version": SCHEMA_VERSION,
    }
    return pa.schema(fields, metadata=metadata)


def _arrow_type(field: Field) -> pa.DataType:
    import pyarrow as pa

    arrow_types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }
    return arrow_types[field.type]


def _metadata(field: Field) -> dict[str, str]:
    metadata = {
        "title": field.ja,
        "description": field.description_en,
        "description_ja": field.description_ja,
    }
    if field.unit:
        metadata["unit"] = field.unit
    if field.enum:
        metadata["enum"] = json.dumps(field.values())
    return metadata
