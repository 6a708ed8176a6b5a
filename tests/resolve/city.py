"""A small imaginary city for tests of history: sheets, pages and captures made by hand."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from parsers.vocabulary import Vocabulary
from pipeline.profiles import Profile, base_vocabulary
from pipeline.profiles.model import Expected, Municipality, Rights, Site
from pipeline.resolve import Resolved, resolve
from schemas.enums import (
    ActionKind,
    Body,
    CaptureResult,
    DocumentKind,
    LinkRole,
    Method,
    PledgeChangeKind,
    Term,
)
from schemas.parsed import ParsedDocument, ParsedMeeting, ParsedSheet
from schemas.records import (
    Capture,
    Document,
    Link,
    Meeting,
    MeetingPledgeChange,
    PageReading,
    Sheet,
    SheetAction,
)

INDEX = "http://city.localhost/page.html"
START = datetime(2025, 4, 1, 3, tzinfo=UTC)


def profile() -> Profile:
    vocabulary: Vocabulary = base_vocabulary()
    return Profile(
        id="test",
        municipality=Municipality(
            code="992011", name="試験市", name_kana="シケンシ", name_en="Test City"
        ),
        site=Site(
            index_url=INDEX, allowed_hosts=("city.localhost",), contact="x@example.org", local=True
        ),
        expected=Expected(pillars=(1, 2)),
        rights=Rights(
            source_title="試験", source_licence="CC-BY-4.0", attribution="試験市", publisher="試験"
        ),
        vocabulary=vocabulary,
    )


def sheet(title: str, *actions: str, **fields: Any) -> ParsedSheet:
    """A sheet whose ids are filled in when it goes into a paper."""
    facts: dict[str, Any] = {
        "aim": f"{title}で暮らしをよくします",
        "term": Term.MID,
        "due_fiscal_year": 2025,
        "due_date": date(2026, 3, 31),
        "as_of_date": date(2025, 3, 31),
        "progress_ratio": 0.4,
        "achieved": False,
        "pillar_number": 1,
    }
    texts = actions or (f"{title}のための計画をつくり、順番に進めていきます。",)
    record = Sheet(sheet_id="", document_id="", order=1, title=title, **(facts | fields))
    return ParsedSheet(
        sheet=record,
        actions=tuple(
            SheetAction(sheet_id="", order=n, kind=ActionKind.BULLET, text=text)
            for n, text in enumerate(texts, 1)
        ),
    )


def paper(salt: str, *sheets: ParsedSheet, unread_pages: int = 0) -> ParsedDocument:
    """A sheet document; the salt stands for its bytes."""
    digest = hashlib.sha256(salt.encode()).hexdigest()
    document_id = f"sha256:{digest}"
    placed = []
    for order, parsed in enumerate(sheets, 1):
        sheet_id = f"{digest[:16]}-{order:03d}"
        record = msgspec.structs.replace(
            parsed.sheet, sheet_id=sheet_id, document_id=document_id, order=order, page=order
        )
        actions = tuple(msgspec.structs.replace(a, sheet_id=sheet_id) for a in parsed.actions)
        placed.append(msgspec.structs.replace(parsed, sheet=record, actions=actions))
    read = [
        PageReading(document_id=document_id, page=n, method=Method.TEXT, sheets=1)
        for n in range(1, len(sheets) + 1)
    ]
    unread = [
        PageReading(document_id=document_id, page=len(sheets) + n, reason="no engine")
        for n in range(1, unread_pages + 1)
    ]
    document = Document(
        document_id=document_id,
        kind=DocumentKind.SHEET,
        bytes=1,
        media_type="application/pdf",
        parser_version="test",
    )
    return ParsedDocument(document=document, sheets=tuple(placed), pages=(*read, *unread))


def page(salt: str, urls: dict[int, str], *meetings: ParsedMeeting) -> ParsedDocument:
    """An index page with links to the papers of pillars."""
    document_id = f"sha256:{hashlib.sha256(salt.encode()).hexdigest()}"
    links = tuple(
        Link(
            document_id=document_id,
            order=n,
            label_raw=f"{number} 分野",
            url=url,
            role=LinkRole.PILLAR,
            pillar_number=number,
        )
        for n, (number, url) in enumerate(urls.items(), 1)
    )
    document = Document(
        document_id=document_id,
        kind=DocumentKind.INDEX,
        bytes=1,
        media_type="text/html",
        parser_version="test",
    )
    placed = tuple(
        msgspec.structs.replace(
            m, meeting=msgspec.structs.replace(m.meeting, document_id=document_id)
        )
        for m in meetings
    )
    return ParsedDocument(document=document, links=links, meetings=placed)


def meeting(
    number: int, held_on: date, text: str = "", *changes: tuple[str | None, ...]
) -> ParsedMeeting:
    """A meeting; each change is (pillar, from, to), a content change where ``to`` is null."""
    meeting_id = f"headquarters-{held_on.year}-{number:02d}"
    record = Meeting(
        meeting_id=meeting_id,
        body=Body.HEADQUARTERS,
        number=number,
        held_on=held_on,
        fiscal_year=held_on.year,
        text=text,
        document_id="",
    )
    announced = tuple(
        MeetingPledgeChange(
            meeting_id=meeting_id,
            order=n,
            kind=PledgeChangeKind.RENAMED if to else PledgeChangeKind.CONTENT_CHANGED,
            pillar_number=1,
            from_title=old,
            to_title=to,
        )
        for n, (old, to) in enumerate(changes, 1)
    )
    return ParsedMeeting(meeting=record, pledge_changes=announced)


class City:
    """Captures made one after the other, a day apart."""

    def __init__(self) -> None:
        self.captures: list[Capture] = []
        self.parsed: dict[str, ParsedDocument] = {}

    def publish(self, day: int, url: str, document: ParsedDocument) -> None:
        """The document is fetched on that day from that address."""
        moment = START + timedelta(days=day, seconds=len(self.captures) % 60)
        document_id = document.document.document_id
        known = document_id in self.parsed
        self.parsed[document_id] = document
        self.captures.append(
            Capture(
                capture_id=f"{day}-{url}",
                url=url,
                requested_at=moment,
                result=CaptureResult.UNCHANGED if known else CaptureResult.NEW,
                document_id=document_id,
            )
        )

    def resolve(self) -> Resolved:
        return resolve(self.captures, self.parsed, profile())
