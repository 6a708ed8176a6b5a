"""What differs between two versions of one pledge's sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipeline.resolve.wording import likeness, title_key
from schemas.enums import Change
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


def differences(old: ParsedSheet, new: ParsedSheet, by_ocr: bool) -> list[Difference]:
    """All differences that are changes of the pledge.

    Layout, a changed as-of date, and values that could not be read on either side are none.
    ``by_ocr`` says that either text was recognised, so that small differences do not count.
    """
    return [
        *_title(old, new, by_ocr),
        *_content(old, new, by_ocr),
        *_progress(old, new),
        *_achieved(old, new),
        *_due(old, new),
        *_term(old, new),
    ]


def _same_text(old: str, new: str, by_ocr: bool) -> bool:
    one, other = title_key(old), title_key(new)
    return one == other or (by_ocr and likeness(one, other) >= OCR_LIKENESS)


def _title(old: ParsedSheet, new: ParsedSheet, by_ocr: bool) -> Iterator[Difference]:
    before, after = old.sheet.title, new.sheet.title
    if before and after and not _same_text(before, after, by_ocr):
        yield Difference(Change.RENAMED, "title", before, after)


def _content(old: ParsedSheet, new: ParsedSheet, by_ocr: bool) -> Iterator[Difference]:
    texts = {
        "aim": (old.sheet.aim, new.sheet.aim),
        "actions": (_actions(old), _actions(new)),
        "due_note": (old.sheet.due_note or "", new.sheet.due_note or ""),
        "metrics": (_metrics(old), _metrics(new)),
    }
    for field, (before, after) in texts.items():
        if before is None or after is None:
            continue
        if not _same_text(before, after, by_ocr):
            yield Difference(Change.CONTENT_CHANGED, field, before or None, after or None)


def _actions(parsed: ParsedSheet) -> str | None:
    return "\n".join(action.text for action in parsed.actions) or None


def _metrics(parsed: ParsedSheet) -> str:
    return "\n".join(dict.fromkeys(metric.text_raw for metric in parsed.metrics))


def _progress(old: ParsedSheet, new: ParsedSheet) -> Iterator[Difference]:
    before, after = old.sheet.progress_ratio, new.sheet.progress_ratio
    if before is None or after is None:
        return
    if abs(after - before) > PROGRESS_TOLERANCE:
        yield Difference(Change.PROGRESS_CHANGED, "progress_ratio", f"{before:g}", f"{after:g}")


def _achieved(old: ParsedSheet, new: ParsedSheet) -> Iterator[Difference]:
    before, after = old.sheet.achieved, new.sheet.achieved
    if before is None or after is None or before == after:
        return
    change = Change.ACHIEVED if after else Change.CONTENT_CHANGED
    yield Difference(change, "achieved", str(before).lower(), str(after).lower())


def _due(old: ParsedSheet, new: ParsedSheet) -> Iterator[Difference]:
    before, after = _due_day(old), _due_day(new)
    if before is None or after is None or before == after:
        return
    change = Change.DUE_ADVANCED if after < before else Change.DUE_POSTPONED
    yield Difference(change, "due_date", before.isoformat(), after.isoformat())


def _due_day(parsed: ParsedSheet) -> date | None:
    sheet = parsed.sheet
    if sheet.due_date is None and sheet.due_fiscal_year is not None:
        return date(sheet.due_fiscal_year + 1, 3, 31)
    return sheet.due_date


def _term(old: ParsedSheet, new: ParsedSheet) -> Iterator[Difference]:
    before, after = old.sheet.term, new.sheet.term
    if before and after and before is not after:
        yield Difference(Change.TERM_CHANGED, "term", before.value, after.value)
