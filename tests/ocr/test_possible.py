"""Which other readings of a closed field are evidence, and which a second engine's own slips."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from parsers.possible import is_possible
from pipeline.profiles import base_vocabulary

PILLARS = {1: "笑顔で育つまち", 2: "人を育てる", 3: "支え合うまち"}
WORDS = replace(base_vocabulary(), pillars=PILLARS)


@pytest.mark.parametrize(
    ("field", "told", "seen"),
    [
        ("due_raw", "令和6年度末", "令和8年度末"),
        ("due_raw", "令和6年度末", "平成6年度末"),
        ("due_raw", "令和6年度末", "吉和8年度末"),
        ("due_raw", "令和10年度末", "令和1年度末"),
        ("due_raw", "令和7年度末", "令和7年度"),
        ("due_raw", "令和7年3月末", "令和7年8月栗"),
        ("due_raw", "任期中", "仕期中"),
        ("as_of_raw", "令和6年11月30日", "令和6年1月30日"),
        ("as_of_raw", "R6.9.30", "R6.9.80"),
        ("as_of_raw", "信和6年9月30日", "令和6年9月30日"),
        ("term_raw", "短期", "中期"),
        ("term_raw", "短期", "中朝"),
        ("term_raw", "知期", "中期"),
        ("pillar_number", "公約Ⅱ人を育てる", "公約Ⅲ支え合うまち"),
        ("pillar_number", "公約Ⅴ知らない柱", "公約Ⅳ知らない柱"),
        ("value", "令和5年度:1,204人", "令和5年度:1,284人"),
        ("value", "令和5年度:2億4,000万円", "令和5年度:2億4,000円"),
        ("value", "令和5年度:12件", "令和5年度:12校"),
    ],
)
def test_another_text_that_the_field_can_hold_is_evidence(field: str, told: str, seen: str) -> None:
    assert is_possible(field, told, seen, WORDS)


@pytest.mark.parametrize(
    ("field", "told", "seen"),
    [
        ("due_raw", "令和6年3月末", "芋栄⑥年③月栗"),
        ("due_raw", "令和7年度末", "釣和⑦年度末"),
        ("as_of_raw", "令和6年11月30日", "和⑥年⑪月③0日"),
        ("as_of_raw", "令和6年5月1日", "S振⑥年⑤月①一"),
        ("as_of_raw", "令和6年9月30日", "令成6年9月30日"),
        ("as_of_raw", "(令和6年9月30日現在)", "（令和6年9月30日琅在）"),
        ("term_raw", "中長期", "中長朗"),
        ("term_raw", "短期", "幅吻"),
        ("pillar_number", "公約Ⅱ人を育てる", "公約L人を育てる"),
        ("pillar_number", "2人を育てる", "P人を育てる"),
        ("value", "R6年度:宿泊者2,310人1,250万円", "訣⑥年度:腸狛者②.③①0人⑫⑤0万円"),
        ("value", "令和5年度:1校2億4,000万円", "冬和⑤年度:①校②億④000万内"),
    ],
)
def test_what_no_such_field_can_hold_is_the_second_engines_slip(
    field: str, told: str, seen: str
) -> None:
    assert not is_possible(field, told, seen, WORDS)
