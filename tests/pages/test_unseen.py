"""Fictional pages of many cities and systems, each labelled before it was first read.

They were written as other authors would write them: other markup, character sets, orders and
words. Cities with words of their own bring their profile along.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parsers.pages.model import PageParts
from parsers.pages.reader import parse_page
from pipeline.profiles.load import base_vocabulary, load_profile
from schemas.parsed import ParsedMeeting

FOLDER = Path(__file__).parent / "unseen"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".html", ".txt"))


def _read(path: Path) -> PageParts:
    profile = path.with_suffix(".toml")
    if not profile.exists():
        return parse_page(path.read_bytes(), None, base_vocabulary().page, {}, "sha256:0")
    city = load_profile(str(profile))
    words = city.vocabulary
    return parse_page(path.read_bytes(), None, words.page, words.pillars, "sha256:0")


def _truth(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return truth


def _meeting(parsed: ParsedMeeting, told: dict[str, Any]) -> dict[str, Any]:
    """A meeting as the truth has it; terms only where the truth says which."""
    meeting = parsed.meeting
    return {
        "body": meeting.body.value,
        "fiscal_year": meeting.fiscal_year,
        "number": meeting.number,
        "held_on": str(meeting.held_on),
        "reviewed_count": meeting.reviewed_count,
        "reviewed_approx": meeting.reviewed_approx,
        "outcomes": {o.outcome.value: o.count for o in parsed.outcomes},
        "hearing_held_on": meeting.hearing_held_on and str(meeting.hearing_held_on),
        "target_changes": meeting.target_changes.value,
        "terms": told["terms"] and sorted(term.term.value for term in parsed.terms),
        "pledge_changes": [
            [change.kind.value, change.pillar_number, change.from_title, change.to_title]
            for change in parsed.pledge_changes
        ],
    }


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_a_page_nobody_had_read(path: Path) -> None:
    truth, parts = _truth(path), _read(path)
    assert len(parts.meetings) == len(truth["meetings"])
    for parsed, told in zip(parts.meetings, truth["meetings"], strict=True):
        assert _meeting(parsed, told) == told
    _assert_hearings_linked(parts)
    assert (parts.reflected_until and str(parts.reflected_until)) == truth["reflected_until"]
    terms = [[t.term.value, t.fiscal_year_from, t.fiscal_year_to] for t in parts.terms]
    assert terms == truth["terms"]
    _assert_summaries(parts, truth["summaries"])
    _assert_links(parts, truth["links"])


def _assert_hearings_linked(parts: PageParts) -> None:
    listed = {
        (m.meeting.body.value, m.meeting.held_on): m.meeting.meeting_id for m in parts.meetings
    }
    for parsed in parts.meetings:
        meeting = parsed.meeting
        hearing = listed.get(("subcommittee", meeting.hearing_held_on))
        assert meeting.hearing_meeting_id == (hearing if meeting.hearing_held_on else None)


def _assert_summaries(parts: PageParts, told: list[Any]) -> None:
    found = [
        [
            one.fiscal_year,
            one.as_of_date and str(one.as_of_date),
            one.total,
            one.achieved,
            one.rate_percent,
            one.target_count,
        ]
        for one in parts.summaries
    ]
    assert found == told


def _assert_links(parts: PageParts, told: list[Any]) -> None:
    """The truth gives the end of an address and the beginning of a label."""
    found = [[one.role.value, one.pillar_number, one.declared_bytes] for one in parts.links]
    assert found == [one[:3] for one in told]
    for link, (*_, address, label) in zip(parts.links, told, strict=True):
        assert (link.url or "").endswith(address or "")
        assert "".join(link.label_raw.split()).startswith("".join(label.split()))
