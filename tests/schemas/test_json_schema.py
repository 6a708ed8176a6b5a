"""JSON Schema and Arrow schema say the same as the field dictionary."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from pipeline.release.json_lines import json_lines
from schemas.arrow import arrow_schema
from schemas.json_schema import json_schema
from schemas.tables import SCHEMA_VERSION, Table, tables
from tests.release.rows import rows

TABLES = list(tables().values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_schema_is_valid_and_admits_the_published_lines(table: Table) -> None:
    schema = json_schema(table)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for line in json_lines(table, rows().get(table.name, [])).splitlines():
        assert list(validator.iter_errors(json.loads(line))) == []


def test_the_schema_refuses_what_is_not_admitted() -> None:
    validator = Draft202012Validator(json_schema(tables()["sheet_actions"]))
    line = json.loads(json_lines(tables()["sheet_actions"], rows()["sheet_actions"][:1]))
    for wrong in ({"kind": "dash"}, {"order": 2**15}, {"municipality_code": "12345"}, {"more": 1}):
        assert list(validator.iter_errors(line | wrong)) != []
    del line["text"]
    assert list(validator.iter_errors(line)) != []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_arrow_field_is_described_and_the_version_stands_in_the_schema(table: Table) -> None:
    schema = arrow_schema(table)
    assert schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
    assert schema.names[0] == "municipality_code"
    for field in schema:
        assert field.metadata[b"description"]
        assert field.metadata[b"description_ja"]
