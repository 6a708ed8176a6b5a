"""Lines of a page from readings: order, places, cuts, spaces, marks and doubt."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.layout.model import Box, Line
from parsers.ocr import Reading, ocr_page, ocr_region
from parsers.ocr.frame import Frame, measure_skew
from parsers.ocr.page import UNREAD
from tests.ocr.made import Scripted, reading

PAPER = np.full((800, 1600, 3), 200, dtype=np.uint8)


def _read(*readings: Reading, alone: str = "") -> tuple[Line, ...]:
    return ocr_page(PAPER, 2.0, Scripted({200: readings}, alone)).page.lines


def test_without_an_engine_the_page_is_reported_as_unread() -> None:
    page = ocr_page(PAPER, 2.0, None, number=4).page
    assert (page.number, page.lines, page.reason, page.health) == (4, (), UNREAD, 0.0)
    assert (page.width, page.height) == (800.0, 400.0)


def test_a_page_without_print_says_so() -> None:
    page = ocr_page(PAPER, 2.0, Scripted({200: ()})).page
    assert page.reason == "no_text_found"


def test_two_lines_of_a_label_beside_one_line_are_not_one() -> None:
    lines = _read(
        reading("市民へのメ", 100, 100),
        reading("リット", 102, 126),
        reading("子どもが安心して過ごせます", 400, 113),
    )
    assert [line.text for line in lines] == ["市民へのメ", "子どもが安心して過ごせます", "リット"]


def test_rows_come_from_the_top_and_from_the_left() -> None:
    lines = _read(
        reading("右の見出し", 900, 108),
        reading("下の行", 100, 300),
        reading("左の見出し", 100, 100),
    )
    assert [line.text for line in lines] == ["左の見出し", "右の見出し", "下の行"]


def test_boxes_are_points_and_glyphs_make_up_the_text() -> None:
    (line,) = _read(reading("令和7年度末", 100, 200))
    assert line.box == pytest.approx((50, 102, 170, 122), abs=0.5)
    assert "".join(glyph.text for glyph in line.glyphs) == line.text == "令和7年度末"
    assert line.method == "ocr"
    assert line.confidence <= 0.9


def test_a_gap_wider_than_words_parts_cells() -> None:
    whole = reading("開始達成", 100, 100)
    spread = whole._replace(
        corners=((100, 100), (1100, 100), (1100, 148), (100, 148)),
        chars=tuple(
            char._replace(at=at)
            for char, at in zip(whole.chars, (0.02, 0.06, 0.94, 0.98), strict=True)
        ),
    )
    lines = _read(spread)
    assert [line.text for line in lines] == ["開始", "達成"]
    assert lines[0].box.x1 < lines[1].box.x0


def test_pieces_of_one_printed_line_are_joined() -> None:
    lines = _read(reading("今どのくらい", 100, 100), reading("すすんでいるの", 350, 103))
    assert [line.text for line in lines] == ["今どのくらいすすんでいるの"]


def test_layout_spaces_go_and_word_spaces_stay() -> None:
    (japanese,) = _read(reading("令和 5 年度末", 100, 100))
    (latin,) = _read(reading("Park PFI", 100, 100))
    assert (japanese.text, japanese.raw) == ("令和5年度末", "令和 5 年度末")
    assert latin.text == "Park PFI"
    assert "".join(glyph.text for glyph in latin.glyphs) == latin.text


def test_repairs_are_recorded_and_the_raw_glyph_is_kept() -> None:
    (line,) = _read(reading("調查を进める", 100, 100))
    assert line.text == "調査を進める"
    assert line.repairs == ("查→査", "进→進")
    assert [glyph.raw for glyph in line.glyphs][1] == "查"


def test_a_roman_numeral_is_doubtful_and_a_word_is_not() -> None:
    (pillar,) = _read(reading("公約V人", 100, 100))
    (word,) = _read(reading("VIPへ", 100, 100))
    assert pillar.glyphs[2].confidence < 0.7
    assert min(glyph.confidence for glyph in word.glyphs) == 0.9


def test_readings_that_the_engine_doubts_are_not_lines() -> None:
    assert _read(reading("加出店", 100, 100, score=0.3)) == ()


def test_a_mark_that_was_passed_over_is_read_by_itself() -> None:
    whole = reading("なにをするの", 100, 100, size=40)
    length = 40 * 7.2
    shifted = whole._replace(
        corners=((100, 100), (100 + length, 100), (100 + length, 148), (100, 148)),
        chars=tuple(
            char._replace(at=(1.7 + index) * 40 / length) for index, char in enumerate(whole.chars)
        ),
    )
    (line,) = _read(shifted, alone="O")
    assert line.text == "○なにをするの"
    assert line.repairs == ("+○",)
    (unmarked,) = _read(shifted, alone="")
    assert unmarked.text == "なにをするの"


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.5])
def test_skew_is_taken_out_and_boxes_lead_back_to_the_paper(degrees: float) -> None:
    tilted = [
        reading("左右に長く続く文の一行目です", 100, 100, degrees=degrees),
        reading("左右に長く続く文の二行目です", 100, 160, degrees=degrees),
        reading("印", 900, 600, degrees=14),
    ]
    scan = ocr_page(PAPER, 2.0, Scripted({200: tuple(tilted)}))
    first = scan.page.lines[0]
    assert scan.frame.skew == pytest.approx(degrees, abs=0.01)
    assert first.box.bottom - first.box.top < 21
    (x0, top), (x1, bottom) = tilted[0].corners[0], tilted[0].corners[2]
    back = scan.on_paper(first.box)
    assert (back.x0 + back.x1) / 2 == pytest.approx((x0 + x1) / 4, abs=2)
    assert (back.top + back.bottom) / 2 == pytest.approx((top + bottom) / 4, abs=2)


def test_short_and_slanted_print_has_no_say_in_the_skew() -> None:
    assert measure_skew([reading("印", 0, 0, degrees=14), reading("判子", 0, 0, degrees=-9)]) == 0.0


def test_a_page_on_its_head_is_turned() -> None:
    pixels = PAPER.copy()
    pixels[-1, -1] = 90
    bad = tuple(reading("読めない行です", 100, y, score=0.55) for y in (100, 200, 300))
    good = tuple(reading("読める行になった", 100, y) for y in (100, 200, 300))
    scan = ocr_page(pixels, 2.0, Scripted({200: bad, 90: good}))
    assert scan.turn == 180
    assert [line.text for line in scan.page.lines] == ["読める行になった"] * 3
    box = scan.page.lines[0].box
    assert scan.on_paper(box) == pytest.approx(
        (800 - box.x1, 400 - box.bottom, 800 - box.x0, 400 - box.top)
    )


def test_a_region_is_given_in_points_of_the_whole_page() -> None:
    engine = Scripted({200: (reading("地図の題", 20, 30),)})
    (line,) = ocr_region(PAPER, 2.0, Box(300, 100, 700, 300), engine)
    assert line.box == pytest.approx((310, 117, 390, 137), abs=0.6)
    assert ocr_region(PAPER, 2.0, Box(900, 100, 950, 120), engine) == ()


def test_a_frame_leads_to_the_page_and_back() -> None:
    frame = Frame(scale=2.0, centre=(400.0, 200.0), skew=1.7)
    x, y = frame.to_page((300.0, 500.0))
    assert frame.on_paper(Box(x, y, x, y)) == pytest.approx((150, 250, 150, 250))
