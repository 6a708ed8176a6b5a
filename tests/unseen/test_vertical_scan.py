"""A scanned sheet, level in its head and vertical in its body, skewed and noisy: real pixels."""

from __future__ import annotations

from contextlib import closing
from functools import cache

import pytest
from rapidfuzz.distance import Levenshtein

from parsers.document import parse_document
from parsers.layout.model import Box
from parsers.ocr import box_reader
from parsers.sources import Engines, read_source
from schemas.parsed import ParsedDocument
from tests.unseen.contents import MIDORINO, truth
from tests.unseen.test_unseen import paper, value, vocabulary_of

PLEDGE = MIDORINO.pledges[3]


@cache
def _engines() -> Engines:
    engines = Engines()
    assert engines.engine() is not None, "RapidOCR is a dependency of the project"
    return engines


@cache
def _parsed() -> ParsedDocument:
    return parse_document(paper("vertical-scan"), "scan", vocabulary_of(MIDORINO), _engines())


@pytest.mark.parametrize("name", truth(MIDORINO, PLEDGE))
def test_every_field_is_read_exactly(name: str) -> None:
    (sheet,) = _parsed().sheets
    assert value(sheet, name) == truth(MIDORINO, PLEDGE)[name]


def test_the_body_is_read_with_at_most_two_in_a_hundred_wrong() -> None:
    (sheet,) = _parsed().sheets
    read, body = "".join(action.text for action in sheet.actions), "".join(PLEDGE.actions)
    assert Levenshtein.distance(read, body) <= 0.02 * len(body)


def test_the_bar_that_runs_downwards_is_measured() -> None:
    (sheet,) = _parsed().sheets
    assert sheet.sheet.progress_ratio == pytest.approx(PLEDGE.progress, abs=0.03)


def test_columns_are_given_where_they_stand_on_the_paper() -> None:
    (sheet,) = _parsed().sheets
    boxes = {
        row.field: Box(row.x0, row.top, row.x1, row.bottom)
        for row in sheet.evidence
        if row.x0 is not None and row.top is not None
        if row.x1 is not None and row.bottom is not None
    }
    assert boxes["due_raw"] == pytest.approx((283, 78, 294, 138), abs=3)
    assert boxes["due_raw"].x1 < boxes["value"].x0 < boxes["text"].x0
    title = boxes["title"]
    with closing(read_source(paper("vertical-scan"), "scan", _engines())) as source:
        pixels, scale = source.level_page(1)
    engine = _engines().engine()
    assert engine is not None
    assert box_reader(lambda: pixels, scale, engine)(title) == "".join(PLEDGE.lines)


def test_the_second_engine_is_not_asked_of_columns() -> None:
    (sheet,) = _parsed().sheets
    rows = {row.field: row for row in sheet.evidence}
    assert rows["due_date"].confidence <= 0.9
    assert not [row for row in _parsed().issues if row.rule == "sheet.readings_differ"]
