"""The engine's regular slips are repaired by their neighbours, and sound text is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.ocr import repair, repair_closed

SLIPS = [
    ("スポ一ツ、文化", "スポーツ、文化"),
    ("AⅠの活用", "AIの活用"),
    ("食肉センタ一特別会計", "食肉センター特別会計"),
    ("ー部の", "一部の"),
    ("ペットもー緒", "ペットも一緒"),
    ("二ーズに", "ニーズに"),
    ("ユ二バーサル", "ユニバーサル"),
    ("八ーフ", "ハーフ"),
    ("新工ネルギー産業", "新エネルギー産業"),
    ("戦略人ロを", "戦略人口を"),
    ("エ事", "工事"),
    ("カ強い", "力強い"),
    ("ビルダー」ヘの転換", "ビルダー」への転換"),
    ("活用によリ、", "活用により、"),
    ("知っておくベき", "知っておくべき"),
    ("交付団体べース", "交付団体ベース"),
    ("については、ぺージ", "については、ページ"),
    ("むちのほっペが", "むちのほっぺが"),
    ("Oなにをするの?", "○なにをするの？"),
    ("·市有の土地", "・市有の土地"),
    ("R5.1O.31", "R5.10.31"),
    ("進抄していない", "進捗していない"),
    ("調查", "調査"),
    ("一带", "一帯"),
    ("申し达み", "申し込み"),
    ("减少", "減少"),
    ("高齡", "高齢"),
    ("令和６年３月", "令和6年3月"),
    ("O", "○"),
]

SOUND = [
    "データ一覧",
    "メーカー一覧",
    "コーヒー一杯",
    "第一回",
    "ブランド力を",
    "大工ネットワーク",
    "第二ステージ",
    "3カ所",
    "ヘルスケア",
    "サービスへの",
    "世界へチャレンジ",
    "すべて",
    "イベント",
    "学校ベンチ",
    "リサイクル率",
    "によりリサイクル",
    "口コミ",
    "千チーム",
    "八ヶ岳",
    "二〇二五年",
    "NPO等",
    "OECD",
    "10",
    "3·5",
    "進歩的な",
    "諫早市",
    "塩竈市",
]


@pytest.mark.parametrize(("read", "printed"), SLIPS)
def test_a_regular_slip_is_repaired_and_said(read: str, printed: str) -> None:
    done = repair(read)
    assert done.text == printed
    changed = {f"{a}→{b}" for a, b in zip(read, printed, strict=True) if a != b}
    assert set(done.repairs) == changed


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text).text == text
    assert repair(text).repairs == ()


@given(st.text(alphabet="あアいイ一ー二ニ口ロ工エO0〇○・·へヘべベりリ5年度末查减部", max_size=30))
def test_a_repair_keeps_the_length_and_tells_every_change(text: str) -> None:
    done = repair(text)
    assert len(done.text) == len(text)
    assert bool(done.repairs) == (done.text != text)


TERMS = ["短期", "中期", "中長期"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [("短期", "短期"), ("中 長期", "中長期"), ("短明", "短期"), ("申長期", "中長期")],
)
def test_a_closed_field_is_set_right_to_what_is_possible(text: str, entry: str) -> None:
    closed = repair_closed(text, TERMS)
    assert closed is not None
    assert closed.text == entry
    told_apart = text.replace(" ", "") != entry
    assert (closed.repair is not None) == told_apart
    assert (closed.confidence < 0.9) == told_apart


@pytest.mark.parametrize("text", ["", "期", "申期", "公開", "あああ"])
def test_a_closed_field_is_not_guessed(text: str) -> None:
    assert repair_closed(text, TERMS) is None


def test_a_lost_stroke_of_a_roman_numeral_is_found_by_the_rest_of_the_line() -> None:
    pillars = ["公約 V 森と川を守るまちへ", "公約 VI 人が行きかうまちへ"]
    closed = repair_closed("公約V人が行きかうまちへ", pillars)
    assert closed is not None
    assert closed.text == pillars[1]
