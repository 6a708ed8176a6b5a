# ruff: noqa: E501
"""The guide to profiles: its example works, and it names every list of the page's wording."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from parsers.pages.reader import parse_page
from parsers.pages.vocabulary import PageVocabulary
from pipeline.profiles.load import load_profile

GUIDE = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")
PAGE = """<p>「はじめの一歩」は令和3年度まで、「次の一歩」は令和4年度、「その先」は令和5年度以降とします。</p>
<h3>第2回円卓会議（令和3年6月7日）</h3>
<p>5月24日の下相談を受け、12の約束を吟味しました。そのまま進めるが9、練り直しが3でした。</p>
<h3>第2回下相談（令和3年5月24日）</h3>
<p>13の約束を吟味し、次の下相談への送りは1つでした。</p>"""


def test_the_example_reads_a_page_of_its_city(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    profile = tmp_path / "profile.toml"
    profile.write_text(found.group(1), encoding="utf-8")
    words = load_profile(str(profile)).vocabulary
    parts = parse_page(PAGE, None, words.page, words.pillars, "sha256:0")
    first, second = parts.meetings
    assert (first.meeting.reviewed_count, [o.count for o in first.outcomes]) == (12, [9, 3])
    assert (second.meeting.reviewed_count, [o.count for o in second.outcomes]) == (13, [1])
    assert first.meeting.hearing_meeting_id == second.meeting.meeting_id
    assert [term.fiscal_year_from for term in parts.terms] == [None, 2022, 2023]


def test_every_list_of_the_wording_is_named() -> None:
    named = set(re.findall(r"`([a-z_.]+)`", GUIDE))
    for part in msgspec.structs.fields(PageVocabulary):
        lists = getattr(part.type, "__struct_fields__", None)
        names = {f"{part.name}.{name}" for name in lists} if lists else {part.name}
        assert names <= named, names - named
