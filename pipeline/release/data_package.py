"""``datapackage.json``, Data Package v2: every CSV with its schema, size and hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.profiles.model import Profile
from pipeline.release.csv_file import Language, header
from pipeline.release.json_lines import JAPAN
from pipeline.release.layout import MEDIA_TYPES, Format, table_path
from pipeline.release.model import FileEntry, Manifest
from schemas.tables import Column, Table, published_tables

Files = Mapping[str, FileEntry]
Descriptor = dict[str, Any]

_TYPES = {
    "string": "string",
    "boolean": "boolean",
    "int16": "integer",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "date": "date",
    "timestamp": "datetime",
}
_FORMATS: dict[Language, Format] = {"en": "csv", "ja": "csv-ja"}
_SUFFIX: dict[Language, str] = {"en": "", "ja": "-ja"}


def data_package(manifest: Manifest, profile: Profile, files: Files) -> str:
    """The descriptor of the whole release as JSON text."""
    rights, city = profile.rights, profile.municipality
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"kouyaku-{profile.id}".lower(),
        "id": f"urn:kouyaku:{city.code}:{profile.id}",
        "title": f"{city.name} 市長公約データ（{rights.source_title}）",
        "description": description(profile),
        "version": manifest.version,
        "created": manifest.newest().astimezone(JAPAN).isoformat(),
        "homepage": profile.site.index_url,
        "keywords": keywords(profile),
        "licenses": [{"name": rights.data_licence, "path": rights.data_licence_url}],
        "sources": [{"title": rights.source_title, "path": profile.site.index_url}],
        "contributors": [{"title": rights.publisher, "roles": ["publisher"]}],
        "attribution": rights.attribution,
        "sourceLicence": rights.source_licence,
        "schemaVersion": manifest.schema_version,
        "codeVersion": manifest.code_version,
        "resources": [
            _resource(table, language, files)
            for language in _FORMATS
            for table in published_tables()
        ],
    }
    if rights.source_terms_url:
        descriptor["sourceTerms"] = rights.source_terms_url
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def description(profile: Profile) -> str:
    """What the data is and what was done to it, for people."""
    rights, city = profile.rights, profile.municipality
    return (
        f"{city.name}が公表した市長公約の目標・進捗・会議の記録を、読み取り・照合した"
        f"オープンデータです。出典: {rights.attribution}。"
        f"原資料の利用条件: {rights.source_licence}。"
    )


def keywords(profile: Profile) -> list[str]:
    """What a catalogue finds the data by."""
    return ["市長公約", "マニフェスト", "進捗", "mayoral pledges", profile.municipality.name]


def _resource(table: Table, language: Language, files: Files) -> Descriptor:
    entry = files[table_path(table, _FORMATS[language])]
    return {
        "name": f"{table.name}{_SUFFIX[language]}",
        "type": "table",
        "title": table.ja,
        "description": table.description_ja if language == "ja" else table.description_en,
        "path": entry.path,
        "format": "csv",
        "mediatype": MEDIA_TYPES["csv"],
        "encoding": "utf-8-sig",
        "bytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": _schema(table, language),
        "sameRows": [_other(table, kind, files) for kind in ("parquet", "json")],
    }


def _other(table: Table, kind: Format, files: Files) -> Descriptor:
    entry = files[table_path(table, kind)]
    return {
        "path": entry.path,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}",
    }


def _schema(table: Table, language: Language) -> Descriptor:
    names = header(table, language)
    own = [*names[:1], *names[2:]]
    fields = [
        _field(name, c, c.name in table.key, language)
        for name, c in zip(own, table.columns, strict=True)
    ]
    fields.insert(1, {"name": names[1], "type": "string", "constraints": {"required": True}})
    called = dict(zip((column.name for column in table.columns), own, strict=True))
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": [called[name] for name in table.key],
        "foreignKeys": [
            _foreign_key(table, called[name], target, language)
            for name, target in table.references.items()
        ],
    }


def _field(name: str, column: Column, in_key: bool, language: Language) -> Descriptor:
    """A text that is no key may be empty, and validators take an empty cell for a missing one."""
    field = column.field
    described = field.description_ja if language == "ja" else field.description_en
    found: Descriptor = {
        "name": name,
        "type": _TYPES[field.type],
        "title": field.ja,
        "description": described,
    }
    may_be_empty = field.type == "string" and not field.enum and not in_key
    constraints: Descriptor = {"required": True} if column.required and not may_be_empty else {}
    if field.enum:
        found["categories"] = list(field.values())
        constraints["enum"] = list(field.values())
    if field.pattern:
        constraints["pattern"] = field.pattern
    if field.unit:
        found["unit"] = field.unit
    return found | ({"constraints": constraints} if constraints else {})


def _foreign_key(table: Table, column: str, target: str, language: Language) -> Descriptor:
    """An empty resource name means the table itself."""
    name, _, field = target.partition(".")
    other = next(other for other in published_tables() if other.name == name)
    called = next(c for c in other.columns if c.name == field)
    resource = "" if name == table.name else f"{name}{_SUFFIX[language]}"
    fields = [called.name if language == "en" else called.field.ja]
    return {"fields": [column], "reference": {"resource": resource, "fields": fields}}
