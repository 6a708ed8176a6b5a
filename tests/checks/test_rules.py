"""Each rule on an imaginary city: silent where all is well, and firing where one thing is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from pipeline.checks import RULES, City, check
from pipeline.profiles.model import Expected
from pipeline.resolve import resolve
from schemas.enums import Body, DocumentKind, LinkRole, Outcome, Term
from schemas.parsed import ParsedDocument, ParsedMeeting
from schemas.records import (
    Document,
    Goal,
    Link,
    Meeting,
    MeetingOutcome,
    PageReading,
    Summary,
    TermDefinition,
)
from tests.resolve.city import INDEX, paper, profile, sheet
from tests.resolve.city import City as Town

ONE = "http://city.localhost/1.pdf"
LIST = "http://city.localhost/list.pdf"
PAGE = "sha256:" + "a" * 64
GOALS = "sha256:" + "b" * 64
TARGETS = "令和6年度の目標は1項目、令和7年度の目標は1項目です。"
TITLES = ("公園づくり", "バスの増便")


def meeting(body: Body, number: int, day: date, reviewed: int, **counts: int) -> ParsedMeeting:
    meeting_id = f"{body.value}-2024-{number:02d}"
    record = Meeting(
        meeting_id=meeting_id,
        body=body,
        number=number,
        held_on=day,
        fiscal_year=2024,
        reviewed_count=reviewed,
        text="",
        document_id=PAGE,
    )
    outcomes = tuple(
        MeetingOutcome(meeting_id=meeting_id, outcome=Outcome(name), count=n, text_raw="")
        for name, n in counts.items()
    )
    return ParsedMeeting(meeting=record, outcomes=outcomes)


def term(name: Term, first: int | None, last: int | None) -> TermDefinition:
    return TermDefinition(
        document_id=PAGE,
        term=name,
        term_raw=name.value,
        fiscal_year_from=first,
        fiscal_year_to=last,
        text_raw="",
    )


def link(order: int, role: LinkRole, url: str, **fields: Any) -> Link:
    return Link(document_id=PAGE, order=order, label_raw=url, url=url, role=role, **fields)


def summary(order: int, year: int, text: str, **fields: Any) -> Summary:
    return Summary(document_id=PAGE, order=order, fiscal_year=year, text_raw=text, **fields)


def sound_page() -> ParsedDocument:
    """A page on which everything adds up."""
    return ParsedDocument(
        document=Document(
            document_id=PAGE,
            kind=DocumentKind.INDEX,
            bytes=1,
            media_type="text/html",
            parser_version="t",
            reflected_until=date(2025, 3, 31),
        ),
        links=(
            link(1, LinkRole.PILLAR, ONE, pillar_number=1),
            link(2, LinkRole.GOAL_LIST, LIST),
            link(3, LinkRole.PRESS_RELEASE, "http://city.localhost/p.pdf"),
        ),
        terms=(term(Term.MID, 2024, 2025),),
        summaries=(
            summary(1, 2025, "全体", total=2, achieved=0, rate_percent=0.0, target_count=2),
            summary(
                2, 2024, "令和6年度の目標は1項目、令和7年度の目標は1項目です。", target_count=1
            ),
        ),
        meetings=(
            meeting(
                Body.SUBCOMMITTEE,
                1,
                date(2024, 8, 1),
                3,
                submitted_as_is=1,
                submitted_after_revision=1,
                carried_over=1,
            ),
            meeting(
                Body.HEADQUARTERS, 1, date(2024, 8, 8), 2, approved_as_is=2, confirmed_achieved=1
            ),
            meeting(Body.SUBCOMMITTEE, 2, date(2025, 1, 6), 1, submitted_as_is=1),
        ),
    )


def goal_list(**fields: Any) -> ParsedDocument:
    rows = tuple(
        Goal(document_id=GOALS, order=n, title=title, pillar_number=1, term=Term.MID)
        for n, title in enumerate(TITLES, 1)
    )
    return ParsedDocument(
        document=Document(
            document_id=GOALS,
            kind=DocumentKind.GOAL_LIST,
            bytes=1,
            media_type="application/pdf",
            parser_version="t",
        ),
        goals=(msgspec.structs.replace(rows[0], **fields), *rows[1:]),
    )


def fired(
    page: ParsedDocument | None = None,
    sheets: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
    goals: ParsedDocument | None = None,
    expected: Expected | None = None,
    leftover: str | None = None,
) -> dict[str, str | None]:
    """Codes of the rules that fire, with their calculation."""
    town = Town()
    town.publish(0, INDEX, page or sound_page())
    facts = [{"title": t} | f for t, f in zip(TITLES, sheets, strict=True)]
    papers = paper("one", *(sheet(f.pop("title"), **f) for f in facts))
    if leftover:
        reading = PageReading(
            document_id=papers.document.document_id, page=9, leftover_text=leftover
        )
        papers = msgspec.structs.replace(papers, pages=(*papers.pages, reading))
    town.publish(0, ONE, papers)
    town.publish(0, LIST, goals or goal_list())
    site = msgspec.structs.replace(
        profile(), expected=expected or Expected(pillars=(1,), pledges=2)
    )
    city = City(resolve(town.captures, town.parsed, site), site)
    return {issue.rule: issue.calculation for issue in check(city)}


def with_meetings(*meetings: ParsedMeeting) -> ParsedDocument:
    return msgspec.structs.replace(sound_page(), meetings=meetings)


def with_summaries(*summaries: Summary) -> ParsedDocument:
    return msgspec.structs.replace(sound_page(), summaries=summaries)


def changed_meeting(position: int, **fields: Any) -> ParsedDocument:
    page = sound_page()
    old = page.meetings[position]
    new = msgspec.structs.replace(old, meeting=msgspec.structs.replace(old.meeting, **fields))
    return with_meetings(*page.meetings[:position], new, *page.meetings[position + 1 :])


def test_nothing_fires_where_everything_adds_up() -> None:
    assert fired() == {}


NO_GOALS = msgspec.structs.replace(goal_list(), goals=())
HQ, SUB = Body.HEADQUARTERS, Body.SUBCOMMITTEE
CASES: dict[str, dict[str, Any]] = {
    "meeting.outcomes_sum": {"page": changed_meeting(0, reviewed_count=5)},
    "meeting.part_too_large": {
        "page": with_meetings(
            meeting(HQ, 1, date(2024, 8, 8), 2, approved_as_is=2, confirmed_achieved=3)
        )
    },
    "meeting.hearing_count": {
        "page": with_meetings(
            meeting(SUB, 1, date(2024, 8, 1), 2, submitted_as_is=2),
            meeting(HQ, 1, date(2024, 8, 8), 3, approved_as_is=3),
        )
    },
    "meeting.hearing_unknown": {"page": changed_meeting(1, hearing_held_on=date(2024, 7, 1))},
    "meeting.carried_over": {"page": changed_meeting(2, carried_in_count=2)},
    "meeting.numbers_in_order": {"page": changed_meeting(2, number=4)},
    "meeting.date_outside_year": {"page": changed_meeting(2, held_on=date(2025, 4, 6))},
    "summary.rate": {
        "page": with_summaries(summary(1, 2025, "全体", total=2, achieved=0, rate_percent=5.0))
    },
    "summary.total": {"page": with_summaries(summary(1, 2025, "全体", total=3))},
    "summary.target_counts": {
        "page": with_summaries(
            summary(1, 2025, "全体", target_count=5),
            summary(2, 2024, "令和6年度の目標は1項目、令和7年度の目標は1項目です。"),
        )
    },
    "summary.achieved": {"page": with_summaries(summary(1, 2025, "全体", achieved=1))},
    "sheet.count": {"expected": Expected(pillars=(1,), pledges=3), "goals": NO_GOALS},
    "goal.differs_from_sheet": {"goals": goal_list(due_fiscal_year=2024, due_raw="令和6年度")},
    "goal.without_sheet": {"goals": goal_list(title="聞いたことのない取組")},
    "goal.missing": {"goals": goal_list(title="聞いたことのない取組")},
    "sheet.term_and_due": {"sheets": ({"due_fiscal_year": 2027}, {})},
    "sheet.stamp_and_progress": {"sheets": ({"achieved": True}, {})},
    "sheet.overdue": {"sheets": ({"due_date": date(2025, 3, 30)}, {})},
    "sheet.as_of_in_future": {"sheets": ({"as_of_date": date(2025, 6, 30)}, {})},
    "sheet.as_of_stale": {"sheets": ({"as_of_date": date(2024, 12, 31)}, {})},
    "sheet.odd_month_end": {"sheets": ({"as_of_date": date(2025, 3, 30)}, {})},
    "sheet.duplicate_title": {"sheets": ({}, {"title": TITLES[0]})},
    "site.pillar_not_linked": {"expected": Expected(pillars=(1, 2), pledges=2)},
    "site.pillar_unexpected": {"expected": Expected(pillars=(), pledges=2)},
    "site.goal_list_not_linked": {
        "page": msgspec.structs.replace(
            sound_page(), links=(sound_page().links[0], sound_page().links[2])
        )
    },
    "site.press_release_not_linked": {
        "page": msgspec.structs.replace(sound_page(), links=sound_page().links[:2])
    },
    "link.declared_size": {
        "page": msgspec.structs.replace(
            sound_page(),
            links=(
                msgspec.structs.replace(sound_page().links[0], declared_bytes=2_440_000),
                *sound_page().links[1:],
            ),
        )
    },
    "page.text_left_unread": {"leftover": "どこにも読まれなかった長い文字の並び"},
}


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_fires(code: str) -> None:
    assert code in fired(**CASES[code])


@pytest.mark.parametrize("rate", [45, 45.4, 45.36, 45.3])
def test_a_rate_may_be_rounded_or_cut(rate: float) -> None:
    page = with_summaries(summary(1, 2025, "全体", total=97, achieved=44, rate_percent=rate))
    assert "summary.rate" not in fired(page)


@pytest.mark.parametrize("rate", [46, 45.5, 45.37, 44])
def test_another_rate_is_reported_with_its_sum(rate: float) -> None:
    page = with_summaries(summary(1, 2025, "全体", total=97, achieved=44, rate_percent=rate))
    assert fired(page)["summary.rate"] == f"44 / 97 = 45.36% ≠ {rate:g}%"


def test_merged_measures_may_be_submitted_as_fewer() -> None:
    hearing = meeting(SUB, 1, date(2024, 8, 1), 18, submitted_as_is=16, merged_and_revised=2)
    for reviewed in (16, 17, 18):
        after = meeting(HQ, 1, date(2024, 8, 8), reviewed, approved_as_is=reviewed)
        assert "meeting.hearing_count" not in fired(with_meetings(hearing, after))


def test_approximate_counts_are_not_summed() -> None:
    assert "meeting.outcomes_sum" not in fired(
        changed_meeting(0, reviewed_count=5, reviewed_approx=True)
    )


def test_measures_carried_over_twice_are_taken_up_together() -> None:
    held = [
        meeting(SUB, 1, date(2024, 5, 1), 2, carried_over=2),
        meeting(SUB, 2, date(2024, 6, 1), 5, carried_over=5),
    ]
    taken = meeting(SUB, 3, date(2024, 7, 1), 7, submitted_as_is=7)
    for count, fires in ((7, False), (5, False), (6, True)):
        record = msgspec.structs.replace(taken.meeting, carried_in_count=count)
        page = with_meetings(*held, msgspec.structs.replace(taken, meeting=record))
        assert ("meeting.carried_over" in fired(page)) is fires
