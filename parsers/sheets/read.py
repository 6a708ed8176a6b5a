"""Reading the sheets of a document: from its pages, or from a plain text extract of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.layout.model import Page
from parsers.layout.upright import meet
from parsers.progress.model import Ocr, Pixels, Progress, Stamp
from parsers.sheets.coverage import page_reading
from parsers.sheets.extract import draft_extract
from parsers.sheets.finder import Found, find_sheets
from parsers.sheets.identity import peer_pillars
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.records import SheetReader
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.zones import progress_zone
from schemas.enums import Method
from schemas.parsed import ParsedSheet
from schemas.records import Issue, PageReading

PixelsOf = Callable[[int], Pixels | None]
"""Gives for a page number what renders parts of that page."""
StampReader = Callable[[], Ocr | None]
"""Gives what reads a picture that may be a stamp; asked only where there is one."""


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
    found = find_sheets(pages, vocabulary, pillars)
    reading = SheetsReading()
    peers = peer_pillars(found.drafts, vocabulary, pillars)
    # Shapes of a page read by OCR are rules found in its pixels: the graphic is in the pixels too.
    seen = {p.number: replace(p, shapes=()) if p.method == "ocr" else p for p in pages}
    for order, draft in enumerate(found.drafts, start=1):
        reader = SheetReader(draft, document_id, order, vocabulary, pillars, peers)
        progress, stamp = _graphics(draft, seen, found, vocabulary, pixels_of, stamp_reader)
        reading.sheets.append(reader.read(progress, stamp))
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


def _graphics(
    draft: Draft,
    pages: Mapping[int, Page],
    found: Found,
    vocabulary: SheetVocabulary,
    pixels_of: PixelsOf | None,
    stamp_reader: StampReader | None,
) -> tuple[Progress | None, Stamp | None]:
    """What the drawings of a sheet say of its progress and achievement."""
    from parsers.progress.reading import read_progress
    from parsers.progress.stamp import read_stamp

    first = draft.pages[0]
    pixels = pixels_of(first) if pixels_of else None
    stamp = read_stamp(pages[first], draft.regions[first], vocabulary.stamps, pixels)
    told = draft.has(Field.STAMP) or bool(draft.get(Field.ACHIEVED))
    if stamp.present is None and not told and stamp_reader and (ocr := stamp_reader()):
        stamp = read_stamp(pages[first], draft.regions[first], vocabulary.stamps, pixels, ocr)
    zone = progress_zone(draft, found.cells, vocabulary)
    if zone is None:
        reason = "neither a progress heading nor the words at its ends were found"
        return Progress(None, "vector", None, 0.0, reason), stamp
    pixels = pixels_of(zone.page) if pixels_of else None
    progress = read_progress(pages[zone.page], zone.box, zone.ends, pixels)
    return _unless_covered(progress, stamp), stamp


def _unless_covered(progress: Progress, stamp: Stamp) -> Progress:
    """The progress; where a stamp of achievement lies on its pixels, what the stamp says.

    What is read of a bar under a stamp is the stamp's edge as often as the bar's.
    """
    if progress.method != "raster" or progress.box is None or stamp.box is None:
        return progress
    if meet(progress.box, stamp.box) is None:
        return progress
    if not stamp.present:
        reason = progress.reason or "the stamp lies on the graphic"
        return replace(progress, confidence=min(progress.confidence, 0.6), reason=reason)
    reason = "the stamp lies on the graphic and says that all is achieved"
    return Progress(1.0, "raster", progress.box, 0.6, reason)


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
