"""Places where the words of a sheet run together or apart, one small sheet each."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from parsers.sheets.pillars import read_pillar
from parsers.vocabulary import Vocabulary
from pipeline.profiles import base_vocabulary
from schemas.parsed import ParsedSheet
from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import fields, parse

PILLARS = {2: "人を育てるまち", 3: "月を眺めるまち"}
GREEN = (0.86, 0.92, 0.86)


def wording() -> Vocabulary:
    return replace(base_vocabulary(), pillars=PILLARS)


def read(paper: Paper) -> ParsedSheet:
    (held,) = parse(print_pdf([paper]), wording()).sheets
    return held


def form(rows: dict[str, list[str]], painted: bool = False) -> Paper:
    """A ruled form, labels on the left; ``painted`` colours the label column line by line."""
    paper = Paper(PORTRAIT).text(180, 20, "市長公約実施目標シート", 16)
    top, tops = 60.0, []
    for label, values in rows.items():
        names = label.split("／")
        lines = max(len(names), len(values))
        tops.append(top)
        paper.lines(34, top + 4, names, 10).lines(134, top + 4, values, 11)
        if painted:
            for line in range(lines):
                step = (lines * 15 + 10) / lines
                paper.box(30, top + line * step, 128, top + (line + 1) * step, GREEN, stroke=False)
        top += lines * 15 + 10
    return paper.grid([30, 130, 560], [*tops, top])


ROWS = {
    "公約": ["Ⅱ　人を育てるまち"],
    "期間": ["中期"],
    "公約名": ["身近な公園の再整備"],
    "目的": ["子どもも大人も楽しめる公園を増やします"],
    "なにをするの？": ["・古い遊具を順番に取り替えます。"],
    "いつまでに？": ["令和7年度末"],
    "今どのくらいすすん／でいるの？": ["（令和6年9月30日現在）", "60％"],
}
PARK: dict[str, Any] = {
    "pillar": (2, "人を育てるまち"),
    "term": "mid",
    "title": "身近な公園の再整備",
    "aim": "子どもも大人も楽しめる公園を増やします",
    "actions": ["古い遊具を順番に取り替えます。"],
    "due": "令和7年度末",
    "due_date": "2026-03-31",
    "due_note": None,
    "as_of": "2024-09-30",
    "achieved": False,
    "progress": 0.6,
}


@pytest.mark.parametrize("painted", [False, True])
def test_a_label_over_two_lines_of_a_narrow_column_is_one(painted: bool) -> None:
    assert fields(read(form(ROWS, painted))) == PARK


@pytest.mark.parametrize(
    "values",
    [
        ["（令和6年9月30日現在）60％"],
        ["（令和6年9月30日現在）進捗率 60％"],
        ["（令和6年9月30日現在）", "進捗率 60％"],
        ["（令和6年9月30日現在）■■■■■■□□□□"],
    ],
)
def test_a_date_and_how_far_it_is_may_share_a_line(values: list[str]) -> None:
    rows = ROWS | {"今どのくらいすすん／でいるの？": values}
    assert fields(read(form(rows))) == PARK


@pytest.mark.parametrize("pillar", ["2　人を育てるまち", "2人を育てるまち", "Ⅱ 人を育てるまち"])
def test_a_number_before_a_name_that_begins_like_a_counter_is_the_pillars(pillar: str) -> None:
    assert fields(read(form(ROWS | {"公約": [pillar]}))) == PARK


def test_a_number_and_a_name_apart_in_their_cell_are_read_from_left_to_right() -> None:
    paper = form(ROWS | {"公約": ["2"]}).text(150, 63.5, "人を育てるまち", 11)
    assert fields(read(paper)) == PARK


def test_only_names_that_the_profile_knows_turn_a_count_into_a_pillar() -> None:
    assert read_pillar("公約2人を育てるまち", ("公約",), PILLARS) == (
        2,
        "人を育てるまち",
        (3, 10),
        True,
    )
    assert read_pillar("公約2人で育てるまち", ("公約",), PILLARS) is None
    assert read_pillar("公約3件を達成", ("公約",), PILLARS) is None


def head(line: str) -> Paper:
    paper = Paper(PORTRAIT).text(30, 20, line, 11)
    paper.text(30, 50, PARK["title"], 22).text(30, 90, PARK["aim"], 12)
    paper.text(30, 130, "■なにをするの？", 13).text(40, 152, "・古い遊具を順番に取り替えます。", 12)
    paper.text(30, 200, "■いつまでに？", 13).text(40, 222, "令和7年度末", 12)
    paper.text(30, 270, "■今どのくらいすすんでいるの？（令和6年9月30日現在）", 13)
    return paper.text(40, 300, "60％", 14)


def test_the_forms_name_and_the_pillar_may_share_a_line() -> None:
    line = "市長公約実施目標シート　公約２ 人を育てるまち　【中期】"
    assert fields(read(head(line))) == PARK


def test_a_bullet_with_nothing_behind_it_is_no_action() -> None:
    paper = head("市長公約実施目標シート　公約２ 人を育てるまち　【中期】")
    assert fields(read(paper.text(40, 176, "・", 12))) == PARK
