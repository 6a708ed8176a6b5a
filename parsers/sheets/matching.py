"""Finding headings in text: tolerant of slips inside them, strict about what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from parsers.sheets.comparison import Phrases, plain
from parsers.sheets.model import Field
from parsers.sheets.vocabulary import HeadingWords, SheetVocabulary, Words

__all__ = ["Label", "find_label", "find_misread_label", "match_heading", "plain"]

_OPENING = "【〔［[《〈<＜「『（("
_CLOSING = "】〕］]》〉>＞」』）)"
_SEPARATORS = "：:？?" + _CLOSING + "（(〔［["
_STOP = re.compile(f"[{re.escape(_SEPARATORS)} \u3000\t]")
_NUMBERING = re.compile(
    r"(?:[QＱ問]\s*)?[(（]?(?:[0-9０-９]{1,2}|[①-⑳]|[Ⅰ-Ⅻ])[)）.．、\s]\s*|[①-⑳]\s*"
)
_BRACKET = re.compile(r"\s*[（(〔［\[【]\s*([^（()）]*?)\s*[)）〕］\]】]")
_JOINERS = re.compile(r"[・/／、,]|および|及び|と")
_CORE = re.compile(r"[^\s（(〔［\[：:？?]+")
_LEAST_MISREAD = 4
"""Shorter headings are too like each other to be set right (目的, 目標)."""
_AFTER = re.compile(r"[\s：:？?・…→⇒▶►|｜]*")


class Label(NamedTuple):
    """A heading at the start of a text.

    ``bracket`` is the span of what stands in brackets after it, ``rest`` the start of a value on
    the same line; both index the text. ``marked`` says that ○, ？, a number or brackets set it
    off; a colon alone does not, as it also follows words inside a paragraph.
    """

    field: Field
    distance: int
    marked: bool
    end: int
    bracket: tuple[int, int] | None = None
    rest: int | None = None


def match_heading(text: str, words: HeadingWords) -> tuple[Field, int] | None:
    """The field whose heading ``text`` is as a whole, and the edit distance to it."""
    return _match(text, words.phrases)


def _match(text: str, phrases: Phrases) -> tuple[Field, int] | None:
    wanted = plain(text).rstrip("?:")
    if not wanted or len(wanted) > 24:
        return None
    found = phrases.nearest(wanted)
    if found:
        return found
    parts = [part for part in _JOINERS.split(wanted) if part]
    if len(parts) < 2:
        return None
    matches = [phrases.nearest(part) for part in parts]
    fields = {match[0] for match in matches if match and match[1] == 0}
    return (fields.pop(), 0) if len(fields) == 1 and None not in matches else None


def find_label(text: str, vocabulary: SheetVocabulary) -> Label | None:
    """The heading that ``text`` begins with, if what follows it is set off from it.

    A sentence that merely begins with the words of a heading is none: after a heading comes the
    end, a bracket, or a separator (？ ： 】 or a wide space) and a value.
    """
    return _label(text, vocabulary.headings.phrases, vocabulary.heading_marks, vocabulary.bullets)


@lru_cache(maxsize=512)
def _label(text: str, phrases: Phrases, marks: Words, bullets: Words) -> Label | None:
    """As ``find_label``: every line is asked for its label several times on its way."""
    start, marked = _skip_marks(text, marks)
    if text[start : start + 1] in bullets:
        return None
    bracketed = start > 0 and text[start - 1] in _OPENING
    for end in _ends(text, start):
        match = _match(text[start:end], phrases)
        if match and (label := _with_rest(text, end, match, marked, bracketed)):
            return label
    return None


def find_misread_label(text: str, vocabulary: SheetVocabulary) -> Label | None:
    """The heading that OCR read with one wrong character (進挫状況), where it can be but one."""
    from parsers.ocr.closed import repair_closed

    start, _ = _skip_marks(text, vocabulary.heading_marks)
    core = _CORE.match(text, start)
    if core is None or len(core[0]) < _LEAST_MISREAD:
        return None
    phrases = (
        phrase for phrase, field in vocabulary.headings.phrases.all if field is not Field.OTHER
    )
    closed = repair_closed(core[0], phrases)
    if closed is None or len(closed.text) != len(core[0]):
        return None
    label = find_label(text[:start] + closed.text + text[core.end() :], vocabulary)
    return label and label._replace(distance=max(1, label.distance))


def _skip_marks(text: str, marks: Words) -> tuple[int, bool]:
    start, marked = 0, False
    while start < len(text):
        char = text[start]
        if char in marks or char in _OPENING:
            marked = True
        elif not char.isspace():
            break
        start += 1
    numbering = _NUMBERING.match(text, start)
    if numbering and numbering.end() < len(text):
        return numbering.end(), True
    return start, marked


def _ends(text: str, start: int) -> Iterable[int]:
    """Where a heading may end, longest first: the end of the text, separators, spaces."""
    stops = [match.start() for match in _STOP.finditer(text, start + 1)]
    return [len(text), *reversed(stops)]


def _with_rest(
    text: str, end: int, match: tuple[Field, int], marked: bool, bracketed: bool
) -> Label | None:
    field, distance = match
    after = _AFTER.match(text, end)
    at = after.end() if after else end
    gap = text[end:at]
    closed = bracketed and at < len(text) and text[at] in _CLOSING
    if closed:
        at += 1
        following = _AFTER.match(text, at)
        at = following.end() if following else at
    set_off = marked or closed or any(char in "？?" for char in text[max(0, end - 1) : at])
    if at >= len(text):
        return Label(field, distance, set_off, end)
    bracket = _BRACKET.match(text, at)
    if bracket and bracket.end() > at:
        tail = _AFTER.match(text, bracket.end())
        beyond = tail.end() if tail else bracket.end()
        rest = beyond if beyond < len(text) else None
        return Label(field, distance, set_off, end, bracket.span(1), rest)
    loose = closed or any(char in "：:？?→⇒▶►|｜\u3000" for char in gap) or len(gap) > 1
    if not loose and not (gap and (marked or distance == 0)):
        return None
    return Label(field, distance, set_off, end, None, at)
