"""Sheets as published, compared with truth that people checked, field by field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.sheets.read import read_pages
from schemas.parsed import ParsedSheet
from tests.shared_material import shared
from tests.sheets.reading import parse

FIELDS = (
    "order",
    "pillar_number",
    "pillar_name",
    "term",
    "term_raw",
    "title",
    "aim",
    "due_raw",
    "due_fiscal_year",
    "due_date",
    "due_note",
    "as_of_raw",
    "as_of_date",
    "achieved",
)
METRIC = ("line", "label_raw", "fiscal_year", "item", "value", "unit", "as_of_date", "text_raw")


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def as_read(parsed: ParsedSheet) -> dict[str, Any]:
    held = {name: plain(getattr(parsed.sheet, name)) for name in FIELDS}
    held["actions"] = [action.text for action in parsed.actions]
    held["action_kinds"] = [action.kind.value for action in parsed.actions]
    held["metrics"] = [{n: plain(getattr(m, n)) for n in METRIC} for m in parsed.metrics]
    return held


def truth() -> list[dict[str, Any]]:
    path = shared("published", "truth", "sheets-6.json")
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("name", ["sheets-6.txt", "sheets-6.pdf"])
def test_every_field_of_every_sheet(name: str) -> None:
    parsed = parse(shared("published", name).read_bytes())
    wanted = truth()
    keys = (*FIELDS, "actions", "action_kinds", "metrics")
    assert [as_read(sheet) for sheet in parsed.sheets] == [
        {key: row[key] for key in keys} for row in wanted
    ]
    if name.endswith(".pdf"):
        ratios = [sheet.sheet.progress_ratio for sheet in parsed.sheets]
        assert ratios == pytest.approx([row["progress_ratio"] for row in wanted], abs=0.03)
        assert all(page.coverage == 1.0 for page in parsed.pages)


def test_every_value_has_its_place() -> None:
    parsed = parse(shared("published", "sheets-6.pdf").read_bytes())
    for sheet in parsed.sheets:
        placed = {row.field for row in sheet.evidence if row.page and row.x0 is not None}
        assert {"title", "aim", "term", "pillar_number", "due_date", "as_of_date"} <= placed
        assert {row.row_id for row in sheet.evidence} == {sheet.sheet.sheet_id}


def test_the_order_of_drawing_does_not_matter() -> None:
    from parsers.layout.document import read_pages as pages_of
    from pipeline.profiles import base_vocabulary

    pages = list(pages_of(shared("published", "sheets-6.pdf").read_bytes()))
    for page in pages:
        object.__setattr__(page, "lines", tuple(reversed(page.lines)))
    reading = read_pages(pages, "sha256:" + "0" * 64, base_vocabulary().sheet, {})
    assert [as_read(sheet)["actions"] for sheet in reading.sheets] == [
        row["actions"] for row in truth()
    ]
