"""The verdict on a page's text layer: read it, read the pixels instead, or nothing to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.health.characters import Characters, count_characters
from parsers.health.doubt import find_doubts
from parsers.health.language import Analyser
from parsers.health.outlines import unread_print
from parsers.health.sample import ReadBox, layer_agrees
from parsers.layout.model import Page

Decision = Literal["text", "ocr", "empty"]

_WRONG = 0.2
"""Share of wrong characters from which a layer is bad beyond doubt."""

_WRONG_DOUBT = 0.03
_PRIVATE = 0.5
"""Check marks and bullets of symbol fonts are private too, but never half of a page."""


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
    text = "".join(line.raw for line in page.lines)
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
        return Health(0.0, "ocr", "no_unicode_map", details)
    return _by_language(page, counts, analyser, read_box, details)


def _by_language(
    page: Page,
    counts: Characters,
    analyser: Analyser | None,
    read_box: ReadBox | None,
    details: tuple[str, ...],
) -> Health:
    """The verdict on a layer of ordinary characters, which may still be the wrong ones."""
    doubts = find_doubts(page, analyser) if analyser is not None and not counts.chinese else []
    lacking = doubts[0].margin / 2000.0 if doubts else 0.0
    score = round(max(0.0, 1.0 - 2.0 * counts.wrong_share - lacking), 3)
    details += tuple(f"excess={doubt.verdict.excess:.0f}" for doubt in doubts[:1])
    groups = [doubt.lines for doubt in doubts]
    if counts.wrong_share >= _WRONG_DOUBT:
        groups.append(page.lines)
    if not groups:
        return Health(score, "text", None, details)
    told = [] if read_box is None else [layer_agrees(lines, read_box) for lines in groups]
    if False in told:
        return Health(min(score, 0.2), "ocr", "false_unicode_map", (*details, "pixels=differ"))
    if True in told:
        return Health(max(score, 0.9), "text", None, (*details, "pixels=agree"))
    certain = any(doubt.is_certain for doubt in doubts)
    return Health(score, "ocr" if certain else "text", "doubtful_language", details)
