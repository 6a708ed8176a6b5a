"""Good layers stay text, bad ones go to OCR, blank pages are blank."""

from __future__ import annotations

from functools import cache

import pytest

from parsers.health import Analyser, assess, load_analyser, saved_as_text
from parsers.layout.model import Box
from tests.health.made import FIGURES, NAMES, PROSE, false_map, mapped, page, shape

FULL = Box(0, 0, 595, 842)
PHOTO = Box(300, 200, 560, 380)
LETTERS = [shape(20 + 12 * (i % 40), 60 + 14 * (i // 40), 10, 30) for i in range(400)]


@cache
def analyser() -> Analyser:
    loaded = load_analyser()
    assert loaded is not None, "fugashi and unidic-lite are dependencies of the project"
    return loaded


@pytest.mark.parametrize(
    "texts",
    [
        PROSE,
        FIGURES,
        ["第3回 定例会 議決結果", *FIGURES],
        ["The city office is open from 8:30 to 17:15.", "Please bring your residence card."],
        ["\uf0b7市の窓口を一つにまとめます。", "\uf0b7電話の受付時間を延ばします。"],
        ["개인정보 보호를 위하여 신청서를 제출해 주십시오.", "안내 창구는 일층에 있습니다."],
        ["请在市政府一楼办理手续，并带好您的证件。", "垃圾须分类后在早上八点前扔出。"],
        ["ยินดีต้อนรับสู่เมืองของเรา", "กรุณานำบัตรประจำตัวมาด้วย"],
        ["短期", "開始", "達成"],
    ],
)
def test_a_sound_layer_is_never_sent_to_ocr(texts: list[str]) -> None:
    health = assess(page(texts), analyser())
    assert (health.decision, health.reason) == ("text", None)
    assert health.score > 0.9


def test_a_list_of_names_is_text_whatever_the_analyser_thinks() -> None:
    assert assess(page(NAMES), analyser()).decision == "text"


@pytest.mark.parametrize(
    "texts",
    [
        ["ሀሁሂ ෴ඣඤ ሃሄህ ඥඦ ለሉ සහළ መሙ", "ඌඍ ሐሑሒ රලව ሰሱ"],
        ["\x01\x02\x03\x04\x05\x06 \x0e\x0f\x10", "\x11\x12\x13"],
        ["\ue001\ue002\ue003\ue004\ue005\ue006", "\ue010\ue011\ue012"],
        ["(cid:1201)(cid:877)(cid:3021)(cid:14)(cid:901)(cid:77)"],
        ["\ufffd\ufffd\ufffd\ufffd\ufffd市\ufffd\ufffd\ufffd"],
        ["".join(chr(code) for code in range(0x4E07, 0x9F00, 173))],
    ],
)
def test_a_layer_without_a_map_is_sent_to_ocr_without_any_model(texts: list[str]) -> None:
    health = assess(page(texts))
    assert (health.decision, health.reason) == ("ocr", "no_unicode_map")
    assert health.score == 0.0


@pytest.mark.parametrize("kinds", ["kanji", "kana"])
def test_a_false_map_is_told_by_its_language(kinds: str) -> None:
    health = assess(page(mapped(PROSE, false_map(PROSE, kinds))), analyser())
    assert health.decision == "ocr"
    assert health.score < 0.6


def _reader(texts: list[str], large: list[str]) -> dict[Box, str]:
    shown = page(texts, large=large)
    return {line.box: line.raw for line in shown.lines}


@pytest.mark.parametrize("damaged", ["all", "titles", "two lines"])
def test_a_false_map_of_one_font_is_told_by_the_pixels(damaged: str) -> None:
    titles = ["通学路の安全点検事業", "地域見守り活動の推進"]
    false = false_map([*PROSE, *titles])
    texts, large = list(PROSE), list(titles)
    if damaged in {"all", "two lines"}:
        texts[3:5] = mapped(texts[3:5], false)
    if damaged in {"all", "titles"}:
        large = mapped(large, false)
    seen = {
        line.box: told
        for line, told in zip(page(texts, large=large).lines, [*PROSE, *titles], strict=True)
    }
    health = assess(page(texts, large=large), analyser(), lambda box: seen[box])
    assert (health.decision, health.reason) == ("ocr", "false_unicode_map")


def test_pixels_that_agree_keep_a_doubtful_layer() -> None:
    odd = mapped(PROSE, false_map(PROSE))
    seen = {line.box: line.raw for line in page(odd).lines}
    health = assess(page(odd), analyser(), lambda box: seen[box])
    assert (health.decision, health.reason) == ("text", None)


def test_pixels_are_asked_only_in_doubt() -> None:
    def asked(box: Box) -> str:
        raise AssertionError(box)

    assert assess(page(PROSE), analyser(), asked).decision == "text"


def test_pixels_that_say_nothing_leave_the_layer_in_doubt() -> None:
    few = mapped(PROSE[:1], false_map(PROSE))
    health = assess(page(few), analyser(), lambda _: "")
    assert (health.decision, health.reason) == ("text", "doubtful_language")
    assert health.score < 1.0


@pytest.mark.parametrize(
    ("texts", "shapes", "pictures", "decision", "reason"),
    [
        ([], [], [], "empty", "blank_page"),
        ([], [shape(0, 0, 500, 5)] * 8, [], "empty", "blank_page"),
        ([], [], [FULL], "ocr", "images_only"),
        (["12"], [], [FULL], "text", None),
        ([], LETTERS, [], "ocr", "outlined_glyphs"),
        (["7"], LETTERS, [], "ocr", "outlined_glyphs"),
        ([], [shape(40, 40, 400, 9000)], [], "ocr", "outlined_glyphs"),
        (PROSE, LETTERS[:40], [PHOTO], "text", None),
    ],
)
def test_print_without_text_is_sent_to_ocr_and_a_blank_page_is_not(
    texts: list[str], shapes: list[object], pictures: list[Box], decision: str, reason: str | None
) -> None:
    health = assess(page(texts, shapes, pictures), analyser())  # type: ignore[arg-type]
    assert (health.decision, health.reason) == (decision, reason)


def test_a_scan_with_a_stamped_number_is_sent_to_ocr() -> None:
    from dataclasses import replace

    from tests.health.made import line

    scan = replace(page(pictures=[FULL]), lines=(line("- 3 -", 820),))
    assert assess(scan, analyser()).reason == "scan_with_stamp"


def test_a_bare_page_of_a_file_that_lost_its_contents_is_not_blank() -> None:
    assert assess(page(), damaged=True).reason == "damaged_contents"
    assert saved_as_text("%PDF-1.6 \ufffd\ufffd stream \ufffd\ufffd\ufffd".encode() * 50)
    assert not saved_as_text(b"%PDF-1.4 \xe2\xe3 stream \x00\x01" * 50)
    assert not saved_as_text(b"")
