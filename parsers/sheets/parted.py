"""Lines that say more than one thing, parted: the form's name, labels with values, a term."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from parsers.progress.text import says_progress
from parsers.sheets.choice import is_choice
from parsers.sheets.identity import read_term
from parsers.sheets.matching import find_label, plain
from parsers.sheets.model import Fragment
from parsers.sheets.pillars import read_pillar, unnumbered
from parsers.sheets.roles import is_announcement, is_scale, is_stamp
from parsers.sheets.times import says_as_of
from parsers.sheets.vocabulary import SheetVocabulary

_WIDE = re.compile(r"\s{2,}|\u3000")
"""What parts two labelled values of one line."""
_SET_OFF = re.compile(r"[\s・（(〔［\[【]+")
_CLOSING = " \u3000)）〕］]】"
_DATED = re.compile(
    r"[（(〔［\[【][^（()）]*[)）〕］\]】]|(?<![^\s])[^\s（(]+(?:年|[./．])[^\s（(]+?(?:現在|時点)(?=\s|$|で)"
)
"""What may be a date with 現在: in brackets, or set off by spaces."""


def parted(
    fragment: Fragment, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> list[Fragment]:
    """A line of a page, parted wherever something of another kind begins in it."""
    lines = _parted_name(fragment, vocabulary, pillars)
    lines = [part for held in lines for part in parted_labels(held, vocabulary)]
    lines = [part for held in lines for part in parted_term(held, vocabulary)]
    lines = [part for held in lines for part in _parted_label_of_term(held, vocabulary)]
    lines = [part for held in lines for part in _parted_as_of(held, vocabulary)]
    return [part for held in lines for part in _parted_stamp(held, vocabulary)]


def _parted_name(
    fragment: Fragment, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> list[Fragment]:
    """The name of the form and what stands behind it on its line: …シート　公約Ⅱ ….

    A gap parts them; OCR loses it, so that a pillar right behind the name is parted too.
    """
    text = fragment.text
    gap = _WIDE.search(text.rstrip())
    if gap is not None and is_announcement(text[: gap.start()], vocabulary):
        return [fragment.part(0, gap.start()), fragment.part(gap.end())]
    labels = vocabulary.headings.pillar
    for name in vocabulary.announcements:
        behind = text[len(name) :].lstrip() if text.startswith(name) else ""
        if behind and (
            read_pillar(behind, labels, pillars) is not None
            or unnumbered(behind, labels, pillars) is not None
        ):
            return [fragment.part(0, len(name)), fragment.part(len(name))]
    return [fragment]


def parted_labels(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A line of several labels with values, parted before each: 期間：短期　所管課：総務課."""
    text = fragment.text
    if text.count(":") + text.count("：") < 2:
        return [fragment]
    cuts = [gap.end() for gap in _WIDE.finditer(text) if _states(text[gap.end() :], vocabulary)]
    if not cuts or not _states(text, vocabulary):
        return [fragment]
    return [fragment.part(start, end) for start, end in pairwise([0, *cuts, len(text)])]


def _states(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a text begins with a label, a colon and a value."""
    label = find_label(text, vocabulary)
    if label is None or label.rest is None:
        return False
    return any(colon in text[label.end - 1 : label.rest] for colon in ":：")


def parted_term(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A line and the term at its end, set off by a space or by brackets: 公約Ⅱ …　【短期】."""
    # The pattern tries every space of a text; few texts end in what ends it.
    if not fragment.text.rstrip().endswith(vocabulary.term_ends):
        return [fragment]
    match = _term_at_end(tuple(vocabulary.terms)).search(fragment.text)
    if match is None or not fragment.text[: match.start()].strip():
        return [fragment]
    if is_choice(fragment.text, vocabulary):
        return [fragment]
    term = match.start() + (len(match[0]) - len(match[0].lstrip(" \u3000|｜／")))
    return [fragment.part(0, match.start()), fragment.part(term)]


def _parted_label_of_term(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """The label of the term and the term right behind it: 区分短期, whose space the page lost."""
    text = fragment.text.strip()
    if not text.endswith(vocabulary.term_ends):
        return [fragment]
    for word in vocabulary.headings.term:
        if text.startswith(word) and read_term(text[len(word) :], vocabulary) is not None:
            at = fragment.text.find(word) + len(word)
            return [fragment.part(0, at), fragment.part(at)]
    return [fragment]


def _parted_as_of(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A date and the progress in characters beside it: (令和6年9月30日現在) 45％."""
    text = fragment.text
    if not any(map(text.__contains__, vocabulary.as_of_words)):
        return [fragment]
    for match in _DATED.finditer(text):
        said = match[0].strip()
        if not says_as_of(said, vocabulary):
            continue
        before, behind = fragment.part(0, match.start()), fragment.part(match.end())
        stamped = is_stamp(behind.text, vocabulary)
        if stamped or says_progress(before.text) or says_progress(behind.text):
            dated = fragment.part(match.start(), match.end())
            return [held for held in (before, dated, behind) if held.text]
    return [fragment]


def _parted_stamp(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """Progress, or the word at the end of a graphic, and a stamp behind it: 100％（達成済み）."""
    text = fragment.text
    if not any(map(plain(text).__contains__, vocabulary.plain_stamps)):
        return [fragment]
    for word in vocabulary.goal_labels:
        if text.startswith(word) and is_stamp(text[len(word) :], vocabulary):
            return [fragment.part(0, len(word)), fragment.part(len(word))]
    for gap in _SET_OFF.finditer(text):
        if is_stamp(text[gap.end() :].rstrip(_CLOSING), vocabulary):
            said = fragment.part(0, gap.start())
            if says_progress(said.text) or is_scale(said.text, vocabulary):
                return [said, fragment.part(gap.end(), len(text.rstrip(_CLOSING)))]
    return [fragment]


@lru_cache(maxsize=8)
def _term_at_end(terms: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:\s+|\s*[|｜／]\s*)(?:{words})|\s*[【〔［\[＜<〈《]\s*(?:{words})\s*[】〕］\]＞>〉》])\s*$"
    )
