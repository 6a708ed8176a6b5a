"""The tables of the contract, joined from the record classes and the field dictionary."""

from __future__ import annotations

import tomllib
import types
import typing
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

import schemas.enums
import schemas.records
from schemas.records import Record

SCHEMA_VERSION = "1.0.0"
"""Version of the published tables; a change of name, type or meaning steps it."""


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the field dictionary."""

    type: typing.Literal[
        "string", "boolean", "int16", "int32", "int64", "float64", "date", "timestamp"
    ]
    ja: str
    description_ja: str
    description_en: str
    unit: str | None = None
    enum: str | None = None
    pattern: str | None = None

    def values(self) -> tuple[str, ...]:
        """The permitted values, or none where the field is no enumeration."""
        if self.enum is None:
            return ()
        members: type[StrEnum] = getattr(schemas.enums, self.enum)
        return tuple(member.value for member in members)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A field in its place in a table."""

    name: str
    field: Field
    required: bool


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A published table. ``references`` maps a column to ``table.column``."""

    name: str
    record: type[Record]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: dict[str, str]
    inside: bool
    ja: str
    description_ja: str
    description_en: str


_PYTHON_TYPES: dict[str, type] = {
    "string": str,
    "boolean": bool,
    "int16": int,
    "int32": int,
    "int64": int,
    "float64": float,
    "date": date,
    "timestamp": datetime,
}


def _read_toml(name: str) -> dict[str, dict[str, typing.Any]]:
    return tomllib.loads(files("schemas").joinpath(name).read_text(encoding="utf-8"))


@cache
def field_dictionary() -> dict[str, Field]:
    """Every field by its name, or by ``table.name`` where a table gives it its own meaning."""
    return {key: msgspec.convert(entry, Field) for key, entry in _read_toml("fields.toml").items()}


@cache
def tables() -> dict[str, Table]:
    """All tables of the contract by name, in the order of the dictionary."""
    return {name: _table(name, entry) for name, entry in _read_toml("tables.toml").items()}


def published_tables() -> tuple[Table, ...]:
    """The tables that a release holds."""
    return tuple(table for table in tables().values() if table.inside)


def _table(name: str, entry: dict[str, typing.Any]) -> Table:
    record: type[Record] = getattr(schemas.records, entry["record"])
    hints = typing.get_type_hints(record)
    key = ("municipality_code", *entry["key"])
    columns = tuple(_column(name, column, hints[column], key) for column in hints)
    return Table(
        name=name,
        record=record,
        columns=columns,
        key=key,
        references=entry.get("references", {}),
        inside=entry.get("inside", True),
        ja=entry["ja"],
        description_ja=entry["description_ja"],
        description_en=entry["description_en"],
    )


def _column(table: str, name: str, hint: typing.Any, key: tuple[str, ...]) -> Column:
    dictionary = field_dictionary()
    field = dictionary.get(f"{table}.{name}") or dictionary[name]
    optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
    plain = next((a for a in typing.get_args(hint) if a is not type(None)), hint)
    declared = getattr(schemas.enums, field.enum) if field.enum else _PYTHON_TYPES[field.type]
    if plain is not declared:
        raise TypeError(f"{table}.{name}: the record says {plain}, the dictionary {declared}")
    return Column(name=name, field=field, required=not optional or name in key)
