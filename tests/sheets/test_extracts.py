"""Plain text extracts: lines without boxes, in whatever state they are."""

from __future__ import annotations

import pytest

from tests.sheets.reading import fields, parse

SHEET = """市長公約実施目標シート

公約 II にぎわいのまち

中長期

駅前広場の改修と
周辺道路の拡幅（歩道の設置、
街路樹の植え替えを含む）

駅前に人を呼びます

○なにをするの？

・広場を改修します。
令和5年度:3校 12.5ha
リサイクル率 R4年度：18.2％ R5年度：19.1％
R5年度:登録20件 成約5件(R6.1.31現在)

また、案内板を取り替えます。

○いつまでに？

令和12年度末

※予算の状況により変わります。

公約達成

○今どのくらいすすんでいるの？(令和6年9月30日現在)

開始

達成
"""
WANTED = {
    "pillar": (2, "にぎわいのまち"),
    "term": "mid_long",
    "title": "駅前広場の改修と周辺道路の拡幅（歩道の設置、街路樹の植え替えを含む）",
    "aim": "駅前に人を呼びます",
    "actions": ["広場を改修します。", "また、案内板を取り替えます。"],
    "due": "令和12年度末",
    "due_date": "2031-03-31",
    "due_note": "予算の状況により変わります。",
    "as_of": "2024-09-30",
    "achieved": True,
    "progress": None,
}


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_sheet_in_any_charset(charset: str) -> None:
    parsed = parse(SHEET.encode(charset))
    assert [fields(sheet) for sheet in parsed.sheets] == [WANTED]
    assert parsed.pages[0].coverage == 1.0
    assert not parsed.issues


def test_figures_of_lines() -> None:
    metrics = parse(SHEET.encode()).sheets[0].metrics
    assert [(m.line, m.label_raw, m.fiscal_year, m.item, m.value, m.unit) for m in metrics] == [
        (1, "令和5年度", 2023, None, 3.0, "校"),
        (1, "令和5年度", 2023, None, 12.5, "ha"),
        (2, "R4年度", 2022, "リサイクル率", 18.2, "％"),
        (2, "R5年度", 2023, "リサイクル率", 19.1, "％"),
        (3, "R5年度", 2023, "登録", 20.0, "件"),
        (3, "R5年度", 2023, "成約", 5.0, "件"),
    ]
    assert {str(metric.as_of_date) for metric in metrics[4:]} == {"2024-01-31"}


def test_sheets_without_the_name_of_the_form() -> None:
    text = SHEET.replace("市長公約実施目標シート\n", "")
    parsed = parse((text + text.replace("中長期", "短期")).encode())
    wanted = [WANTED, WANTED | {"term": "short"}]
    assert [fields(sheet) for sheet in parsed.sheets] == wanted


def test_misspelt_headings_are_read_and_reported() -> None:
    text = SHEET.replace("なにをするの？", "なにするの").replace("いつまでに？", "いつまで？")
    parsed = parse(text.replace("今どのくらいすすんでいるの？", "今のどのくらい").encode())
    assert [fields(sheet) for sheet in parsed.sheets] == [WANTED]
    assert {issue.rule for issue in parsed.issues} == {"sheet.heading_misspelt"}


def test_missing_headings_leave_doubts_and_no_silence() -> None:
    text = SHEET.replace("○なにをするの？\n", "").replace("○いつまでに？\n", "")
    parsed = parse(text.encode())
    read = fields(parsed.sheets[0])
    assert (read["title"], read["due"], read["actions"]) == (
        WANTED["title"],
        WANTED["due"],
        WANTED["actions"],
    )
    doubtful = {issue.field for issue in parsed.issues if issue.rule == "sheet.field_doubtful"}
    assert doubtful == {"actions", "due"}
    due = [row for row in parsed.sheets[0].evidence if row.field == "due_raw"]
    assert due[0].confidence < 0.9


def test_sentences_with_the_words_of_headings_stay_text() -> None:
    said = "・いつまでに何をするの？という声に応え、取組内容と進捗状況を公表します。"
    parsed = parse(SHEET.replace("・広場を改修します。", said).encode())
    assert fields(parsed.sheets[0]) == WANTED | {
        "actions": [said.removeprefix("・"), "また、案内板を取り替えます。"]
    }


@pytest.mark.parametrize(
    ("due", "date", "rule"),
    [
        ("令和7年3月", "2025-03-31", None),
        ("令和6年度", "2025-03-31", None),
        ("令和6年9月30日", "2024-09-30", None),
        ("継続して実施", None, "sheet.due_unreadable"),
        ("令和8年度以降", None, "sheet.due_unreadable"),
        ("平成40年13月", None, "sheet.due_impossible"),
        ("設計は令和6年度、工事は令和8年度", "2027-03-31", "sheet.due_ambiguous"),
    ],
)
def test_times_are_read_or_reported(due: str, date: str | None, rule: str | None) -> None:
    parsed = parse(SHEET.replace("令和12年度末", due).encode())
    read = fields(parsed.sheets[0])
    assert (read["due"], read["due_date"]) == (due, date)
    assert ([issue.rule for issue in parsed.issues] or [None]) == [rule]


def test_a_text_about_sheets_is_none() -> None:
    text = "市長公約について\n各分野の市長公約実施目標シートを更新しました。\n○いつまでに\n来月末\n"
    assert parse(text.encode()).sheets == ()
