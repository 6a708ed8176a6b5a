"""A small consistent set of rows and a profile of a city that does not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from pipeline.profiles.load import base_vocabulary
from pipeline.profiles.model import (
    Expected,
    Municipality,
    Privacy,
    Profile,
    Rights,
    Site,
)
from pipeline.release.model import Input, Inputs
from schemas.enums import (
    ActionKind,
    Body,
    Change,
    DocumentKind,
    LinkRole,
    Method,
    Severity,
    Term,
)
from schemas.records import (
    Document,
    Evidence,
    Issue,
    Link,
    Meeting,
    Metric,
    Pledge,
    PledgeChange,
    Record,
    Sheet,
    SheetAction,
)

CODE = "999997"
FETCHED = datetime(2026, 4, 1, 3, 30, tzinfo=UTC)


def profile(**expected: object) -> Profile:
    """A city with two pledges."""
    floors = {"pillars": (1, 2), "sheets_floor": 2, "meetings_floor": 1} | expected
    return Profile(
        id="testville",
        municipality=Municipality(
            code=CODE, name="ためし市", name_kana="タメシシ", name_en="Tameshi City"
        ),
        site=Site(
            index_url="https://city.example.test/page/1.html",
            allowed_hosts=("city.example.test",),
            contact="https://example.test/contact",
        ),
        expected=msgspec.convert(floors, Expected),
        rights=Rights(
            source_title="ためし市の公約",
            source_licence="CC BY 4.0",
            attribution="ためし市「ためし市の公約」（https://city.example.test/page/1.html）を加工して作成",
            publisher="試験公表者",
        ),
        privacy=Privacy(allow=("027-000-1111",)),
        vocabulary=base_vocabulary(),
    )


def inputs(code_version: str = "test") -> Inputs:
    capture = Input(capture_id="capture-1", document_id=document_id(1), captured_at=FETCHED)
    return Inputs(captures=(capture,), code_version=code_version)


def document_id(number: int) -> str:
    return f"sha256:{number:064x}"


def rows(edition: int = 1, count: int = 2) -> dict[str, list[Record]]:
    """Rows of all the tables that point at one another; ``edition`` alters the second pledge."""
    numbers = range(1, count + 1)
    return {
        "documents": [_index(), _sheet_document()],
        "links": [_link()],
        "meetings": [_meeting()],
        "sheets": [_sheet(n, edition) for n in numbers],
        "sheet_actions": [_action(n, order) for n in numbers for order in (1, 2)],
        "metrics": [_metric(n) for n in numbers],
        "pledges": [_pledge(n, edition) for n in numbers],
        "changes": [_change(edition)],
        "evidence": [_evidence(n) for n in numbers],
        "issues": [_issue()],
    }


def _index() -> Document:
    return Document(
        municipality_code=CODE,
        document_id=document_id(1),
        source_url="https://city.example.test/page/1.html",
        kind=DocumentKind.INDEX,
        title="市長公約",
        bytes=1234,
        media_type="text/html",
        fetched_at=FETCHED,
        reflected_until=date(2026, 3, 27),
        parser_version="1",
    )


def _sheet_document() -> Document:
    return Document(
        municipality_code=CODE,
        document_id=document_id(2),
        source_url="https://city.example.test/file/2.pdf",
        kind=DocumentKind.SHEET,
        pillar_number=2,
        bytes=98765,
        media_type="application/pdf",
        page_count=2,
        fetched_at=FETCHED,
        etag='"5f-0312-345678"',
        parser_version="1",
    )


def _link() -> Link:
    return Link(
        municipality_code=CODE,
        document_id=document_id(1),
        order=1,
        label_raw="分野2（PDF：2.44MB）",
        url="https://city.example.test/file/2.pdf",
        role=LinkRole.PILLAR,
        pillar_number=2,
        declared_bytes=2_440_000,
    )


def _meeting() -> Meeting:
    return Meeting(
        municipality_code=CODE,
        meeting_id=f"{CODE}-headquarters-2025-03",
        fiscal_year=2025,
        body=Body.HEADQUARTERS,
        number=3,
        held_on=date(2026, 3, 27),
        reviewed_count=12,
        text="第3回本部会議を開催し、\n「原案のとおり」決定しました。",
        document_id=document_id(1),
    )


def _sheet(number: int, edition: int) -> Sheet:
    return Sheet(
        municipality_code=CODE,
        sheet_id=f"{document_id(2)}#{number}",
        document_id=document_id(2),
        pledge_id=pledge_id(number),
        page=number,
        order=number,
        pillar_number=2,
        pillar_name="安心",
        term=Term.MID,
        term_raw="中期",
        title=f'=公約{number}「"引用",符号」',
        aim=f"ねらい{edition}\r\n二行目 'が' ｶﾅ 😀 が",
        due_raw="令和6年度末",
        due_fiscal_year=2024,
        due_date=date(2025, 3, 31),
        achieved=edition > 1,
        progress_ratio=0.1 * number,
        confidence=1.0,
    )


def pledge_id(number: int) -> str:
    return f"{CODE}-pledge-{number:04d}"


def _action(number: int, order: int) -> SheetAction:
    return SheetAction(
        municipality_code=CODE,
        sheet_id=f"{document_id(2)}#{number}",
        order=order,
        kind=ActionKind.BULLET,
        text="-関係団体と協議しました。",
    )


def _metric(number: int) -> Metric:
    return Metric(
        municipality_code=CODE,
        sheet_id=f"{document_id(2)}#{number}",
        line=1,
        order=1,
        label_raw="R4年度",
        fiscal_year=2022,
        value=-5200000.0,
        unit="円",
        text_raw="R4年度:▲520万円",
    )


def _pledge(number: int, edition: int) -> Pledge:
    return Pledge(
        municipality_code=CODE,
        pledge_id=pledge_id(number),
        title=f"公約{number}",
        pillar_number=2,
        achieved=edition > 1,
        first_seen=FETCHED,
        last_seen=FETCHED,
        sheet_id=f"{document_id(2)}#{number}",
        document_id=document_id(2),
    )


def _change(edition: int) -> PledgeChange:
    return PledgeChange(
        municipality_code=CODE,
        change_id=f"{CODE}-change-{edition}",
        pledge_id=pledge_id(1),
        change=Change.ACHIEVED if edition > 1 else Change.ADDED,
        field="achieved",
        old=None,
        new="true",
        as_of_date=date(2026, 3, 1),
        new_document_id=document_id(2),
        seen_at=FETCHED,
        basis="sheet",
    )


def _evidence(number: int) -> Evidence:
    return Evidence(
        municipality_code=CODE,
        table="sheets",
        row_id=f"{document_id(2)}#{number}",
        field="title",
        document_id=document_id(2),
        page=number,
        x0=72.5,
        top=100.0,
        x1=300.25,
        bottom=120.0,
        text_raw=f"公約{number}",
        method=Method.TEXT,
        confidence=0.99,
    )


def _issue() -> Issue:
    return Issue(
        municipality_code=CODE,
        issue_id=f"{CODE}-issue-1",
        rule="sheet.progress_unreadable",
        severity=Severity.WARNING,
        table="sheets",
        row_id=f"{document_id(2)}#1",
        field="progress_ratio",
        document_id=document_id(2),
        page=1,
        message_ja="進捗の図が読み取れません。",
        message_en="The progress drawing cannot be read.",
    )
