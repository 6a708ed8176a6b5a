"""A published column changes its name, type or meaning only with a step of the schema version.

``tests/schemas/published-<version>.json`` is what was published under a version. To change a
column: step SCHEMA_VERSION in schemas/tables.py, run ``kouyaku schema --out DIR``, add the new
``DIR/published-<version>.json`` beside the others, and write the line ``schema <version>
(<digest>): what changed`` that the command prints into CHANGELOG.md. The digest in the changelog
keeps a snapshot from being edited after the fact.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from schemas.published import digest, published_schema
from schemas.tables import SCHEMA_VERSION

HERE = Path(__file__).parent
CHANGELOG = HERE.parents[1] / "CHANGELOG.md"
SNAPSHOTS = sorted(HERE.glob("published-*.json"))
HOW = "step SCHEMA_VERSION, add its snapshot and a line in CHANGELOG.md (see this test's page)"


def test_the_columns_are_those_of_the_snapshot_of_this_version() -> None:
    path = HERE / f"published-{SCHEMA_VERSION}.json"
    assert path in SNAPSHOTS, HOW
    before = json.loads(path.read_text(encoding="utf-8"))
    now = published_schema()
    changed = [
        f"{name}.{column}"
        for name in before.keys() | now.keys()
        for column in _columns(before, name).keys() | _columns(now, name).keys()
        if _columns(before, name).get(column) != _columns(now, name).get(column)
    ]
    assert sorted(changed) == [], HOW
    assert now == before, HOW


def _columns(schema: dict[str, dict[str, dict[str, object]]], name: str) -> dict[str, object]:
    return schema.get(name, {}).get("columns", {})


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_every_version_has_its_line_in_the_changelog(path: Path) -> None:
    version = path.stem.removeprefix("published-")
    expected = f"schema {version} ({digest(json.loads(path.read_text(encoding='utf-8')))})"
    assert expected in CHANGELOG.read_text(encoding="utf-8"), HOW


def test_versions_only_go_up() -> None:
    versions = [tuple(map(int, re.findall(r"\d+", path.stem))) for path in SNAPSHOTS]
    assert tuple(map(int, SCHEMA_VERSION.split("."))) == max(versions)


def test_the_digest_tells_any_change_of_meaning() -> None:
    schema = published_schema()
    before = digest(schema)
    schema["pledges"]["columns"]["title"]["meaning"] += " Or something else."
    assert digest(schema) != before
