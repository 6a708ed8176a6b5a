"""Columns of a scanned page: what was read both ways, and the closer look at single places."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.layout.model import Box
from parsers.ocr import Pixels, Reading
from parsers.ocr.cells import looked_at_again, set_level
from parsers.ocr.columns import apart, runs_both_ways, stood_up
from parsers.ocr.engine import Char
from parsers.ocr.frame import Frame
from parsers.ocr.lines import build_line
from tests.ocr.made import reading

EM = 40
WIDE = 1000.0
"""The width of the page as it lies, in pixels."""


class Answers:
    """An engine that recognises pieces of an image by the grey of their darkest pixel."""

    name = "answers"

    def __init__(self, by_grey: dict[int, tuple[str, float]] | None = None) -> None:
        self.by_grey = by_grey or {}

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        raise AssertionError("a closer look finds no lines")

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        return self.by_grey.get(int(pixels.min()), ("", 0.0))


def column(text: str, sure: float = 0.99) -> Reading:
    """A column on the turned page; a space stands for a place in which nothing was read."""
    chars = tuple(
        Char(char, (index + 0.5) / len(text), sure)
        for index, char in enumerate(text)
        if char != " "
    )
    length = float(EM * len(text))
    corners = ((0.0, 0.0), (length, 0.0), (length, EM), (0.0, EM))
    return Reading(text.replace(" ", ""), corners, sure, chars, vertical=False)


def printed(text: str) -> Pixels:
    """Its pixels: a black block for each character, white where none was read."""
    pixels = np.full((EM, EM * len(text), 3), 255, np.uint8)
    for index, char in enumerate(text):
        if char != " ":
            pixels[6:34, index * EM + 6 : index * EM + 34] = 0
    return pixels


def test_a_spot_in_the_corner_of_its_cell_is_a_comma_and_a_ring_a_full_stop() -> None:
    pixels = printed("橋を直し 道も直す")
    for step in range(10):
        pixels[4 + step : 7 + step, 162 + step : 166 + step] = 0
    read = looked_at_again(column("橋を直し 道も直す"), pixels, Answers())
    assert read.text == "橋を直し、道も直す"
    assert read.added == "、"
    assert read.chars[4].confidence == pytest.approx(0.8)
    pixels[6:10, 164:170] = 255
    ring = printed("橋を直す 道も直す")
    ring[4:16, 162:174] = 0
    ring[7:13, 165:171] = 255
    assert (
        looked_at_again(column("橋を直す 道も直す"), ring, Answers()).text == "橋を直す。道も直す"
    )


def test_an_empty_place_holds_nothing() -> None:
    held = column("橋を直し 道も直す")
    assert looked_at_again(held, printed("橋を直し 道も直す"), Answers()) == held


def test_a_bracket_that_was_passed_over_is_read_by_itself() -> None:
    pixels = printed("整備 緑地と水辺")
    pixels[4:36, 92:96] = 60
    read = looked_at_again(column("整備 緑地と水辺"), pixels, Answers({60: ("(", 0.8)}))
    assert read.text == "整備（緑地と水辺"
    doubtful = Answers({60: ("(", 0.4)})
    assert looked_at_again(column("整備 緑地と水辺"), pixels, doubtful).text == "整備緑地と水辺"


def test_figures_in_one_cell_are_read_as_they_stand() -> None:
    held = column("定員を人に")
    both = (Char("0", 0.68, 0.6), Char("0", 0.72, 0.6))
    held = held._replace(text="定員を00人", chars=(*held.chars[:3], *both, held.chars[4]))
    pixels = printed("定員を人に")
    pixels[6:34, 3 * EM + 6 : 3 * EM + 34] = 80

    class Standing(Answers):
        def recognise(self, pixels: Pixels) -> tuple[str, float]:
            square = pixels.shape[1] < 1.3 * pixels.shape[0]
            return ("90", 0.98) if square and pixels.min() == 80 else ("", 0.0)

    assert looked_at_again(held, pixels, Standing()).text.startswith("定員を90")


@pytest.mark.parametrize(
    ("seen", "told", "sure", "wanted"),
    [
        ("公約N災害に強い", "公約IV災害に強い", 0.5, "公約IV災害に強い"),
        ("公約い身の丈に", "公約VI身の丈に", 0.8, "公約VI身の丈に"),
        ("公約い身の丈に", "公約VI身の丈に", 0.99, "公約い身の丈に"),
        ("データの公開を", "デ1タの公開を", 0.5, "データの公開を"),
        ("長長☆☆☆", "★★☆☆☆", 0.5, "★★☆☆☆"),
    ],
)
def test_what_stands_alone_in_its_cell_is_told_upright(
    seen: str, told: str, sure: float, wanted: str
) -> None:
    class Upright(Answers):
        def recognise(self, pixels: Pixels) -> tuple[str, float]:
            whole = pixels.shape[1] == EM * len(seen) and pixels.shape[0] == EM
            return (told, 0.98) if whole else ("", 0.0)

    held = column(seen)
    chars = tuple(
        char._replace(confidence=sure) if char.text not in told else char for char in held.chars
    )
    assert looked_at_again(held._replace(chars=chars), printed(seen), Upright()).text == wanted


def test_letters_are_turned_upright_side_by_side() -> None:
    pixels = printed("二字")
    pixels[0:4, 0:EM] = 90
    level = set_level(column("二字").chars, pixels)
    assert level.shape == (EM, 2 * EM, 3)
    assert (level[:, EM - 4 : EM] == 90).all()


def test_what_tells_more_is_kept_where_both_ways_read_the_same_print() -> None:
    title = reading("横に書いた題名の行", 100, 50)
    crossing = reading("横切る", 345, 200, score=0.95)
    lying = [reading("縦に書いた列の文字", 40, 900 - 60 * row) for row in (5, 6, 7)]
    lying.append(reading("題", 40, 700))
    heads, columns = apart([title, crossing], lying, WIDE)
    assert heads == [title]
    assert [held.text for held in columns].count("縦に書いた列の文字") == 3
    assert runs_both_ways(heads)
    assert not runs_both_ways([reading("二字", 0, 0), reading("疑わしい字", 0, 0, score=0.6)])


def test_a_row_of_the_turned_page_runs_down_the_page_as_it_lies() -> None:
    row = build_line(reading("縦の列", 100, 200), Frame(2.0, (0.0, 0.0)))
    assert row is not None
    stood = stood_up(row, 400.0, upright=True)
    assert stood.vertical
    assert stood.box == pytest.approx(
        Box(400 - row.box.bottom, row.box.x0, 400 - row.box.top, row.box.x1)
    )
    tops = [glyph.box.top for glyph in stood.glyphs]
    assert tops == sorted(tops)
    lying = stood_up(row, 400.0, upright=False)
    assert (lying.vertical, lying.angle) == (False, 90)
