"""Reading the sheets of a document: from its pages, or from a plain text extract of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parsers.layout.model import Page
from parsers.sheets.coverage import page_reading
from parsers.sheets.extract import draft_extract
from parsers.sheets.finder import Found, find_sheets
from parsers.sheets.graphics import Graphics, PixelsOf, StampReader
from parsers.sheets.identity import peer_pillars
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.records import SheetReader
from parsers.sheets.turned import on_paper, turned_pages
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method
from schemas.parsed import ParsedSheet
from schemas.records import Issue, PageReading


@dataclass(slots=True)
class SheetsReading:
    """The sheets of a document, how its pages were read, and what is doubtful."""

    sheets: list[ParsedSheet] = field(default_factory=list)
    pages: list[PageReading] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_extract(
    text: str, document_id: str, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> SheetsReading:
    """The sheets of a plain text extract. Evidence has neither page nor box."""
    drafts, rest = draft_extract(text, vocabulary, pillars)
    reading = SheetsReading()
    for order, draft in enumerate(drafts, start=1):
        reader = SheetReader(draft, document_id, order, vocabulary, pillars)
        reading.sheets.append(reader.read())
        reading.issues.extend(reader.issues)
    loose = [*rest, *(held for draft in drafts for held in draft.loose)]
    used = [held for draft in drafts for held in draft.used()]
    reading.pages.append(page_reading(document_id, 1, used, loose, len(drafts), Method.TEXT))
    return reading


def read_pages(
    pages: Sequence[Page],
    document_id: str,
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
    pixels_of: PixelsOf | None = None,
    stamp_reader: StampReader | None = None,
) -> SheetsReading:
    """The sheets of a document's pages; every page has its row, with or without a sheet."""
    turned = turned_pages(pages, vocabulary, pillars)
    laid = [turned[page.number].page if page.number in turned else page for page in pages]
    parts = {number: page.parts for number, page in turned.items()}
    found = find_sheets(laid, vocabulary, pillars, parts)
    reading = SheetsReading()
    peers = peer_pillars(found.drafts, vocabulary, pillars)
    graphics = Graphics(laid, turned, found.cells, vocabulary, pixels_of, stamp_reader)
    for order, draft in enumerate(found.drafts, start=1):
        reader = SheetReader(draft, document_id, order, vocabulary, pillars, peers)
        reading.sheets.append(on_paper(reader.read(*graphics.read(draft)), turned))
        reading.issues.extend(reader.issues)
    reading.pages = [_page_row(page, document_id, found) for page in pages]
    return reading


def lacking(reading: SheetsReading) -> set[int]:
    """The pages on which no sheet begins, or one that lacks a value which every sheet has."""
    wanted = ("pillar_name", "term", "title", "aim", "due_raw", "as_of_raw")
    bare = {row.page for row in reading.pages if not row.sheets}
    for held in reading.sheets:
        if not held.actions or any(getattr(held.sheet, name) is None for name in wanted):
            bare.add(held.sheet.page or 0)
    return bare


def _page_row(page: Page, document_id: str, found: Found) -> PageReading:
    drafts = [draft for draft in found.drafts if page.number in draft.pages]
    used = [held for draft in drafts for held in _recorded(draft) if held.page == page.number]
    loose = [held for draft in drafts for held in _unrecorded(draft) if held.page == page.number]
    loose.extend(found.loose.get(page.number, ()))
    begun = sum(draft.pages[0] == page.number for draft in drafts)
    return page_reading(
        document_id,
        page.number,
        used,
        loose,
        begun,
        Method(page.method),
        page.health,
        page.reason,
    )


def _recorded(draft: Draft) -> list[Fragment]:
    progress = {id(held) for held in draft.get(Field.PROGRESS)}
    return [held for held in draft.used() if id(held) not in progress]


def _unrecorded(draft: Draft) -> list[Fragment]:
    """Text in the progress field is no value of its own: it is left over."""
    return [*draft.loose, *draft.get(Field.PROGRESS)]
