"""The two times of a sheet: by when it is to be achieved, and as of when its progress holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from parsers.sheets.model import Fragment
from parsers.sheets.paragraphs import as_rows, joined
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.values import Value, find_values, fiscal_year_of

_TIMES = ("fiscal_year", "fiscal_year_end", "year", "month", "date", "range")
_TAIL = 3
"""What may stand behind a time on its second row: まで, 頃, a bracket."""
_BRACKETS = " \u3000()（）［］[]〔〕【】：:"


@dataclass(slots=True)
class Due:
    """By when: the text as published, the fiscal year, the last day, and the note under it.

    ``note`` is without its ※, ``noted`` the same lines with it.
    """

    raw: tuple[Fragment, ...] = ()
    note: tuple[Fragment, ...] = ()
    noted: tuple[Fragment, ...] = ()
    fiscal_year: int | None = None
    day: date | None = None
    rule: str | None = None
    inferred: str | None = None


@lru_cache(maxsize=512)
def values_in(text: str) -> tuple[Value, ...]:
    """The values of a text; one line is asked for them several times on its way."""
    return tuple(find_values(text))


def is_time(value: Value) -> bool:
    """Whether a value is a time rather than a number."""
    return value.kind in _TIMES


def read_due(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> Due:
    """Read the rows under いつまでに: the time first, then ※ and what else follows as a note."""
    raw: list[Fragment] = []
    note: list[Fragment] = []
    noted: list[Fragment] = []
    for row in as_rows(fragments):
        at = _note_at(row.text, vocabulary)
        if at == 0 and not raw and row.text[:1] in vocabulary.bullets:
            # A sign that may begin a list or a note begins none before there is a time.
            row, at = row.part(1), None
        if note:
            note.append(row)
            noted.append(row)
        elif at is not None:
            if row.text[:at].strip():
                raw.append(row.part(0, at))
            note.append(row.part(at + _mark_length(row.text[at:], vocabulary)))
            noted.append(row.part(at))
        elif raw and any(is_time(value) for value in values_in(joined(raw))):
            if _unclosed(joined(raw)) or _goes_on(joined(raw), row.text):
                raw.append(row)
            else:
                note.append(row)
                noted.append(row)
        else:
            raw.append(row)
    due = Due(tuple(raw), tuple(note), tuple(noted))
    _read_time(due)
    return due


def _note_at(text: str, vocabulary: SheetVocabulary) -> int | None:
    found = [text.find(mark) for mark in vocabulary.note_marks if mark in text]
    return min(found) if found else None


def _mark_length(text: str, vocabulary: SheetVocabulary) -> int:
    return max(len(mark) for mark in vocabulary.note_marks if text.startswith(mark))


def _goes_on(text: str, row: str) -> bool:
    """Whether a row holds no more than the end of the time before it (令和10年度 / 末)."""
    spans = [value.span for value in values_in(text + row.strip()) if is_time(value)]
    return any(
        start < len(text) < end and len(text + row.strip()) - end <= _TAIL for start, end in spans
    )


def _unclosed(text: str) -> bool:
    return len(re.findall(r"[（(]", text)) > len(re.findall(r"[）)]", text))


def _read_time(due: Due) -> None:
    text = joined(due.raw)
    times = [value for value in values_in(text) if is_time(value)]
    if not text:
        due.rule = "sheet.due_missing"
        return
    ends = [value.end_date for value in times if value.valid and value.end_date is not None]
    if not ends:
        impossible = any(not value.valid for value in times)
        due.rule = "sheet.due_impossible" if impossible else "sheet.due_unreadable"
        return
    if any(not value.valid for value in times):
        due.rule = "sheet.due_impossible"
    elif len(times) > 1:
        due.rule = "sheet.due_ambiguous"
    due.day = max(ends)
    due.fiscal_year = fiscal_year_of(due.day)
    if times[0].kind not in ("date", "fiscal_year_end"):
        due.inferred = "the last day of the period named"


@dataclass(slots=True)
class AsOf:
    """As of when: the date as published with its fragment, and the day."""

    raw: Fragment | None = None
    day: date | None = None
    rule: str | None = None
    candidates: list[Fragment] = field(default_factory=list)


def read_as_of(candidates: Sequence[Fragment], vocabulary: SheetVocabulary) -> AsOf:
    """The first date among ``candidates``, those followed by 現在 or 時点 before the others."""
    for wanted_word in (True, False):
        for fragment in candidates:
            found = _dated(fragment, vocabulary, wanted_word)
            if found:
                return found
    spoken = [held for held in candidates if any(w in held.text for w in vocabulary.as_of_words)]
    if spoken:
        return AsOf(spoken[0].part(*_inner(spoken[0].text)), None, "sheet.as_of_unreadable")
    return AsOf(rule="sheet.as_of_missing")


def _dated(fragment: Fragment, vocabulary: SheetVocabulary, wanted_word: bool) -> AsOf | None:
    for value in values_in(fragment.text):
        if not is_time(value):
            continue
        behind = fragment.text[value.span[1] :].lstrip(" \u3000)）")
        if behind.startswith(vocabulary.as_of_words) or not wanted_word:
            day = value.end_date if value.valid else None
            return AsOf(fragment.part(*value.span), day, None if day else "sheet.as_of_unreadable")
    return None


def _inner(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip(_BRACKETS))
    return start, len(text.rstrip(_BRACKETS))


def says_as_of(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a text is nothing but a date with 現在 or 時点, perhaps in brackets or behind ※."""
    if not any(word in text for word in vocabulary.as_of_words):
        return False
    said = text.lstrip()
    noted = said.startswith(vocabulary.note_marks)
    bare = said[_mark_length(said, vocabulary) if noted else 0 :].strip(_BRACKETS)
    for value in values_in(bare):
        if is_time(value) and value.span[0] == 0:
            behind = bare[value.span[1] :].strip()
            return behind.startswith(vocabulary.as_of_words) and len(behind) <= 6
    return False
