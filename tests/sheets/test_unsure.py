"""A sheet whose layout may have been misunderstood says so, and is sure of nothing it concerns."""

from __future__ import annotations

import pytest

from parsers.sheets.unsure import UNSURE
from schemas.parsed import ParsedDocument, ParsedSheet
from schemas.records import Issue
from tests.sheets.reading import parse

TEXT = """市長公約実施目標シート

公約の柱：2 花の咲くまち
【中期】
公約名：通りを花でかざる取組
目的：{aim}
○なにをするの？
{actions}
○いつまでに？
{due}
○今どのくらいすすんでいるの？（令和7年3月31日現在）
"""
AIM = "歩くのが楽しいまちにします"
ACTIONS = "・花の苗を配ります。\n・水やりの当番を決めます。"
DUE = "令和8年度末"


def read(
    aim: str = AIM, actions: str = ACTIONS, due: str = DUE, text: str = TEXT
) -> ParsedDocument:
    return parse(text.format(aim=aim, actions=actions, due=due).encode())


def told(parsed: ParsedDocument) -> list[Issue]:
    rules = ("sheet.layout_unsure", "sheet.value_mixed")
    return [issue for issue in parsed.issues if issue.rule in rules]


def sureness(sheet: ParsedSheet, name: str) -> list[float]:
    table = "sheet_actions" if name == "actions" else "sheets"
    field = "text" if name == "actions" else name
    rows = [row for row in sheet.evidence if (row.table, row.field) == (table, field)]
    return [row.confidence for row in rows]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"aim": "～花と歩くまち～"},
        {"actions": "・花の苗（春・秋）を配ります。（3地区）\n・時期：令和7年度\n・花壇"},
        {"actions": "・花の苗を配ります。※先着順\n水やりの当番を決めます。"},
        {"due": "令和8年度末\n※花壇の設置済み"},
        {"due": "令和8年度末\n（一部は令和7年度）"},
        {"due": "令和8年度末\n当番は毎年募集します。"},
    ],
)
def test_what_fits_its_field_is_not_doubted(given: dict[str, str]) -> None:
    parsed = read(**given)
    assert told(parsed) == []
    assert min(row.confidence for row in parsed.sheets[0].evidence) > UNSURE


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        ({"aim": AIM + "\n◇花の苗を配ります。"}, "aim", "◇花の苗を配ります。"),
        ({"aim": AIM + "備考：なし"}, "aim", "備考"),
        ({"actions": ACTIONS + "\n目指す時"}, "actions", "目指す時"),
        ({"actions": "♪花の苗を配ります。\n♪水やりの当番を決めます。"}, "actions", "♪"),
        ({"actions": "・花の苗を配ります。 庁内用\n・当番を決めます。"}, "actions", "庁内用"),
        ({"due": "令和8年度末\n通りを花でかざる取組"}, "due_note", "通りを花でかざる取組"),
        ({"due": "令和8年度末\n※未定　担当課：花の係"}, "due_note", "担当課"),
    ],
)
def test_what_does_not_fit_its_field_is_told_once(
    given: dict[str, str], field: str, text: str
) -> None:
    parsed = read(**given)
    about = [issue for issue in told(parsed) if issue.field == field]
    assert [(issue.rule, issue.text_raw) for issue in about] == [("sheet.value_mixed", text)]
    assert text in about[0].message_ja
    assert text in about[0].message_en
    assert min(sureness(parsed.sheets[0], field)) <= UNSURE
    assert min(sureness(parsed.sheets[0], "title")) > UNSURE


def test_a_list_in_the_aim_may_be_lost_to_the_actions() -> None:
    parsed = read(aim=AIM + "\n◇花の苗を配ります。")
    assert [issue.field for issue in told(parsed)] == ["aim", "actions"]
    assert max(sureness(parsed.sheets[0], "actions")) <= UNSURE


def test_only_the_action_concerned_is_doubted() -> None:
    [sheet] = read(actions=ACTIONS + "\n目指す時").sheets
    assert [value <= UNSURE for value in sureness(sheet, "actions")] == [False, False, True]


def test_a_sheet_that_lacks_what_all_have_is_doubted_as_a_whole() -> None:
    text = TEXT.replace("【中期】\n", "")
    parsed = read(text=text)
    assert [(issue.rule, issue.field, issue.text_raw) for issue in told(parsed)] == [
        ("sheet.layout_unsure", None, "term")
    ]
    assert max(row.confidence for row in parsed.sheets[0].evidence) <= UNSURE
    assert (parsed.sheets[0].sheet.confidence or 0) <= UNSURE


def test_mark_and_graphic_that_disagree_are_both_doubted() -> None:
    text = TEXT + "公約達成\n"
    text = text.replace("○今どのくらいすすんでいるの？（令和7年3月31日現在）", "進捗率：40％")
    parsed = read(text=text)
    assert "sheet.achieved_conflict" in {issue.rule for issue in parsed.issues}
    [sheet] = parsed.sheets
    assert sureness(sheet, "achieved") == sureness(sheet, "progress_ratio") == [UNSURE]
