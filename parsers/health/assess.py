"""The verdict on a page's text layer: read it, read the pixels instead, or nothing to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from parsers.health.characters import Characters, count_characters
from parsers.health.language import Analyser, Verdict
from parsers.health.outlines import unread_print
from parsers.health.sample import ReadBox, layer_agrees
from parsers.layout.model import Line, Page

Decision = Literal["text", "ocr", "empty"]

_WRONG = 0.2
"""Share of wrong characters from which a layer is bad beyond doubt."""

_WRONG_DOUBT = 0.03
_PRIVATE = 0.5
"""Check marks and bullets of symbol fonts are private too, but never half of a page."""

_EXCESS_DOUBT = 270.0
_EXCESS_SHORT = 4000.0
"""Sound text stays below the first plus the second over its length, but for lists of names; one
kanji in four wrong costs 1,100 more a character, all of them 2,800."""

_EXCESS = 1250.0
_ENOUGH_TO_DECIDE = 100
"""No sound text of this length came near; decides where no pixels can be asked."""

_TITLE = 1.25


@dataclass(frozen=True, slots=True)
class Health:
    """``score`` is 1 for a sound layer, 0 for none or a useless one; ``reason`` is a stable code.

    ``details`` are the measurements behind it, as ``"name=value"``.
    """

    score: float
    decision: Decision
    reason: str | None
    details: tuple[str, ...] = ()


def assess(
    page: Page,
    analyser: Analyser | None = None,
    read_box: ReadBox | None = None,
    damaged: bool = False,
) -> Health:
    """Judge the text layer of a page as the page reader gave it.

    ``analyser`` tells false maps by their language; ``read_box`` reads pixels, and is asked only
    in doubt. ``damaged`` says that the file has lost contents (see ``saved_as_text``), so that a
    bare page is not taken for a blank one.
    """
    text = "".join(glyph.raw for line in page.lines for glyph in line.glyphs)
    counts = count_characters(text)
    details: tuple[str, ...] = (
        f"characters={counts.total}",
        f"japanese={counts.japanese_share:.2f}",
    )
    if reason := unread_print(page, counts.total):
        return Health(0.0, "ocr", reason, details)
    if counts.total == 0:
        if damaged:
            return Health(0.0, "ocr", "damaged_contents", details)
        return Health(0.0, "empty", "blank_page", details)
    details += (f"wrong={counts.wrong_share:.3f}", f"private={counts.private_share:.3f}")
    if counts.wrong_share >= _WRONG or counts.private_share >= _PRIVATE:
        return Health(_score(counts, None), "ocr", "no_unicode_map", details)
    return _by_language(page, counts, analyser, read_box, details)


def _by_language(
    page: Page,
    counts: Characters,
    analyser: Analyser | None,
    read_box: ReadBox | None,
    details: tuple[str, ...],
) -> Health:
    """The verdict on a layer of ordinary characters, which may still be the wrong ones."""
    worst = _worst(page, analyser)
    score = _score(counts, worst)
    if worst is not None:
        details += (f"excess={worst[0].excess:.0f}", f"unknown={worst[0].unknown_share:.2f}")
    doubtful = counts.wrong_share >= _WRONG_DOUBT
    if worst is not None and _margin(worst[0]) > 0:
        doubtful = True
    if not doubtful:
        return Health(score, "text", None, details)
    agrees = None if read_box is None else _pixels_agree(page, worst, read_box)
    if agrees is None:
        certain = worst is not None and _is_certain(worst[0])
        return Health(score, "ocr" if certain else "text", "doubtful_language", details)
    if agrees:
        return Health(max(score, 0.9), "text", None, (*details, "pixels=agree"))
    return Health(min(score, 0.2), "ocr", "false_unicode_map", (*details, "pixels=differ"))


def _pixels_agree(
    page: Page, worst: tuple[Verdict, tuple[Line, ...]] | None, read_box: ReadBox
) -> bool | None:
    """Whether the pixels agree with the worst lines and with the page; None where none can tell."""
    groups = {page.lines} if worst is None else {worst[1], page.lines}
    told = [layer_agrees(lines, read_box) for lines in groups]
    return None if set(told) == {None} else False not in told


def _margin(verdict: Verdict) -> float:
    """How far a text's excess cost lies above what sound text of its length may have."""
    return verdict.excess - _EXCESS_DOUBT - _EXCESS_SHORT / verdict.characters


def _is_certain(verdict: Verdict) -> bool:
    return verdict.excess > _EXCESS and verdict.characters >= _ENOUGH_TO_DECIDE


def _worst(page: Page, analyser: Analyser | None) -> tuple[Verdict, tuple[Line, ...]] | None:
    """The worst verdict among the page's groups of lines, and those lines."""
    if analyser is None:
        return None
    judged = (
        (verdict, lines)
        for lines in _groups(page)
        if (verdict := analyser.judge(_text_of(line) for line in lines)) is not None
    )
    return max(judged, key=lambda item: _margin(item[0]), default=None)


def _groups(page: Page) -> Iterator[tuple[Line, ...]]:
    """All lines, and large print by itself: a false map belongs to one font, often the title's."""
    yield page.lines
    characters = sorted(line.size for line in page.lines for _ in line.glyphs)
    usual = characters[len(characters) // 2] if characters else 0.0
    large = tuple(line for line in page.lines if line.size > _TITLE * usual)
    if large and len(large) < len(page.lines):
        yield large


def _text_of(line: Line) -> str:
    return "".join(glyph.raw for glyph in line.glyphs)


def _score(counts: Characters, worst: tuple[Verdict, tuple[Line, ...]] | None) -> float:
    """1 less the share of wrong characters and less what the language lacks, never below 0."""
    lacking = 0.0 if worst is None else max(0.0, _margin(worst[0])) / 2000.0
    return round(max(0.0, 1.0 - 2.0 * counts.wrong_share - lacking), 3)
