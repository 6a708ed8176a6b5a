"""The same page in other clothes gives the same meetings, summaries, terms and links."""

from __future__ import annotations

import unicodedata

import pytest

from parsers.pages.model import PageParts
from tests.pages import variants
from tests.pages.expected import PAGES, meeting_fields, read

_TEXT = {"text_extract": variants.text_extract, "flat_text": variants.flat_text}


def _compare(parts: PageParts, page: str, truth: list[dict[str, object]]) -> None:
    read_as_is = read(page)
    compared = truth[0].keys() & meeting_fields(parts.meetings[0]).keys()
    assert [meeting_fields(parsed) for parsed in parts.meetings] == [
        {name: row[name] for name in compared} for row in truth
    ]
    assert parts.issues == ()
    assert _narrow(parts.title) == _narrow(read_as_is.title)
    assert parts.reflected_until == read_as_is.reflected_until
    figures = [(s.fiscal_year, s.as_of_date, s.total, s.achieved, s.rate_percent, s.target_count)
               for s in parts.summaries]  # fmt: skip
    assert figures == [
        (s.fiscal_year, s.as_of_date, s.total, s.achieved, s.rate_percent, s.target_count)
        for s in read_as_is.summaries
    ]
    spans = [(term.term, term.fiscal_year_from, term.fiscal_year_to) for term in parts.terms]
    assert spans == [(t.term, t.fiscal_year_from, t.fiscal_year_to) for t in read_as_is.terms]
    links = [(link.role, link.pillar_number, link.declared_bytes) for link in parts.links]
    assert links == [(k.role, k.pillar_number, k.declared_bytes) for k in read_as_is.links]


def _narrow(text: str | None) -> str:
    """A text without the differences that the variants make to it."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("variant", variants.MARKUP)
def test_other_markup_gives_the_same_records(name: str, variant: str) -> None:
    page, truth = PAGES[name]()
    changed = variants.MARKUP[variant](page)
    assert changed != page
    _compare(read(changed), page, truth)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("variant", variants.BYTES)
def test_other_charsets_give_the_same_records(name: str, variant: str) -> None:
    page, truth = PAGES[name]()
    parts = read(variants.BYTES[variant](page))
    _compare(parts, page, truth)
    assert [parsed.meeting.text for parsed in parts.meetings] == [
        parsed.meeting.text for parsed in read(page).meetings
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("variant", _TEXT)
def test_text_extracts_give_the_same_records(name: str, variant: str) -> None:
    page, truth = PAGES[name]()
    parts = read(_TEXT[variant](page))
    _compare(parts, page, truth)
    assert {link.url for link in parts.links} == {None}


@pytest.mark.parametrize("name", PAGES)
def test_oldest_first_gives_the_same_meetings_the_other_way_round(name: str) -> None:
    page, truth = PAGES[name]()
    parts = read(variants.oldest_first(page))
    compared = truth[0].keys() & meeting_fields(parts.meetings[0]).keys()
    assert [meeting_fields(parsed) for parsed in parts.meetings] == [
        {field: row[field] for field in compared} for row in reversed(truth)
    ]
    assert parts.issues == ()
