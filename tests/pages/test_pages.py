"""Whole pages against their reviewed readings."""

from __future__ import annotations

import json

import pytest

from parsers.pages.reader import looks_like_page
from schemas.enums import LinkRole, Method
from tests.pages.expected import (
    FIXTURES,
    PAGES,
    SHARED,
    URL,
    meeting_fields,
    read,
    vocabulary,
)


def _own() -> bytes:
    return (FIXTURES / "page.html").read_bytes()


def test_own_page_gives_every_field_that_was_reviewed() -> None:
    truth = json.loads((FIXTURES / "page.json").read_text(encoding="utf-8"))
    parts = read(_own())
    assert parts.title == truth["title"]
    assert str(parts.reflected_until) == truth["reflected_until"]
    got = [
        meeting_fields(parsed)
        | {
            "meeting_id": parsed.meeting.meeting_id,
            "hearing_meeting_id": parsed.meeting.hearing_meeting_id,
            "terms": [term.term.value for term in parsed.terms],
        }
        for parsed in parts.meetings
    ]
    assert got == truth["meetings"]
    summaries = [
        {name: getattr(summary, name) for name in row if name != "as_of_date"}
        | {"as_of_date": str(summary.as_of_date)}
        for summary, row in zip(parts.summaries, truth["summaries"], strict=True)
    ]
    assert summaries == truth["summaries"]
    terms = [
        {name: getattr(term, name) for name in row}
        for term, row in zip(parts.terms, truth["terms"], strict=True)
    ]
    assert terms == truth["terms"]
    for link, row in zip(parts.links, truth["links"], strict=True):
        assert link.url == "https://city.example" + row["href"]
        assert (link.label_raw, link.role, link.pillar_number, link.declared_bytes) == (
            row["label_raw"],
            row["role"],
            row["pillar_number"],
            row["declared_bytes"],
        )
    assert parts.issues == ()


def test_a_meeting_keeps_its_text_line_by_line() -> None:
    meetings = {p.meeting.meeting_id: p.meeting for p in read(_own()).meetings}
    assert meetings["headquarters-2024-01"].text == (
        "会議の進め方を確かめ、シートの書き方を共有しました。\n当日の資料[PDFファイル/310KB]"
    )


def test_every_published_value_has_evidence_in_the_text() -> None:
    for parsed in read(_own()).meetings:
        said = {(e.table, e.row_id, e.field): e for e in parsed.evidence}
        meeting = parsed.meeting
        for name in ("fiscal_year", "body", "number", "held_on", "reviewed_count"):
            assert (("meetings", meeting.meeting_id, name) in said) == (
                getattr(meeting, name) is not None
            )
        for outcome in parsed.outcomes:
            row = f"{meeting.meeting_id}/{outcome.outcome.value}"
            evidence = said["meeting_outcomes", row, "count"]
            assert evidence.text_raw is not None
            assert evidence.text_raw in meeting.text
            assert evidence.method is Method.HTML
            assert evidence.x0 is None


@pytest.mark.skipif("published" not in PAGES, reason="no shared material beside the project")
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_published_page_and_its_extract_are_read_exactly(name: str) -> None:
    folder = SHARED / "published"
    truth = json.loads((folder / "truth" / "meetings.json").read_text(encoding="utf-8"))
    summaries = json.loads((folder / "truth" / "summaries.json").read_text(encoding="utf-8"))
    parts = read((folder / name).read_bytes())
    compared = meeting_fields(parts.meetings[0])
    assert [meeting_fields(p) for p in parts.meetings] == [
        {field: row[field] for field in compared} for row in truth
    ]
    assert parts.issues == ()
    assert parts.title == summaries["page_title"]
    assert str(parts.reflected_until) == summaries["reflected_until"]["date"]
    for term, row in zip(parts.terms, summaries["term_definitions"], strict=True):
        assert (term.term, term.term_raw, term.text_raw) == (
            row["term"],
            row["term_raw"],
            row["text_raw"],
        )
        assert (term.fiscal_year_from, term.fiscal_year_to) == (
            row["fiscal_year_from"],
            row["fiscal_year_to"],
        )
    for summary, row in zip(parts.summaries, summaries["achievement"], strict=True):
        figures = (summary.fiscal_year, summary.total, summary.achieved, summary.rate_percent)
        assert figures == (row["fiscal_year"], row["total"], row["achieved"], row["rate_percent"])
        target = row.get("short_term_initial_target_count", row.get("fy2022_target_count"))
        assert summary.target_count == target
        assert (str(summary.as_of_date) if summary.as_of_date else None) == row["as_of_date"]
        assert summary.text_raw == row["raw"]
    for link, row in zip(parts.links, summaries["links"], strict=True):
        assert (link.label_raw, link.role, link.pillar_number, link.declared_bytes) == (
            row["label_raw"],
            row["role"],
            row["pillar_number"],
            row["size_bytes_decimal"],
        )
        if name.endswith("html"):
            assert link.url == "https://city.example" + row["href_in_holdout_html"]


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="no shared material beside the project")
def test_pages_of_other_matters_hold_no_meetings() -> None:
    pages = sorted((SHARED / "real" / "html").glob("*.html"))
    assert pages
    for page in pages:
        parts = read(page.read_bytes())
        assert parts.meetings == ()
        assert parts.summaries == ()
        assert parts.terms == ()
        assert {link.role for link in parts.links} <= {LinkRole.OTHER}
        assert parts.charset == "utf-8"
        assert not looks_like_page(page.read_bytes(), vocabulary(), {})


def test_an_index_page_is_told_from_other_text() -> None:
    assert looks_like_page(_own(), vocabulary(), {})
    assert looks_like_page("第1回本部会議(令和6年4月10日開催)\n5施策を報告した。", vocabulary(), {})
    assert not looks_like_page("第1回本部会議において5施策を報告した。", vocabulary(), {})
    assert not looks_like_page("市長公約実施目標シート\n○なにをするの", vocabulary(), {})


def test_links_stay_as_written_where_no_address_is_known() -> None:
    assert read(_own(), None).links[0].url == "/files/r6%E7%99%BA%E8%A1%A8.pdf"
    assert read(_own(), URL).links[1].url == "https://city.example/files/s1.pdf"
