"""A city with words of its own for everything: read by its profile, without new code."""

from __future__ import annotations

from pathlib import Path

from pipeline.profiles import load_profile
from tests.sheets.paper import Paper, print_pdf
from tests.sheets.reading import fields, parse

PROFILE = Path(__file__).parent / "second_city.toml"
WANTED = {
    "pillar": (2, "手仕事を伝える"),
    "term": "mid",
    "title": "竹細工の教室",
    "aim": "技を次の世代につなぎます。",
    "actions": ["月に一度、職人が教えます。", "道具は町が貸し出します。"],
    "due": "令和8年3月",
    "due_date": "2026-03-31",
    "due_note": None,
    "as_of": "2025-10-01",
    "achieved": True,
    "progress": 1.0,
}


def card() -> Paper:
    paper = Paper(shuffle=6)
    paper.text(300, 20, "みんなの約束カード", 18)
    paper.text(30, 70, "のぞみ：2", 13)
    paper.text(600, 70, "ころあい", 13)
    paper.text(670, 70, "じっくり", 13)
    paper.box(20, 96, 820, 150, (1.0, 0.95, 0.9))
    paper.text(30, 102, "約束のなまえ", 10)
    paper.text(60, 118, "竹細工の教室", 24)
    paper.text(30, 170, "☆めざすところ", 14)
    paper.text(50, 194, "技を次の世代につなぎます。", 13)
    paper.text(30, 230, "☆することリスト", 14)
    paper.text(50, 254, "・月に一度、職人が教えます。", 13)
    paper.text(50, 276, "・道具は町が貸し出します。", 13)
    paper.text(30, 330, "☆できあがりは", 14)
    paper.text(180, 330, "令和8年3月", 14)
    paper.text(30, 380, "☆いまここ（令和7年10月1日のようす）", 14)
    paper.bar(120, 420, 700, 1.0)
    paper.turned(600, 380, "花まる", 26)
    return paper


def test_the_profile_alone_makes_the_city_readable() -> None:
    vocabulary = load_profile(str(PROFILE)).vocabulary
    parsed = parse(print_pdf([card()]), vocabulary)
    assert [fields(sheet) for sheet in parsed.sheets] == [WANTED]
    assert {issue.rule for issue in parsed.issues} == {"sheet.pillar_inferred"}
    name = [row for row in parsed.sheets[0].evidence if row.field == "pillar_name"]
    assert name[0].note == "taken from the site profile"


def test_without_the_profile_nothing_is_made_up() -> None:
    assert parse(print_pdf([card()])).sheets == ()
