"""Reviewed readings of whole pages, and what a reading is compared by."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from parsers.pages.model import PageParts
from parsers.pages.reader import parse_page
from parsers.pages.vocabulary import PageVocabulary
from pipeline.profiles.load import base_vocabulary
from schemas.parsed import ParsedMeeting

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(os.environ.get("KOUYAKU_SHARED", Path(__file__).parents[3] / "shared"))
URL = "https://city.example/keikaku/index.html"


def vocabulary() -> PageVocabulary:
    return base_vocabulary().page


def read(data: bytes | str, url: str | None = URL) -> PageParts:
    return parse_page(data, url, vocabulary(), {}, "sha256:0")


def meeting_fields(parsed: ParsedMeeting) -> dict[str, Any]:
    """What is compared of a meeting: every field but its text."""
    meeting = parsed.meeting
    return {
        "fiscal_year": meeting.fiscal_year,
        "body": meeting.body.value,
        "number": meeting.number,
        "held_on": _iso(meeting.held_on),
        "reviewed_count": meeting.reviewed_count,
        "reviewed_approx": meeting.reviewed_approx,
        "outcomes": [{"outcome": o.outcome.value, "count": o.count} for o in parsed.outcomes],
        "hearing_held_on": _iso(meeting.hearing_held_on),
        "target_changes": meeting.target_changes.value,
        "pledge_changes": [
            {
                "kind": change.kind.value,
                "pillar_number": change.pillar_number,
                "from_title": change.from_title,
                "to_title": change.to_title,
            }
            for change in parsed.pledge_changes
        ],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def own_page() -> tuple[str, list[dict[str, Any]]]:
    """The fictional page with its reviewed meetings."""
    truth = json.loads((FIXTURES / "page.json").read_text(encoding="utf-8"))
    return (FIXTURES / "page.html").read_text(encoding="utf-8"), truth["meetings"]


def published_page() -> tuple[str, list[dict[str, Any]]]:
    """The published page with its checked meetings."""
    folder = SHARED / "published"
    truth = json.loads((folder / "truth" / "meetings.json").read_text(encoding="utf-8"))
    return (folder / "page.html").read_text(encoding="utf-8"), truth


PAGES = {"own": own_page}
if (SHARED / "published" / "page.html").is_file():
    PAGES["published"] = published_page
