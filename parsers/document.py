"""One document in, records out: what a file is, found from its content, and who reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import closing

from msgspec.structs import replace

from parsers.goals.read import GoalsReading, read_goals
from parsers.kinds import Container, container_of
from parsers.layout.model import Page
from parsers.pages.charset import decode
from parsers.pages.reader import looks_like_page, parse_page
from parsers.press.read import is_press_release, read_press
from parsers.scanned import on_paper, with_second_opinions
from parsers.second_look import read_small_pictures, replace_false_digits
from parsers.sheets.coverage import page_reading
from parsers.sheets.frames import page_fragments
from parsers.sheets.read import SheetsReading, lacking, read_extract, read_pages
from parsers.sheets.worth import speaks_of_pledges
from parsers.sources import Engines, Source, read_source
from parsers.version import PARSER_VERSION
from parsers.vocabulary import Vocabulary
from schemas.enums import DocumentKind, DocumentState, Method, Severity
from schemas.parsed import ParsedDocument
from schemas.records import Document, Issue, PageReading

__all__ = ["Engines", "load_engines", "parse_document"]

UNREAD_PAGE = "document.page_unread"
"""Rule: a page shows something that neither its text layer nor OCR gives."""
PAGES_LEFT_OUT = "document.pages_left_out"
"""Rule: a document has more pages than are read of one."""
NO_PLEDGES = "no_pledge_wording"
"""Reason of a page of a document that does not speak of pledges."""
NO_SHEET = "no_sheet"
"""Reason of a page that speaks of pledges and holds no record."""
BLANK = "blank_page"
"""Reason that the health check gives a page without any print."""


def load_engines() -> Engines:
    """Engines that load themselves when a document first needs them."""
    return Engines()


def parse_document(
    data: bytes, name: str, vocabulary: Vocabulary, engines: Engines | None = None
) -> ParsedDocument:
    """All that one document says.

    ``name`` is for messages, and tells nothing but that a file named .pdf must be one.

    Raises:
        DocumentError: the file cannot be read: empty, broken, encrypted, of another kind.
    """
    container = container_of(data, name)
    document_id = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if container is Container.PDF:
        engines = engines or Engines()
        with closing(read_source(data, name, engines)) as source:
            return on_paper(_read_pdf(source, document_id, vocabulary, engines), source.scans)
    return _read_text(data, document_id, name, vocabulary, container)


def _document(data: bytes, document_id: str, kind: DocumentKind, container: Container) -> Document:
    return Document(
        document_id=document_id,
        kind=kind,
        bytes=len(data),
        media_type=container.value,
        parser_version=PARSER_VERSION,
    )


def _read_pdf(
    source: Source, document_id: str, vocabulary: Vocabulary, engines: Engines
) -> ParsedDocument:
    """Goals, sheets or a press release, whichever the pages hold."""
    pages = source.pages
    spoken = _speaks_of_pledges(pages, vocabulary)
    if spoken:
        replace_false_digits(source, engines)
    document = _document(source.data, document_id, DocumentKind.OTHER, Container.PDF)
    left_out = source.page_count - len(pages)
    document = replace(document, page_count=source.page_count, state=_state(pages, left_out))
    unread = tuple(_unread(page, document_id) for page in pages if _is_unread(page))
    unread += (_left_out(len(pages), left_out, document_id),) if left_out > 0 else ()
    goals = read_goals(pages, document_id, vocabulary.sheet, vocabulary.pillars) if spoken else None
    listed = {goal.page for goal in goals.goals} if goals else set()
    sheets = _read_sheets(listed, document_id, vocabulary, source, engines)
    if spoken and read_small_pictures(source, engines, lacking(sheets)):
        sheets = _read_sheets(listed, document_id, vocabulary, source, engines)
    if goals is not None:
        return _goal_list(document, goals, sheets, unread)
    if sheets.sheets:
        return _sheets(document, sheets, unread)
    if spoken and is_press_release(pages, vocabulary.sheet):
        press = read_press(pages, document_id, vocabulary.sheet, vocabulary.page)
        return ParsedDocument(
            document=replace(document, kind=DocumentKind.PRESS_RELEASE, title=press.title),
            summaries=press.summaries,
            pages=tuple(press.pages),
            evidence=tuple(press.evidence),
            issues=(*unread, *press.issues),
        )
    reason = NO_SHEET if spoken else NO_PLEDGES
    rows = tuple(_plain_row(page, document_id, reason) for page in pages)
    return ParsedDocument(document=document, pages=rows, issues=unread)


def _read_sheets(
    listed: Collection[int | None],
    document_id: str,
    vocabulary: Vocabulary,
    source: Source,
    engines: Engines,
) -> SheetsReading:
    """The sheets of all pages but those of the goal list."""
    pages = [page for page in source.pages if page.number not in listed]
    words, pillars = vocabulary.sheet, vocabulary.pillars
    read = read_pages(pages, document_id, words, pillars, source.pixels_of, engines.stamp_reader)
    second = engines.second_reader() if source.scans and read.sheets else None
    return with_second_opinions(read, source, second, vocabulary)


def _goal_list(
    document: Document, goals: GoalsReading, sheets: SheetsReading, unread: tuple[Issue, ...]
) -> ParsedDocument:
    """A goal list; sheets that follow it in the same file make the file one of sheets."""
    kind = DocumentKind.SHEET if sheets.sheets else DocumentKind.GOAL_LIST
    rows = {row.page: row for row in (*goals.pages, *sheets.pages)}
    return ParsedDocument(
        document=replace(document, kind=kind, title=goals.title),
        sheets=tuple(sheets.sheets),
        goals=tuple(goals.goals),
        pages=tuple(rows[number] for number in sorted(rows)),
        evidence=tuple(goals.evidence),
        issues=(*unread, *goals.issues, *sheets.issues),
    )


def _sheets(
    document: Document, reading: SheetsReading, unread: tuple[Issue, ...] = ()
) -> ParsedDocument:
    numbers = {held.sheet.pillar_number for held in reading.sheets}
    return ParsedDocument(
        document=replace(
            document,
            kind=DocumentKind.SHEET,
            pillar_number=numbers.pop() if len(numbers) == 1 else None,
        ),
        sheets=tuple(reading.sheets),
        pages=tuple(reading.pages),
        issues=(*unread, *reading.issues),
    )


def _read_text(
    data: bytes, document_id: str, name: str, vocabulary: Vocabulary, container: Container
) -> ParsedDocument:
    """A page, or a text extract of a page or of sheets."""
    decoded = decode(data, name)
    document = _document(data, document_id, DocumentKind.OTHER, container)
    if looks_like_page(data, vocabulary.page, vocabulary.pillars):
        return _index(data, document, vocabulary)
    if container is Container.TEXT:
        held = read_extract(decoded.text, document_id, vocabulary.sheet, vocabulary.pillars)
        if held.sheets:
            return _sheets(document, held)
    method = Method.HTML if container is Container.HTML else Method.TEXT
    row = PageReading(document_id=document_id, page=1, method=method, reason=NO_PLEDGES)
    return ParsedDocument(document=document, pages=(row,))


def _index(data: bytes, document: Document, vocabulary: Vocabulary) -> ParsedDocument:
    parts = parse_page(data, None, vocabulary.page, vocabulary.pillars, document.document_id)
    method = Method.HTML if parts.markup else Method.TEXT
    return ParsedDocument(
        document=replace(
            document,
            kind=DocumentKind.INDEX,
            title=parts.title,
            reflected_until=parts.reflected_until,
        ),
        meetings=parts.meetings,
        summaries=parts.summaries,
        terms=parts.terms,
        links=parts.links,
        pages=(PageReading(document_id=document.document_id, page=1, method=method),),
        evidence=parts.evidence,
        issues=parts.issues,
    )


def _speaks_of_pledges(pages: Sequence[Page], vocabulary: Vocabulary) -> bool:
    texts = ("".join(line.text for line in page.lines) for page in pages)
    return speaks_of_pledges(texts, vocabulary.sheet)


def _is_unread(page: Page) -> bool:
    """Whether a page shows something that nothing could read."""
    return not page.lines and page.reason != BLANK


def _state(pages: Sequence[Page], left_out: int) -> DocumentState:
    unread = sum(_is_unread(page) for page in pages)
    if pages and all(not page.lines for page in pages) and not unread and not left_out:
        return DocumentState.EMPTY
    if left_out:
        return DocumentState.PARTLY_READ
    if unread:
        return DocumentState.UNREAD if unread == len(pages) else DocumentState.PARTLY_READ
    return DocumentState.READ


def _unread(page: Page, document_id: str) -> Issue:
    return Issue(
        rule=UNREAD_PAGE,
        severity=Severity.WARNING,
        table="pages",
        row_id=f"{document_id}/{page.number}",
        document_id=document_id,
        page=page.number,
        message_ja=f"{page.number}ページ目を読み取れません（{page.reason}）。",
        message_en=f"Page {page.number} could not be read ({page.reason}).",
    )


def _left_out(read: int, left_out: int, document_id: str) -> Issue:
    """That a document goes on after the most pages that are read of one."""
    return Issue(
        rule=PAGES_LEFT_OUT,
        severity=Severity.WARNING,
        table="documents",
        row_id=document_id,
        document_id=document_id,
        page=read + 1,
        message_ja=f"{read + 1}ページ目から後の{left_out}ページは読んでいません。",
        message_en=f"The {left_out} pages from page {read + 1} on were not read (limit {read}).",
    )


def _plain_row(page: Page, document_id: str, reason: str) -> PageReading:
    """The row of a page of which nothing is taken."""
    return page_reading(
        document_id,
        page.number,
        (),
        page_fragments(page).fragments,
        0,
        Method(page.method),
        page.health,
        page.reason or reason,
    )
