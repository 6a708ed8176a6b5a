"""Graphics on scans of two colours: rules, lost ink and lines that carry a marker."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from parsers.layout.model import Box
from parsers.progress.model import Ends
from parsers.progress.raster import read_picture
from parsers.ruling import ruled_shapes

START, GOAL = Box(10, 80, 60, 106), Box(700, 80, 750, 106)
ENDS = Ends(START, GOAL)


def paper(high: int = 190, wide: int = 770) -> Any:
    return np.full((high, wide, 3), 255, dtype=np.uint8)


def read(picture: Any, ends: Ends = ENDS) -> tuple[float | None, float] | None:
    words = [word for word in ends if word is not None]
    found = read_picture(picture, words, ends)
    return None if found is None else (found.reading.ratio, found.reading.confidence)


def test_a_rule_of_a_table_is_no_full_bar() -> None:
    picture = paper()
    cv2.rectangle(picture, (20, 100), (740, 102), (42, 157, 143), -1)
    assert read(picture, Ends(None, None)) is None


@pytest.mark.parametrize("ratio", [0.2, 0.5, 0.8])
def test_on_a_line_of_one_colour_the_marker_tells(ratio: float) -> None:
    picture = paper()
    for x in range(80, 690):  # a scan's line is not even
        cv2.line(picture, (x, 93 + x // 40 % 2), (x, 95 + x // 90 % 2), (0, 0, 0), 1)
    cv2.circle(picture, (80 + round(610 * ratio), 94), 10, (0, 0, 0), -1)
    told = read(picture)
    assert told is not None
    assert told[0] == pytest.approx(ratio, abs=0.03)


def test_outlines_that_lost_their_ink_part_no_bar() -> None:
    picture = paper()
    for step in range(10):
        x = 72 + 62 * step
        cv2.rectangle(picture, (x, 80), (x + 59, 108), (0, 0, 0), -1 if step < 2 else 1)
    picture[:, 320:334] = 255
    told = read(picture)
    assert told is not None
    assert told[0] == pytest.approx(0.2, abs=0.03)


def test_rests_of_a_frame_beside_the_words_belong_to_no_bar() -> None:
    picture = paper(wide=900)
    for step in range(10):
        x = 90 + 60 * step
        cv2.rectangle(picture, (x, 82), (x + 40, 110), (0, 0, 0), -1 if step < 4 else 2)
    cv2.line(picture, (620, 112), (899, 112), (0, 0, 0), 2)
    told = read(picture)
    assert told is not None
    assert told[0] == pytest.approx(0.4, abs=0.03) or told[1] <= 0.6


def test_a_thick_part_of_a_line_of_its_colour_is_what_is_filled() -> None:
    picture = paper()
    for x in range(72, 690):
        cv2.line(picture, (x, 93 + x // 40 % 2), (x, 94 + x // 40 % 2), (0, 0, 0), 1)
    cv2.rectangle(picture, (72, 86), (72 + 370, 101), (0, 0, 0), -1)
    for tick in range(11):
        cv2.line(picture, (72 + 62 * tick, 84), (72 + 62 * tick, 103), (0, 0, 0), 2)
    told = read(picture)
    assert told is not None
    assert told[0] == pytest.approx(0.6, abs=0.03)


def table(sides: tuple[int, ...]) -> Any:
    picture = paper(500, 900)
    for y in (50, 120, 200, 330, 450):
        cv2.line(picture, (60, y), (840, y), (0, 0, 0), 3)
    for x in sides:
        cv2.line(picture, (x, 50), (x, 450), (0, 0, 0), 3)
    return picture


def uprights(picture: Any) -> list[int]:
    shapes = ruled_shapes(picture, 2.0)
    return sorted(round((s.box.x0 + s.box.x1) / 2) for s in shapes if s.box.bottom - s.box.top > 50)


@pytest.mark.parametrize(
    ("drawn", "found"),
    [((60, 200, 840), [30, 100, 420]), ((60, 200), [30, 100, 420]), ((200,), [30, 100, 420])],
)
def test_a_side_too_pale_to_be_seen_stands_where_the_rules_end(
    drawn: tuple[int, ...], found: list[int]
) -> None:
    assert uprights(table(drawn)) == pytest.approx(found, abs=2)


def test_a_table_without_any_side_gets_none() -> None:
    assert uprights(table(())) == []
