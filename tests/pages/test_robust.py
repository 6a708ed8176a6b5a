# ruff: noqa: E501
"""Whatever the bytes are: a reading or a ``DocumentError``, and never a lost page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.pages.charset import decode
from parsers.pages.markup import read_markup
from parsers.pages.model import PageParts
from schemas.errors import DocumentError
from tests.pages.expected import FIXTURES, read

_CODES = {"page.empty", "page.not_text", "page.too_deep"}
_PAGE = (FIXTURES / "page.html").read_bytes()
_SCRAPS = st.sampled_from(
    ["<h3>", "</h3>", "<table><tr><td rowspan=3>", "<td>", "</table>", "<a href='x.pdf'>",
     "<a href=http://[>", "</a>", "<br>", "<p>", "<pre>", "\n", "第1回本部会議", "(令和6年4月10日開催)",
     "令和6年2月30日", "第〇回分科会", "29件", "うち3件", "原案のとおり決定", "要修正", "。", "、", "「", "」",
     "について", "変更", "を踏まえ", "[PDFファイル/1.2MB]", "達成率", "45%", "令和5年度", "短期", "&#0;", "\x00",
     "\ud800", "１２", "全て", "合計", "<details><summary>", "本文", "お問い合わせ"]
)  # fmt: skip


def _read_or_code(data: bytes | str) -> PageParts | str:
    try:
        return read(data)
    except DocumentError as error:
        return error.code


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_reading_or_a_document_error(data: bytes) -> None:
    assert isinstance(_read_or_code(data), PageParts) or _read_or_code(data) in _CODES


@settings(max_examples=150, deadline=None)
@given(st.lists(_SCRAPS, max_size=40).map("".join))
def test_any_heap_of_scraps_ends_in_a_reading_or_a_document_error(text: str) -> None:
    parts = _read_or_code(text)
    if isinstance(parts, str):
        assert parts in _CODES
        return
    for parsed in parts.meetings:
        for evidence in parsed.evidence:
            assert evidence.text_raw
        for outcome in parsed.outcomes:
            assert outcome.text_raw in parsed.meeting.text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(_PAGE)), st.integers(0, 255))
def test_a_damaged_page_never_raises_anything_else(cut: int, byte: int) -> None:
    for damaged in (_PAGE[:cut], _PAGE[:cut] + bytes([byte]) + _PAGE[cut + 1 :]):
        assert isinstance(_read_or_code(damaged), PageParts) or not damaged


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        read(data)
    assert raised.value.code == "page.empty"


def test_a_page_nested_beyond_sense_is_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        read("<div>" * 5000 + "x")
    assert raised.value.code == "page.too_deep"


def test_a_page_cut_within_a_letter_is_read_with_an_issue() -> None:
    cut = _PAGE.index("実行計画について".encode()) + 1
    parts = read(_PAGE[:cut])
    assert parts.charset == "utf-8"
    assert [issue.rule for issue in parts.issues] == ["page.undecodable"]


def test_letters_outside_japanese_charsets_do_not_mislead() -> None:
    assert decode(
        "①㈱髙﨑〜−".encode("cp932", "replace") + "の計画です".encode("cp932")
    ).charset == ("cp932")
    assert decode(b"plain ascii").charset == "utf-8"
    assert decode('<meta charset="no-such-charset">かな'.encode("cp932")).charset == "cp932"


def test_text_is_laid_out_as_a_browser_would() -> None:
    lines = read_markup(
        "<p>一行<br>二行<span>続き</span></p><div>三<div>四</div>五</div>"
        "<table><tr><td><table><tr><td>内</td><td>側</td></tr></table></td></tr></table>"
        "<p><ruby>公約<rp>(</rp><rt>こうやく</rt></ruby>&amp;計画</p><p hidden>隠</p>"
        "<pre>前\n後</pre><select><option>選</select>"
    ).lines
    texts = ["一行", "二行続き", "三", "四", "五", "内", "側", "公約&計画", "前", "後"]
    assert [line.text for line in lines] == texts
    assert len({line.row for line in lines if line.text in "内側"}) == 1
