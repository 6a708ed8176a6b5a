# ruff: noqa: E501
"""The guide to profiles: its example works, and it names every list of the wording."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from parsers.document import parse_document
from parsers.pages.reader import parse_page
from parsers.pages.vocabulary import PageVocabulary
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.vocabulary import Vocabulary
from pipeline.profiles.load import load_profile
from schemas.enums import Term

GUIDE = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")
PAGE = """<p>「はじめの一歩」は令和3年度まで、「次の一歩」は令和4年度、「その先」は令和5年度以降とします。</p>
<h3>第2回円卓会議（令和3年6月7日）</h3>
<p>5月24日の下相談を受け、12の約束を吟味しました。そのまま進めるが9、練り直しが3でした。</p>
<h3>第2回下相談（令和3年5月24日）</h3>
<p>13の約束を吟味し、次の下相談への送りは1つでした。</p>"""

SHEET = """約束カルテ
風の道２ こもれびのまち　次の一歩
約束の名：並木道の木陰をつなぐ
どんなまちに？
夏でも歩いて出かけられるようにします。
手だて？
・川沿いの道に桜を植えます。
・枯れた木を植えかえます。
いつの日までに？
令和4年度末
歩み？（令和4年9月30日現在）
"""


def vocabulary(folder: Path) -> Vocabulary:
    """The wording of the example."""
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    profile = folder / "profile.toml"
    profile.write_text(found.group(1), encoding="utf-8")
    return load_profile(str(profile)).vocabulary


def test_the_example_reads_a_page_of_its_city(tmp_path: Path) -> None:
    words = vocabulary(tmp_path)
    parts = parse_page(PAGE, None, words.page, words.pillars, "sha256:0")
    first, second = parts.meetings
    assert (first.meeting.reviewed_count, [o.count for o in first.outcomes]) == (12, [9, 3])
    assert (second.meeting.reviewed_count, [o.count for o in second.outcomes]) == (13, [1])
    assert first.meeting.hearing_meeting_id == second.meeting.meeting_id
    assert [term.fiscal_year_from for term in parts.terms] == [None, 2022, 2023]


def test_the_example_reads_a_sheet_of_its_city(tmp_path: Path) -> None:
    read = parse_document(SHEET.encode(), "sheet.txt", vocabulary(tmp_path))
    (held,) = read.sheets
    assert (held.sheet.pillar_number, held.sheet.pillar_name) == (2, "こもれびのまち")
    assert (held.sheet.term, held.sheet.title) == (Term.MID, "並木道の木陰をつなぐ")
    assert held.sheet.aim == "夏でも歩いて出かけられるようにします。"
    assert held.sheet.due_date == date(2023, 3, 31)
    assert len(held.actions) == 2


@pytest.mark.parametrize("wording", [SheetVocabulary, PageVocabulary])
def test_every_list_of_the_wording_is_named(wording: type[msgspec.Struct]) -> None:
    named = set(re.findall(r"`([a-z_.]+)`", GUIDE))
    for part in msgspec.structs.fields(wording):
        lists = getattr(part.type, "__struct_fields__", None)
        names = {f"{part.name}.{name}" for name in lists} if lists else {part.name}
        assert names <= named, names - named
