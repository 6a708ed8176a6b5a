"""Sheets that print every term and mark one: ticked, on a colour of its own, or in a circle."""

from __future__ import annotations

import pytest

from tests.sheets.paper import Paper, print_pdf
from tests.sheets.reading import parse
from tests.sheets.test_layouts import slide

TERMS = (("短期", "short"), ("中期", "mid"), ("中長期", "mid_long"))
GOLD = (1.0, 0.8, 0.3)


def _bare() -> Paper:
    """A slide without its term."""
    paper = slide()
    plain = Paper()
    plain.pieces = [piece for piece in paper.pieces if not _says(piece, "中期")]
    return plain


def _says(piece: object, text: str) -> bool:
    held = [cell.cell_contents for cell in getattr(piece, "__closure__", None) or ()]
    return text in held


def _term(paper: Paper) -> str | None:
    (sheet,) = parse(print_pdf([paper])).sheets
    return sheet.sheet.term and sheet.sheet.term.value


@pytest.mark.parametrize("chosen", range(3))
@pytest.mark.parametrize("marks", ["□■", "　○", "　■", "○●"])
def test_the_ticked_term_counts(chosen: int, marks: str) -> None:
    paper = _bare()
    for at, (word, _) in enumerate(TERMS):
        paper.text(560 + 84 * at, 56, marks[at == chosen] + word, 13)
    assert _term(paper) == TERMS[chosen][1]


@pytest.mark.parametrize("chosen", range(3))
def test_a_tick_may_stand_behind_its_term(chosen: int) -> None:
    said = "　".join(word + "□■"[at == chosen] for at, (word, _) in enumerate(TERMS))
    assert _term(_bare().text(560, 56, said, 13)) == TERMS[chosen][1]


@pytest.mark.parametrize("chosen", range(3))
@pytest.mark.parametrize("framed", [True, False])
def test_the_term_on_a_colour_of_its_own_counts(chosen: int, framed: bool) -> None:
    paper = _bare()
    for at, (word, _) in enumerate(TERMS):
        left = 560 + 84 * at
        paper.text(left + 10, 56, word, 13)
        if at == chosen or framed:
            paper.box(left, 52, left + 76, 74, GOLD if at == chosen else None)
    assert _term(paper) == TERMS[chosen][1]


def test_terms_without_a_mark_are_not_guessed() -> None:
    paper = _bare().text(560, 56, "短期　中期　中長期", 13)
    parsed = parse(print_pdf([paper]))
    assert parsed.sheets[0].sheet.term is None
    assert any(issue.rule == "sheet.term_unknown" for issue in parsed.issues)


def test_a_term_in_pointed_brackets_parts_from_the_pillar() -> None:
    paper = _bare()
    paper.pieces = [
        piece for piece in paper.pieces if not _says(piece, "公約 III みどりと暮らすまち")
    ]
    parsed = parse(print_pdf([paper.text(24, 56, "公約 III みどりと暮らすまち　＜中期＞", 15)]))
    sheet = parsed.sheets[0].sheet
    assert (sheet.term, sheet.pillar_name) == ("mid", "みどりと暮らすまち")
