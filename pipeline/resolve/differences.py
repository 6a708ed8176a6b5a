"""What differs between two versions of one pledge's sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from pipeline.resolve.wording import likeness, title_key
from schemas.enums import Change, Term
from schemas.parsed import ParsedSheet

PROGRESS_TOLERANCE = 0.03
"""Progress is read from drawings; a smaller difference may be the reading's."""
OCR_LIKENESS = 0.95
"""Recognised texts this alike may differ only in the recognition."""


class Difference(NamedTuple):
    """One changed field with its values as text."""

    change: Change
    field: str
    old: str | None
    new: str | None


class Aspect(NamedTuple):
    """Something of a sheet that may change: ``value`` is None where it could not be read.

    ``between`` tells the difference of two values; its last argument says that either was
    recognised from pixels, so that small differences of text do not count.
    """

    field: str
    value: Callable[[ParsedSheet], Any]
    between: Callable[[Any, Any, bool], Difference | None]

    def difference(self, old: ParsedSheet, new: ParsedSheet, by_ocr: bool) -> Difference | None:
        """What differs between two sheets; None also where either could not be read."""
        before, after = self.value(old), self.value(new)
        if before is None or after is None or before == after:
            return None
        return self.between(before, after, by_ocr)


def differences(old: ParsedSheet, new: ParsedSheet, by_ocr: bool) -> list[Difference]:
    """All differences that are changes of the pledge.

    Layout, a changed as-of date, and values that could not be read on either side are none.
    ``by_ocr`` says that either text was recognised, so that small differences do not count.
    """
    found = (aspect.difference(old, new, by_ocr) for aspect in ASPECTS)
    return [difference for difference in found if difference is not None]


def _text(change: Change, field: str, old: str, new: str, by_ocr: bool) -> Difference | None:
    one, other = title_key(old), title_key(new)
    if one == other or (by_ocr and likeness(one, other) >= OCR_LIKENESS):
        return None
    return Difference(change, field, old or None, new or None)


def _progress(old: float, new: float, _: bool) -> Difference | None:
    if abs(new - old) <= PROGRESS_TOLERANCE:
        return None
    return Difference(Change.PROGRESS_CHANGED, "progress_ratio", f"{old:g}", f"{new:g}")


def _achieved(old: bool, new: bool, _: bool) -> Difference:
    change = Change.ACHIEVED if new else Change.CONTENT_CHANGED
    return Difference(change, "achieved", str(old).lower(), str(new).lower())


def _due(old: date, new: date, _: bool) -> Difference:
    change = Change.DUE_ADVANCED if new < old else Change.DUE_POSTPONED
    return Difference(change, "due_date", old.isoformat(), new.isoformat())


def _term(old: Term, new: Term, _: bool) -> Difference:
    return Difference(Change.TERM_CHANGED, "term", old.value, new.value)


def _actions(parsed: ParsedSheet) -> str | None:
    return "\n".join(action.text for action in parsed.actions) or None


def _due_note(parsed: ParsedSheet) -> str | None:
    """The note; none where the due could be read and has none."""
    return parsed.sheet.due_note or (None if _due_day(parsed) is None else "")


def _metrics(parsed: ParsedSheet) -> str:
    return "\n".join(dict.fromkeys(metric.text_raw for metric in parsed.metrics))


def _due_day(parsed: ParsedSheet) -> date | None:
    sheet = parsed.sheet
    if sheet.due_date is None and sheet.due_fiscal_year is not None:
        return date(sheet.due_fiscal_year + 1, 3, 31)
    return sheet.due_date


_CONTENT = partial(_text, Change.CONTENT_CHANGED)
ASPECTS = (
    Aspect("title", lambda one: one.sheet.title or None, partial(_text, Change.RENAMED, "title")),
    Aspect("aim", lambda one: one.sheet.aim, partial(_CONTENT, "aim")),
    Aspect("actions", _actions, partial(_CONTENT, "actions")),
    Aspect("due_note", _due_note, partial(_CONTENT, "due_note")),
    Aspect("metrics", _metrics, partial(_CONTENT, "metrics")),
    Aspect("progress_ratio", lambda one: one.sheet.progress_ratio, _progress),
    Aspect("achieved", lambda one: one.sheet.achieved, _achieved),
    Aspect("due_date", _due_day, _due),
    Aspect("term", lambda one: one.sheet.term, _term),
)
"""Everything of a sheet that may change, in the order in which changes are told."""
