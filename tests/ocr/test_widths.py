"""Full and half width are told by the room that a sign takes, not by what the engine says."""

from __future__ import annotations

import unicodedata

import pytest

from parsers.ocr import Reading
from parsers.ocr.engine import Char
from parsers.ocr.widths import with_true_widths

EM = 40.0


def printed(text: str, kana: float = 1.0) -> Reading:
    """A line as the engine reads it: every width folded, each sign where its print stands."""
    at, centres = 0.0, []
    for char in text:
        room = 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5
        room = kana if "ぁ" <= char <= "ヺ" else room
        centres.append(at + room / 2)
        at += room
    folded = unicodedata.normalize("NFKC", text)
    chars = tuple(Char(c, x / at, 0.99) for c, x in zip(folded, centres, strict=True))
    corners = ((0.0, 0.0), (at * EM, 0.0), (at * EM, EM), (0.0, EM))
    return Reading(folded, corners, 0.99, chars, vertical=False)


def told(text: str, kana: float = 1.0) -> str:
    reading = printed(text, kana)
    return with_true_widths(reading, reading.text)


@pytest.mark.parametrize(
    "text",
    [
        "防災マップとＡＩ避難情報",
        "防災マップとAI避難情報の導入",
        "公共施設の屋根貸し（太陽光）と公用車",
        "公共施設の屋根貸し(太陽光)と公用車",
        "相談窓口を24時間ひらきます",
        "駐車場を１２０台分ひろげます",
        "ＰＦＩの導入を進めます",
        "、ＥＶ公",
        "、EV公",
        "全12校",
    ],
)
def test_widths_are_as_printed(text: str) -> None:
    assert told(text) == text


def test_the_figures_of_a_date_stay_narrow() -> None:
    assert told("計画は令和１２年度にまとめます") == "計画は令和12年度にまとめます"


def test_a_proportional_face_tells_no_widths_of_letters() -> None:
    assert told("防災マップとＡＩ避難情報の導入", kana=0.8) == "防災マップとAI避難情報の導入"
