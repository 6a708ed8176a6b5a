"""Goal lists in ruled tables, over pages and with merged cells."""

from __future__ import annotations

from schemas.parsed import ParsedDocument
from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import parse

XS = [30, 90, 220, 400, 480, 560]
HEADER = ["区分", "分野", "公約", "目標年度", "達成"]


def page(head: str, rows: list[tuple[str, str, str, str, str]], merged: bool = True) -> Paper:
    """A page of the list: rules only where a cell ends, so that equal neighbours are one cell."""
    paper = Paper(size=PORTRAIT)
    paper.text(150, 30, head, 18)
    ys = [80 + 40 * index for index in range(len(rows) + 2)]
    for index, name in enumerate(HEADER):
        paper.box(XS[index], ys[0], XS[index + 1], ys[1])
        paper.text(XS[index] + 6, ys[0] + 12, name, 12)
    for column in range(5):
        start = 0
        while start < len(rows):
            end = start + 1
            while merged and column < 2 and end < len(rows) and not rows[end][column]:
                end += 1
            paper.box(XS[column], ys[start + 1], XS[column + 1], ys[end + 1])
            text = rows[start][column]
            middle = (ys[start + 1] + ys[end + 1]) / 2
            for at, part in enumerate(text.split("\n")):
                paper.text(XS[column] + 6, middle - 8 + 14 * at, part, 11)
            start = end
    return paper


FIRST = [
    ("短期", "1 安心のまち", "防災倉庫の更新", "令和5年度", "○"),
    ("", "", "避難路の案内板\nの取替え", "令和5年度末", "○"),
    ("", "2 学びのまち", "図書館の夜間開館", "令和5年度", "－"),
    ("中期", "1 安心のまち", "見守り訪問", "令和7年度", ""),
]
SECOND = [
    ("", "2 学びのまち", "体育館の空調", "令和6年度", "済"),
    ("中長期", "1 安心のまち", "新庁舎の検討", "令和10年度", ""),
]
WANTED = [
    ("short", 1, "防災倉庫の更新", "令和5年度", 2023, True),
    ("short", 1, "避難路の案内板の取替え", "令和5年度末", 2023, True),
    ("short", 2, "図書館の夜間開館", "令和5年度", 2023, False),
    ("mid", 1, "見守り訪問", "令和7年度", 2025, False),
    ("mid", 2, "体育館の空調", "令和6年度", 2024, True),
    ("mid_long", 1, "新庁舎の検討", "令和10年度", 2028, False),
]


def goals(parsed: ParsedDocument) -> list[tuple[object, ...]]:
    return [
        (g.term, g.pillar_number, g.title, g.due_raw, g.due_fiscal_year, g.achieved)
        for g in parsed.goals
    ]


def test_a_list_over_two_pages_with_merged_cells() -> None:
    pages = [page("市長公約達成目標一覧表", FIRST), page("市長公約達成目標一覧表", SECOND)]
    parsed = parse(print_pdf(pages))
    assert parsed.document.kind == "goal_list"
    assert goals(parsed) == WANTED
    assert [goal.order for goal in parsed.goals] == [1, 2, 3, 4, 5, 6]
    assert [goal.page for goal in parsed.goals] == [1, 1, 1, 1, 2, 2]
    assert parsed.sheets == ()


def test_a_term_carried_over_a_page_says_so() -> None:
    pages = [page("公約一覧表", FIRST), page("公約一覧表", SECOND)]
    parsed = parse(print_pdf(pages))
    fifth = [row for row in parsed.evidence if row.row_id.endswith("/5") and row.field == "term"]
    assert fifth[0].note is not None
    titles = [row for row in parsed.evidence if row.field == "title"]
    assert [row.text_raw for row in titles] == [wanted[2] for wanted in WANTED]


def test_marks_nobody_knows_are_reported() -> None:
    rows = [(*row[:4], "◇") for row in FIRST]
    parsed = parse(print_pdf([page("公約達成目標一覧", rows)]))
    assert {goal.achieved for goal in parsed.goals} == {None}
    assert [issue.rule for issue in parsed.issues] == ["goal.achieved_unreadable"] * 4


def test_a_table_that_announces_no_list_gives_no_goals() -> None:
    parsed = parse(print_pdf([page("市長公約の予算", FIRST)]))
    assert parsed.goals == ()
    assert parsed.sheets == ()
