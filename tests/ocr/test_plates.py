"""Plates in dark bands: a second look where the engine saw no line, and nowhere else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.ocr import Pixels, ocr_page
from parsers.ocr.plates import overlooked
from tests.ocr.made import Scripted, reading

SIZE = (800, 1600)
PLATE = ((1300, 60), (1460, 95))


def banded(colour: int = 0, plate: bool = True) -> Pixels:
    """A white page with a band along its top and, in the band, a plate with two letters."""
    page = np.full((*SIZE, 3), 255, dtype=np.uint8)
    cv2.rectangle(page, (20, 50), (1560, 105), (colour,) * 3, cv2.FILLED)
    if plate:
        cv2.rectangle(page, *PLATE, (255, 255, 255), cv2.FILLED)
        for x in (1345, 1385):
            cv2.rectangle(page, (x, 60), (x + 25, 90), (0, 0, 0), 4)
    return page


def test_a_plate_that_was_not_read_is_looked_at_again() -> None:
    page = banded()
    (found,) = overlooked(page, [], Scripted({}, alone="中期"))
    assert found.text == "中期"
    assert found.confidence < 0.9
    assert 1300 < found.corners[0][0] < found.corners[1][0] < 1460
    scan = ocr_page(page, 200 / 72, Scripted({255: ()}, alone="中期"))
    assert [line.text for line in scan.page.lines] == ["中期"]


def test_a_plate_that_was_read_is_left() -> None:
    covering = reading("中期", 1310, 55, size=70)
    assert overlooked(banded(), [covering], Scripted({}, alone="中期")) == []


@pytest.mark.parametrize("alone", ["", "C", "6.D", "CEND", "□"])
def test_what_reads_as_no_word_is_none(alone: str) -> None:
    assert overlooked(banded(), [], Scripted({}, alone=alone)) == []


@pytest.mark.parametrize("page", [banded(plate=False), banded(colour=200)])
def test_only_plates_in_dark_bands_are_looked_at(page: Pixels) -> None:
    assert overlooked(page, [], Scripted({}, alone="中期")) == []


def test_a_frame_with_words_is_no_band() -> None:
    page = np.full((*SIZE, 3), 255, dtype=np.uint8)
    cv2.rectangle(page, (20, 50), (1560, 105), (0, 0, 0), 3)
    assert overlooked(page, [], Scripted({}, alone="中期")) == []
