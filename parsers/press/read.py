"""Reading a press release: its title, its date, and the achievement figures it reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from parsers.layout.model import Box, Page
from parsers.pages.lines import Line
from parsers.pages.notes import Notes
from parsers.pages.summaries import SummaryReader
from parsers.pages.vocabulary import PageVocabulary
from parsers.pages.wording import compiled
from parsers.press.labelled import read_labelled
from parsers.sheets.coverage import page_reading
from parsers.sheets.evidence import READ, Evidences
from parsers.sheets.frames import page_fragments
from parsers.sheets.geometry import union
from parsers.sheets.heads import is_page_number
from parsers.sheets.matching import plain
from parsers.sheets.model import Fragment
from parsers.sheets.paragraphs import Paragraph, joined, joined_raw, split_paragraphs
from parsers.sheets.roles import is_only_time
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.values import find_values, fiscal_year_of
from schemas.enums import Method
from schemas.records import Evidence, Issue, PageReading, Summary

_TOP = 0.4
"""Announcement, date and title stand in this upper share of the first page."""


@dataclass(slots=True)
class PressReading:
    """What a press release says. ``released_on`` is the date in its head."""

    title: str | None = None
    released_on: date | None = None
    summaries: tuple[Summary, ...] = ()
    pages: list[PageReading] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def is_press_release(pages: Sequence[Page], vocabulary: SheetVocabulary) -> bool:
    """Whether the head of the first page says 記者発表 or the like."""
    return any(_announces(line.text, vocabulary) for line in _head(pages))


def read_press(
    pages: Sequence[Page],
    document_id: str,
    vocabulary: SheetVocabulary,
    wording: PageVocabulary,
) -> PressReading:
    """The title, the date and the summaries of a press release."""
    reading = PressReading()
    held = Evidences(document_id, document_id)
    fragments = [held for page in pages for held in page_fragments(page).fragments]
    title = _title(pages, vocabulary)
    if title:
        reading.title = joined(title)
        held.of_text("title", title, READ, None, "documents")
    reading.released_on = _date(pages)
    paragraphs = split_paragraphs(fragments, vocabulary, _apart)
    notes = Notes(document_id, Method(pages[0].method))
    lines = [(Line(paragraph.text), None) for paragraph in paragraphs]
    summaries = SummaryReader(compiled(wording)).read(lines, notes)
    if not summaries:
        summaries = read_labelled(lines, notes, wording)
    reading.summaries = tuple(_with_year(row, reading.title, notes) for row in summaries)
    reading.evidence = [*held.rows, *(_placed(row, paragraphs) for row in notes.evidence)]
    reading.issues = list(notes.issues)
    used = _used(reading, paragraphs, title)
    for page in pages:
        own = [fragment for fragment in fragments if fragment.page == page.number]
        reading.pages.append(
            page_reading(
                document_id,
                page.number,
                [fragment for fragment in own if fragment.box in used],
                [fragment for fragment in own if fragment.box not in used],
                0,
                Method(page.method),
                page.health,
                page.reason,
            )
        )
    return reading


def _announces(text: str, vocabulary: SheetVocabulary) -> bool:
    wanted = plain(text)
    names = [plain(word) for word in vocabulary.press.announcements]
    return len(wanted) <= 30 and any(name in wanted for name in names)


def _head(pages: Sequence[Page]) -> list[Fragment]:
    if not pages:
        return []
    limit = _TOP * pages[0].height
    fragments = page_fragments(pages[0]).fragments
    return [held for held in fragments if held.box and held.box.bottom <= limit]


def _title(pages: Sequence[Page], vocabulary: SheetVocabulary) -> list[Fragment]:
    """The largest lines of the head that neither announce the release nor give its date."""
    free = [
        held
        for held in _head(pages)
        if not _announces(held.text, vocabulary)
        and not is_only_time(held.text)
        and not is_page_number(held.text)
    ]
    if not free:
        return []
    largest = max(held.size for held in free)
    title = [held for held in free if held.size > 0.95 * largest]
    body = min(held.size for held in free)
    return title[:3] if largest > 1.1 * body else title[:1]


def _date(pages: Sequence[Page]) -> date | None:
    """The day that stands alone on a line of the head."""
    for held in _head(pages):
        days = [value for value in find_values(held.text) if value.kind == "date" and value.valid]
        if len(days) == 1 and len(held.text) <= len(days[0].surface) + 8:
            return days[0].start_date
    return None


def _apart(text: str) -> bool:
    """Whether a line never runs on into the next: a heading of the release, a page number."""
    return (
        is_page_number(text)
        or re.match(r"^[0-9０-９]{1,2}[\s.．、　]|^[■□◆●◎【]", text) is not None
    )


def _with_year(summary: Summary, title: str | None, notes: Notes) -> Summary:
    """The fiscal year that the title names, where the figures themselves name none."""
    if summary.fiscal_year is not None or not title:
        return summary
    years = [v for v in find_values(title) if v.kind in ("fiscal_year", "fiscal_year_end")]
    if len(years) != 1 or not years[0].valid or years[0].start_date is None:
        return summary
    row, said = f"{notes.document_id}/{summary.order}", "from the title of the release"
    notes.value("summaries", row, "fiscal_year", title, said)
    day = summary.as_of_date
    if day is None and years[0].kind == "fiscal_year_end":
        day = years[0].end_date
        notes.value("summaries", row, "as_of_date", title, said)
    year = fiscal_year_of(years[0].start_date)
    return msgspec.structs.replace(summary, fiscal_year=year, as_of_date=day)


def _placed(row: Evidence, paragraphs: Sequence[Paragraph]) -> Evidence:
    """Evidence with the page and box of the paragraphs that its text comes from."""
    text = row.text_raw or ""
    held = [
        f for p in paragraphs if text and (text in p.text or p.text in text) for f in p.fragments
    ]
    boxes = [f.box for f in held if f.box and f.page == held[0].page]
    if not boxes:
        return row
    x0, top, x1, bottom = (round(edge, 2) for edge in union(boxes))
    sure = min(row.confidence, READ, *(f.confidence for f in held))
    return msgspec.structs.replace(
        row,
        page=held[0].page,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        text_raw=_as_held(text, held),
        confidence=sure,
    )


def _as_held(text: str, fragments: Sequence[Fragment]) -> str:
    """A stretch of the fragments' text as the layer holds it; look-alikes map one to one."""
    read, raw = joined(fragments), joined_raw(fragments)
    at = read.find(text)
    return raw[at : at + len(text)] if at >= 0 and len(raw) == len(read) else text


def _used(
    reading: PressReading, paragraphs: Sequence[Paragraph], title: Sequence[Fragment]
) -> set[Box | None]:
    texts = [unicodedata.normalize("NFC", summary.text_raw) for summary in reading.summaries]
    used = {held.box for held in title}
    for paragraph in paragraphs:
        if any(paragraph.text in text for text in texts):
            used |= {held.box for held in paragraph.fragments}
    return used
