"""A city of any size that does not exist, with texts that try to be more than text."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from pipeline.profiles.load import base_vocabulary
from pipeline.profiles.model import Expected, Municipality, Profile, Rights, Site
from pipeline.release.model import Input, Inputs
from pipeline.release.publish import publish
from pipeline.site import build_site
from schemas.enums import (
    ActionKind,
    Body,
    Change,
    DocumentKind,
    LinkRole,
    Method,
    Outcome,
    PledgeChangeKind,
    Severity,
    Term,
)
from schemas.records import (
    Absence,
    Document,
    Evidence,
    Issue,
    Meeting,
    MeetingOutcome,
    MeetingPledgeChange,
    MeetingTerm,
    Metric,
    Pledge,
    PledgeChange,
    PledgeLink,
    PledgeTitle,
    Record,
    Sheet,
    SheetAction,
    SheetKeyword,
    Summary,
    TermDefinition,
)

CODE = "999997"
SEEN = (datetime(2025, 8, 4, 1, tzinfo=UTC), datetime(2026, 2, 2, 1, tzinfo=UTC))
AS_OF = (date(2025, 6, 30), date(2025, 12, 31))
EVIL = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    '"><a href="javascript:document.title=\'owned\'">押す</a>',
    "</script><!-- ]]> &amp; '=1+1",
)
_TITLES = (
    "子育て支援センターの充実",
    "夜間診療所の開設",
    "ごみの減量",
    "駅前広場の整備",
    "図書館の電子化",
)
_KANA = (
    "コソダテシエン",
    "ヤカンシンリョウジョ",
    "ゴミノゲンリョウ",
    "エキマエヒロバ",
    "トショカンノデンシカ",
)
_PAGE = (595.0, 842.0)


def profile(count: int) -> Profile:
    """The city; its attribution and name are hostile too."""
    return Profile(
        id="elsewhere",
        municipality=Municipality(
            code=CODE, name="ためし<b>市", name_kana="タメシシ", name_en="Tameshi <i>City"
        ),
        site=Site(
            index_url="https://city.example.test/page/1.html",
            allowed_hosts=("city.example.test",),
            contact="https://example.test/contact",
        ),
        expected=Expected(pillars=(1, 2, 3), pledges=count + 1, max_changed_share=1.0),
        rights=Rights(
            source_title="ためしの約束</title><script>",
            source_licence="CC BY 4.0",
            attribution="ためし市（https://city.example.test/page/1.html）を加工して作成",
            publisher="試験公表者",
        ),
        vocabulary=base_vocabulary(),
    )


def pledge_id(number: int) -> str:
    return f"{CODE}-{1 + number % 3:02d}-{number:08x}"


def title_of(number: int) -> str:
    if number < len(EVIL):
        return EVIL[number]
    return f"{_TITLES[number % len(_TITLES)]} その{number}"


def paper(edition: int, pages: int = 1) -> bytes:
    """A PDF with a page for each of some pledges."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=_PAGE, invariant=True)
    for page in range(pages):
        canvas.drawString(72, 742, f"sheet {page + 1} of edition {edition}")
        canvas.rect(72, 400, 300, 20, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def document_id(payload: bytes) -> str:
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


class World:
    """Rows of a city with ``count`` pledges in two editions, and the papers behind them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.profile = profile(count)
        self.papers = [paper(edition, min(count, 12)) for edition in (0, 1)]
        self.ids = [document_id(data) for data in self.papers]
        self.index = document_id(b"index")

    def payload(self, document: str) -> bytes:
        return dict(zip(self.ids, self.papers, strict=True))[document]

    def rows(self) -> dict[str, list[Record]]:
        rows: dict[str, list[Record]] = {name: list(rows) for name, rows in _city(self).items()}
        for edition in (0, 1):
            for number in range(self.count):
                for name, row in _sheet(self, edition, number):
                    rows.setdefault(name, []).append(row)
        for number in range(self.count):
            for name, row in _pledge(self, number):
                rows.setdefault(name, []).append(row)
        return {
            name: [msgspec.structs.replace(row, municipality_code=CODE) for row in records]
            for name, records in rows.items()
        }

    def publish(self, out: Path, with_papers: bool = True) -> Path:
        """The folder of a release of this city."""
        inputs = Inputs(
            captures=(Input(capture_id="c1", document_id=self.index, captured_at=SEEN[1]),),
            code_version="test",
        )
        payload = self.payload if with_papers else None
        done = publish(
            self.rows(),
            self.profile,
            str(out),
            inputs,
            lambda folder: build_site(folder, self.profile, payload),
        )
        return out / "releases" / done.version


def sheet_id(world: World, edition: int, number: int) -> str:
    return f"{world.ids[edition].removeprefix('sha256:')[:16]}-{number:05d}"


def is_achieved(edition: int, number: int) -> bool | None:
    if number % 11 == 7:
        return None
    return number % (5 - edition) == 0


def progress_of(edition: int, number: int) -> float | None:
    if is_achieved(edition, number):
        return 1.0
    return None if number % 13 == 5 else (number % 8) / 10 + 0.1 * edition


def _sheet(world: World, edition: int, number: int) -> Iterator[tuple[str, Record]]:
    name = sheet_id(world, edition, number)
    year = 2024 + number % 5
    page = 1 + number % min(world.count, 12)
    yield (
        "sheets",
        Sheet(
            sheet_id=name,
            document_id=world.ids[edition],
            pledge_id=pledge_id(number),
            page=page,
            order=number,
            pillar_number=1 + number % 3,
            pillar_name=f"選ばれるまち{1 + number % 3}",
            term=list(Term)[number % 3],
            term_raw="短期",
            title=title_of(number),
            title_kana=None if number % 7 == 6 else _KANA[number % len(_KANA)],
            aim=f"{EVIL[number % len(EVIL)]}ねらいは{number}番の暮らしを守ること",
            due_raw=f"{year}年度末",
            due_fiscal_year=year,
            due_date=date(year + 1, 3, 31),
            as_of_raw="現在",
            as_of_date=AS_OF[edition],
            achieved=is_achieved(edition, number),
            progress_ratio=progress_of(edition, number),
            confidence=0.98,
        ),
    )
    for order in (1, 2):
        text = f"取組{order}として窓口を開き、相談を受けます。{'' if edition else '試みに。'}"
        yield (
            "sheet_actions",
            SheetAction(sheet_id=name, order=order, kind=ActionKind.BULLET, text=text),
        )
    yield "sheet_keywords", SheetKeyword(sheet_id=name, rank=1, keyword="窓口", score=1.0)
    for line, value in enumerate((11.0, 24.0), start=1):
        yield (
            "metrics",
            Metric(
                sheet_id=name,
                line=line,
                order=1,
                label_raw=f"R{line + 3}年度",
                fiscal_year=2021 + line,
                value=value,
                unit="件",
                text_raw=f"R{line + 3}年度:{value:g}件",
            ),
        )
    for place, field in enumerate(("title", "aim", "due_raw", "progress_ratio", "achieved")):
        yield "evidence", _evidence(world, edition, "sheets", name, field, page, place)
    yield "evidence", _evidence(world, edition, "sheet_actions", name, "text", page, 6)


def _evidence(
    world: World, edition: int, table: str, row: str, field: str, page: int, place: int
) -> Evidence:
    return Evidence(
        table=table,
        row_id=row,
        field=field,
        document_id=world.ids[edition],
        page=page,
        x0=72.0,
        top=80.0 + 40 * place,
        x1=372.0,
        bottom=100.0 + 40 * place,
        text_raw=f"{field} {EVIL[place % len(EVIL)]}",
        method=Method.TEXT,
        confidence=0.98,
    )


def _pledge(world: World, number: int) -> Iterator[tuple[str, Record]]:
    name, year = pledge_id(number), 2024 + number % 5
    yield (
        "pledges",
        Pledge(
            pledge_id=name,
            title=title_of(number),
            title_kana=None if number % 7 == 6 else _KANA[number % len(_KANA)],
            pillar_number=1 + number % 3,
            pillar_name=f"選ばれるまち{1 + number % 3}",
            term=list(Term)[number % 3],
            due_fiscal_year=year,
            due_date=date(year + 1, 3, 31),
            progress_ratio=progress_of(1, number),
            achieved=is_achieved(1, number),
            achieved_on=AS_OF[1] if is_achieved(1, number) else None,
            as_of_date=AS_OF[1],
            first_seen=SEEN[0],
            last_seen=SEEN[1],
            removed_on=date(2026, 2, 2) if number == 19 else None,
            sheet_id=sheet_id(world, 1, number),
            document_id=world.ids[1],
        ),
    )
    yield (
        "pledge_titles",
        PledgeTitle(pledge_id=name, order=1, title=title_of(number), from_date=SEEN[0].date()),
    )
    yield (
        "changes",
        PledgeChange(
            change_id=f"{name}-c",
            pledge_id=name,
            change=Change.CONTENT_CHANGED,
            field="actions",
            old="取組1\n消えた行<script>",
            new="取組1\n増えた行<script>",
            as_of_date=AS_OF[1],
            old_document_id=world.ids[0],
            new_document_id=world.ids[1],
            seen_at=SEEN[1],
            meeting_id=f"{CODE}-headquarters-2025-01" if number == 1 else None,
            basis="sheet",
            strength=1.0,
        ),
    )
    if number:
        yield (
            "pledge_links",
            PledgeLink(
                pledge_id=pledge_id(number - 1), related_pledge_id=name, reason="表現", strength=0.5
            ),
        )


def _city(world: World) -> dict[str, list[Record]]:
    return {
        "documents": list(_documents(world)),
        "meetings": list(_meetings(world)),
        "meeting_terms": [
            MeetingTerm(meeting_id=f"{CODE}-subcommittee-2025-01", term=Term.MID),
        ],
        "meeting_outcomes": [
            MeetingOutcome(
                meeting_id=f"{CODE}-{body}-2025-01", outcome=outcome, count=count, text_raw="件"
            )
            for body, outcome, count in (
                ("headquarters", Outcome.APPROVED_AS_IS, 9),
                ("headquarters", Outcome.NEEDS_REVISION, 2),
                ("headquarters", Outcome.CONFIRMED_ACHIEVED, 3),
                ("subcommittee", Outcome.SUBMITTED_AS_IS, 12),
            )
        ],
        "meeting_pledge_changes": [
            MeetingPledgeChange(
                meeting_id=f"{CODE}-headquarters-2025-01",
                order=1,
                kind=PledgeChangeKind.CONTENT_CHANGED,
                from_title=title_of(1),
                to_title=title_of(1),
                pledge_id=pledge_id(1),
            )
        ],
        "summaries": [
            Summary(
                document_id=world.index,
                order=1,
                fiscal_year=2024,
                as_of_date=date(2025, 3, 31),
                total=world.count + 1,
                achieved=20,
                rate_percent=20.4,
                text_raw=f"達成は20件{EVIL[0]}",
                computed_rate_percent=20.41,
            )
        ],
        "terms": [
            TermDefinition(
                document_id=world.index, term=Term.SHORT, term_raw="短期", text_raw=EVIL[3]
            )
        ],
        "absences": [
            Absence(
                role=LinkRole.PILLAR,
                pillar_number=4,
                expected="分野4のシート",
                since=SEEN[0],
                checked_at=SEEN[1],
                document_id=world.index,
            )
        ],
        "issues": list(_issues(world)),
    }


def _documents(world: World) -> Iterator[Document]:
    yield Document(
        document_id=world.index,
        source_url="https://city.example.test/page/1.html",
        kind=DocumentKind.INDEX,
        title=EVIL[0],
        bytes=100,
        media_type="text/html",
        fetched_at=SEEN[1],
        parser_version="1",
    )
    for edition, name in enumerate(world.ids):
        yield Document(
            document_id=name,
            source_url="javascript:document.title='owned'"
            if edition == 0
            else "https://city.example.test/file/2.pdf",
            kind=DocumentKind.SHEET,
            label_raw=EVIL[1],
            bytes=len(world.papers[edition]),
            media_type="application/pdf",
            page_count=12,
            fetched_at=SEEN[edition],
            parser_version="1",
        )


def _meetings(world: World) -> Iterator[Meeting]:
    for body, held_on, count in (
        (Body.SUBCOMMITTEE, date(2025, 10, 1), 12),
        (Body.HEADQUARTERS, date(2025, 10, 8), 12),
    ):
        follows = body is Body.HEADQUARTERS
        yield Meeting(
            meeting_id=f"{CODE}-{body.value}-2025-01",
            fiscal_year=2025,
            body=body,
            number=1,
            held_on=held_on,
            reviewed_count=count,
            hearing_held_on=date(2025, 10, 1) if follows else None,
            hearing_meeting_id=f"{CODE}-subcommittee-2025-01" if follows else None,
            text=f"会議を開きました。{EVIL[4]}",
            document_id=world.index,
        )


def _issues(world: World) -> Iterator[Issue]:
    yield Issue(
        issue_id="i-1",
        rule="meeting.outcomes_sum",
        severity=Severity.WARNING,
        table="meetings",
        row_id=f"{CODE}-headquarters-2025-01",
        document_id=world.index,
        message_ja=f"12件としていますが、9+2で11件です。{EVIL[0]}",
        message_en=f"Said to be 12, but 9+2 make 11. {EVIL[0]}",
        calculation="9+2 = 11 ≠ 12",
    )
    yield Issue(
        issue_id="i-1b",
        rule="summary.total",
        severity=Severity.WARNING,
        table="summaries",
        row_id=f"{world.index}/1",
        field="total",
        document_id=world.index,
        message_ja="総数が公約の総数と合いません。",
        message_en="The reported total is not the number of pledges.",
        calculation=f"{world.count + 1} ≠ {world.count}",
    )
    for number in range(0, world.count, 4):
        yield Issue(
            issue_id=f"i-{number + 2}",
            rule="sheet.progress_unreadable",
            severity=Severity.INFO,
            table="sheets",
            row_id=sheet_id(world, 1, number),
            field="progress_ratio",
            document_id=world.ids[1],
            page=1,
            message_ja="進捗の図が読み取れません。",
            message_en="The progress drawing cannot be read.",
            text_raw=EVIL[1],
        )
