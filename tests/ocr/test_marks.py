"""Marks that the engine passed over, told by their shape."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.ocr import Pixels, Reading
from parsers.ocr.engine import Char
from parsers.ocr.marks import with_lost_mark
from tests.ocr.made import Scripted, reading

SIZE = 40.0


def paper() -> Pixels:
    return np.full((120, 800, 3), 255, dtype=np.uint8)


def disc(page: Pixels, x: int) -> None:
    cv2.circle(page, (x, 54), 17, (0, 0, 0), cv2.FILLED)


def square(page: Pixels, x: int) -> None:
    cv2.rectangle(page, (x - 17, 37), (x + 17, 71), (0, 0, 0), cv2.FILLED)


def lead(text: str, empty: float) -> tuple[Char, ...]:
    """Characters an em apart, the first ``empty`` em behind the start of a line of ten em."""
    return tuple(Char(char, (empty + 0.5 + at) / 10, 0.99) for at, char in enumerate(text))


def line(empty: float) -> Reading:
    told = reading("一" * 10, 100, 30, SIZE)
    return told._replace(text="達成度の見通し試案", chars=lead("達成度の見通し試案", empty))


@pytest.mark.parametrize(("centre", "empty"), [(125, 1.5), (100, 1.0)])
def test_a_disc_before_a_line_is_found_also_where_the_box_cuts_it(
    centre: int, empty: float
) -> None:
    page = paper()
    disc(page, centre)
    assert with_lost_mark(line(empty), page, Scripted({})).text == "●達成度の見通し試案"


@pytest.mark.parametrize("marked", [True, False])
def test_no_other_ink_is_a_disc(marked: bool) -> None:
    page = paper()
    if marked:
        square(page, 125)
    assert with_lost_mark(line(1.5), page, Scripted({})) == line(1.5)
