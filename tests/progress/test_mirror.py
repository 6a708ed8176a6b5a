"""Graphics that fill from right to left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from parsers.layout.model import Box, Page, Shape
from parsers.progress.mirror import read_mirrored, runs_to_the_left
from parsers.progress.model import Ends

START, GOAL = Box(340, 100, 360, 112), Box(80, 100, 100, 112)
REGION = Box(60, 60, 400, 150)


def bar(share: float) -> Page:
    def box(x0: float, x1: float, fill: tuple[int, int, int]) -> Shape:
        corners = ((x0, 98.0), (x1, 98.0), (x1, 114.0), (x0, 114.0), (x0, 98.0))
        return Shape(Box(x0, 98, x1, 114), fill, None, 5, corners)

    track, fill = box(110, 330, (225, 225, 225)), box(330 - 220 * share, 330, (200, 60, 40))
    return Page(1, 420, 300, 0, (), (track, fill))


@pytest.mark.parametrize("share", [0.15, 0.5, 0.85])
def test_a_bar_is_measured_from_the_word_at_its_start(share: float) -> None:
    told = read_mirrored(bar(share), REGION, Ends(START, GOAL), None)
    assert told.ratio == pytest.approx(share, abs=0.01)
    assert told.box is not None
    assert told.box.x0 == pytest.approx(110, abs=1)


def test_pixels_are_looked_at_from_the_same_side() -> None:
    page = np.full((600, 840, 3), 255, np.uint8)
    page[196:228, 220:660] = 225
    page[196:228, 550:660] = (200, 60, 40)

    def render(box: Box, dpi: float) -> Any:
        assert dpi == 144
        x0, top, x1, bottom = (round(2 * edge) for edge in box)
        return page[top:bottom, x0:x1]

    told = read_mirrored(Page(1, 420, 300, 0, ()), REGION, Ends(START, GOAL), render)
    assert told.ratio == pytest.approx(0.25, abs=0.03)


def test_only_words_in_one_row_with_the_start_on_the_right_tell_it() -> None:
    assert runs_to_the_left(Ends(START, GOAL))
    assert not runs_to_the_left(Ends(GOAL, START))
    assert not runs_to_the_left(Ends(START, None))
    assert not runs_to_the_left(Ends(START, Box(80, 200, 100, 212)))
