"""Which meeting a heading speaks of: its day, its fiscal year and its id."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from datetime import date

from parsers.pages.day_values import days_in
from parsers.pages.days import Before, held_on
from parsers.pages.headings import Heading
from parsers.pages.lines import Line
from parsers.pages.notes import Notes
from parsers.pages.sections import MeetingBlock
from parsers.pages.wording import Wording
from parsers.values import Value, find_values, fiscal_year_of
from schemas.enums import Severity

_DATE_LINES = 4
_DATE_REST = 6
_HELD_SENTENCE = re.compile(r"[^。\n]{4,60}?([^。、で]{2,6})しました。")
_TABLE = "meetings"


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """A meeting's id, fiscal year and day, and the lines that are its text."""

    meeting_id: str
    fiscal_year: int | None
    held_on: date | None
    heading: Heading
    lines: tuple[Line, ...]


def identify(
    block: MeetingBlock,
    wording: Wording,
    taken: Counter[str],
    notes: Notes,
    before: Before | None = None,
) -> Identity:
    """Say which meeting a block is; ``taken`` counts the ids of the page and gets this one's.

    ``before`` is the meeting that the page names before it.
    """
    heading, lines = _with_day(block, wording)
    stated = heading.fiscal_year if heading.fiscal_year is not None else block.section_year
    day = held_on(heading, stated, before)
    of_day = fiscal_year_of(day) if day else None
    year = stated if stated is not None else of_day
    identifier = _identifier(heading, year, day, taken.total() + 1)
    taken[identifier] += 1
    repeats = taken[identifier]
    meeting_id = identifier if repeats == 1 else f"{identifier}-{repeats}"
    identity = Identity(meeting_id, year, day, heading, lines)
    _report(identity, stated, of_day, notes)
    if repeats > 1:
        _report_repeat(identity, notes)
    return identity


def _with_day(block: MeetingBlock, wording: Wording) -> tuple[Heading, tuple[Line, ...]]:
    """Look for the day in the first lines of the text where the heading has none.

    A line that gives nothing but the day belongs to the heading.
    """
    if block.heading.held is not None:
        return block.heading, tuple(block.lines)
    for index, line in enumerate(block.lines[:_DATE_LINES]):
        labelled = index > 0 and _is_label(block.lines[index - 1], wording)
        day, alone = _day_of(line, wording, labelled)
        if index == 0 and day is None:
            day = _day_told(line, wording)
        if day is not None:
            kept = block.lines[:index] + block.lines[index + (1 if alone else 0) :]
            heading = dataclasses.replace(block.heading, held=day, held_text=line.text)
            return heading, tuple(kept)
    return block.heading, tuple(block.lines)


def _is_label(line: Line, wording: Wording) -> bool:
    return wording.held.fullmatch(wording.signs.sub("", line.folded)) is not None


def _day_told(line: Line, wording: Wording) -> Value | None:
    """The day of 2月10日(月)午前10時から、市役所で開催しました, the first sentence of a text."""
    told = _HELD_SENTENCE.match(line.folded)
    if told is None or wording.body.search(told.group()) or not wording.held.search(told.group(1)):
        return None
    days = days_in(told.group())
    return days[0] if len(days) == 1 and days[0].span[0] == 0 else None


def _day_of(line: Line, wording: Wording, labelled: bool) -> tuple[Value | None, bool]:
    """The day that a line gives as the meeting's own, and whether it gives nothing else."""
    folded = line.folded
    if folded.endswith("。") or wording.reflected.search(folded):
        return None, False
    days = days_in(folded)
    if len(days) != 1:
        return None, False
    start = days[0].span[0]
    if labelled and start == 0:
        return days[0], False
    rest = wording.signs.sub("", wording.held.sub("", _without_days(folded)))
    if len(rest) <= _DATE_REST:
        return days[0], True
    told = wording.held.match(wording.signs.sub("", folded[:start]))
    return (days[0], False) if told else (None, False)


def _without_days(folded: str) -> str:
    kept = list(folded)
    for value in find_values(folded):
        start, end = value.span
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _identifier(heading: Heading, year: int | None, day: date | None, order: int) -> str:
    """``headquarters-2024-03``; by its day where a meeting has no number."""
    assert heading.body is not None
    parts = [heading.body.value, str(year) if year is not None else "undated"]
    if heading.number is not None:
        parts.append(f"{heading.number:02d}")
    else:
        parts.append(f"{day:%Y%m%d}" if day else f"unnumbered-{order}")
    return "-".join(parts)


def _report(identity: Identity, stated: int | None, of_day: int | None, notes: Notes) -> None:
    heading, row = identity.heading, identity.meeting_id
    if stated is not None and of_day is not None and stated != of_day:
        notes.issue(
            "page.fiscal_year_differs",
            f"開催日は{of_day}年度ですが、{stated}年度の会議として掲載されています。",
            f"The day lies in fiscal year {of_day}, but the page lists it under {stated}.",
            table=_TABLE,
            row_id=row,
            field_name="fiscal_year",
            text=heading.text,
            calculation=f"stated={stated}; of_day={of_day}",
        )
    _report_day(identity, notes)


def _report_day(identity: Identity, notes: Notes) -> None:
    told = identity.heading.held
    if told is None:
        rule, severity = "page.date_missing", Severity.INFO
        message = "会議の開催日が掲載されていません。", "The page gives no day for this meeting."
    elif identity.held_on is None:
        rule, severity = "page.date_unread", Severity.WARNING
        message = (
            f"開催日「{told.surface}」を日付として読めません。",
            f"The day {told.surface!r} cannot be read as a date.",
        )
    elif not told.valid:
        rule, severity = "page.date_doubtful", Severity.WARNING
        message = (
            f"開催日「{told.surface}」の表記に矛盾があります。",
            f"The day {told.surface!r} contradicts itself.",
        )
    else:
        return
    notes.issue(
        rule,
        *message,
        severity=severity,
        table=_TABLE,
        row_id=identity.meeting_id,
        field_name="held_on",
        text=identity.heading.text,
        calculation=(told.note or None) if told else None,
    )


def _report_repeat(identity: Identity, notes: Notes) -> None:
    notes.issue(
        "page.meeting_repeated",
        "同じ年度に同じ会議名・回数の会議が複数掲載されています。",
        "Another meeting of the same body, year and number is on the page.",
        table=_TABLE,
        row_id=identity.meeting_id,
        field_name="meeting_id",
        text=identity.heading.text,
    )
