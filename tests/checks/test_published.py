"""On the published page and sheets every rule fires where it should and nowhere else.

The list was reviewed against the page by hand. The PDF was typeset from published text and is
smaller than the city's own file, so its declared size is rightly reported.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parsers.document import parse_document
from pipeline.checks import City, check
from pipeline.profiles import load_profile
from pipeline.resolve import resolve
from schemas.enums import CaptureResult
from schemas.records import Capture, Issue
from tests.shared_material import shared

FETCHED = datetime(2024, 9, 3, tzinfo=UTC)
PAPERS = {
    "https://www.city.annaka.lg.jp/page/1192.html": "page.html",
    "https://www.city.annaka.lg.jp/uploaded/attachment/12215.pdf": "sheets-6.pdf",
}
STALE = [
    ("2023-09-30", 2),
    ("2024-03-31", 4),
    ("2023-06-30", 1),
    ("2023-12-31", 1),
    ("2023-12-30", 2),
    ("2023-03-31", 1),
]
EXPECTED = sorted(
    [
        ("meeting.outcomes_sum", "15+9 = 24 ≠ 25"),
        ("meeting.outcomes_sum", "13+3 = 16 ≠ 28"),
        ("meeting.hearing_count", "10+6 = 16 ≠ 28"),
        ("summary.target_counts", "6+40 = 46 ≠ 42"),
        ("sheet.count", "11 ≠ 97"),
        ("sheet.odd_month_end", "30 ≠ 31"),
        ("sheet.odd_month_end", "30 ≠ 31"),
        ("site.pillar_not_linked", "{1, 2, 3, 4, 5, 6, 7} ∖ {2、3、4、5、6、7} ∋ 1"),
        ("site.goal_list_not_linked", ""),
        ("link.declared_size", "2180000 ≠ 718053"),
        *(("sheet.as_of_stale", f"{day} < 2024-08-26") for day, n in STALE for _ in range(n)),
    ]
)


@pytest.fixture(scope="module")
def issues() -> list[Issue]:
    profile = load_profile("annaka")
    parsed, captures = {}, []
    for number, (url, name) in enumerate(PAPERS.items()):
        data = shared("published", name).read_bytes()
        document = parse_document(data, name, profile.vocabulary)
        document_id = document.document.document_id
        parsed[document_id] = document
        captures.append(
            Capture(
                capture_id=url,
                url=url,
                requested_at=FETCHED + timedelta(seconds=3 * number),
                result=CaptureResult.NEW,
                document_id=document_id,
            )
        )
    return check(City(resolve(captures, parsed, profile), profile))


def test_exactly_the_reviewed_list_comes_out(issues: list[Issue]) -> None:
    assert sorted((issue.rule, issue.calculation or "") for issue in issues) == EXPECTED


def test_every_issue_speaks_both_languages(issues: list[Issue]) -> None:
    for issue in issues:
        assert issue.message_ja.endswith("。"), issue
        assert issue.message_en.endswith("."), issue
