"""Goal lists with circles for terms, tables without names of columns, cells cut by a page's end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.goals.test_goals import goals
from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import parse


def table(paper: Paper, xs: Sequence[int], top: int, rows: Sequence[Sequence[str]]) -> int:
    """A ruled table; a slash breaks a cell's line. Gives where the table ends."""
    ys = [top + 36 * index for index in range(len(rows) + 1)]
    paper.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            paper.lines(x + 4, y + 5, text.split("/"), 10)
    return ys[-1]


def test_circles_in_columns_of_terms_say_the_term_and_not_that_it_is_achieved() -> None:
    paper = Paper(size=PORTRAIT).text(150, 30, "公約項目一覧", 18)
    rows = [
        ("番号", "分野", "公約項目", "短期", "中期", "中長期", "達成時期"),
        ("1", "公約Ⅰ", "保育料の無償化", "○", "", "", "令和6年度末"),
        ("2", "公約Ⅰ", "新庁舎の検討", "", "", "○", "令和10年度/末"),
        ("3", "公約Ⅱ", "河川敷の整備", "", "○", "", "令和8年度"),
        ("4", "公約Ⅱ", "市民農園の拡充", "○", "○", "", "令和8年度"),
    ]
    table(paper, (30, 70, 120, 300, 340, 380, 430, 520), 70, rows)
    parsed = parse(print_pdf([paper]))
    assert goals(parsed) == [
        ("short", 1, "保育料の無償化", "令和6年度末", 2024, None),
        ("mid_long", 1, "新庁舎の検討", "令和10年度末", 2028, None),
        ("mid", 2, "河川敷の整備", "令和8年度", 2026, None),
        (None, 2, "市民農園の拡充", "令和8年度", 2026, None),
    ]
    assert [issue.rule for issue in parsed.issues] == ["goal.term_missing"]


def test_later_tables_keep_the_columns_that_the_first_one_names() -> None:
    xs = (40, 110, 320, 430, 520)
    first = Paper(size=PORTRAIT).text(150, 30, "市長公約達成目標一覧", 18)
    first.text(40, 70, "公約Ⅰ", 13)
    names = ("区分", "公約項目", "期限", "達成")
    done = ("短期", "保育料の無償化", "令和6年度末", "○")
    end = table(first, xs, 90, [names, done, ("中期", "避難所の整備", "令和7年度末", "")])
    first.text(40, end + 20, "公約Ⅱ", 13)
    table(first, xs, end + 40, [("短期", "水道管の更新", "令和6年度末", "")] * 1)
    second = Paper(size=PORTRAIT)
    table(second, xs, 40, [("中長期", "新庁舎の検討", "令和10年度末", "")])
    assert goals(parse(print_pdf([first, second]))) == [
        ("short", 1, "保育料の無償化", "令和6年度末", 2024, True),
        ("mid", 1, "避難所の整備", "令和7年度末", 2025, False),
        ("short", 2, "水道管の更新", "令和6年度末", 2024, False),
        ("mid_long", 2, "新庁舎の検討", "令和10年度末", 2028, False),
    ]


def test_a_merged_cell_that_a_page_cuts_open_still_holds_its_term() -> None:
    paper = Paper(size=PORTRAIT).text(150, 30, "公約一覧", 18)
    rows = [
        ("公約項目", "分野", "目標年度"),
        *((f"事業その{n}", "公約Ⅰ", "令和7年度") for n in "一二三四"),
    ]
    table(paper, (100, 320, 420, 520), 70, rows)
    paper.grid([40, 100], [70, 106, 178]).text(46, 78, "期間", 10)
    paper.box(40, 178, 40.5, 250).text(46, 130, "短期", 10).text(46, 190, "中期", 10)
    terms = [goal[0] for goal in goals(parse(print_pdf([paper])))]
    assert terms == ["short", "short", "mid", "mid"]
