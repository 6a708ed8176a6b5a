"""Terms and pillar lines of which OCR misread one sign."""

from __future__ import annotations

import pytest

from parsers.layout.model import Box
from parsers.sheets.misread import misread_term, recover_misread_term
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.pillars import unnumbered
from pipeline.profiles import base_vocabulary
from schemas.enums import Method, Term

WORDS = base_vocabulary().sheet
NAMES = {1: "笑顔のまち", 5: "文化とスポーツのまち"}


def loose(text: str, method: Method = Method.OCR) -> Fragment:
    return Fragment(text=text, page=1, box=Box(0, 0, 40, 20), size=20.0, glyphs=(), method=method)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("短斯", Term.SHORT),
        ("中長斯", Term.MID_LONG),
        ("定期", None),
        ("期", None),
        ("令和", None),
        ("短期的", None),
    ],
)
def test_a_term_is_known_by_all_but_one_character(text: str, term: Term | None) -> None:
    assert misread_term(text, WORDS) is term


def test_a_lost_term_is_found_among_what_belongs_to_no_field() -> None:
    draft = Draft(loose=[loose("65%"), loose("短斯")])
    recover_misread_term(draft, WORDS)
    assert [held.text for held in draft.get(Field.TERM)] == ["短斯"]
    assert [held.text for held in draft.loose] == ["65%"]


@pytest.mark.parametrize(
    "fragments",
    [
        [loose("短斯"), loose("中斯")],
        [loose("短斯", Method.TEXT)],
        [loose("短斯のまちづくり")],
    ],
)
def test_no_term_is_guessed(fragments: list[Fragment]) -> None:
    draft = Draft(loose=fragments)
    recover_misread_term(draft, WORDS)
    assert not draft.has(Field.TERM)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公約ソ文化とスポーツのまち", "文化とスポーツのまち"),
        ("公約ソ 文化とスポーツのまち", "文化とスポーツのまち"),
        ("公約 工 笑顔のまち", "笑顔のまち"),
        ("公約新文化とスポーツのまち", None),
        ("公約ソーラーのまち", None),
    ],
)
def test_a_letter_like_a_roman_numeral_before_a_known_name_is_a_lost_number(
    text: str, name: str | None
) -> None:
    assert unnumbered(text, ("公約",), NAMES) == name
