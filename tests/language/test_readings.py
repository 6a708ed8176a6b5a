"""Readings of titles, against labels and rule by rule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.language.analysis import Models
from parsers.language.counting import read_number
from parsers.language.model import Entry
from parsers.language.readings import make_reader
from parsers.language.words import base_words
from tests.language.labelled import (
    FRESH,
    Title,
    fresh_lexicon,
    fresh_titles,
    lexicon,
    own_titles,
    published_titles,
    reading_score,
    unseen_lexicon,
    unseen_titles,
)


def measured(models: Models, titles: list[Title]) -> tuple[float, float]:
    return reading_score(titles, lambda title: models.reading(title).kana)


@pytest.mark.parametrize("half", ["development", "test"])
def test_labelled_titles_are_read(models: Models, half: str) -> None:
    characters, exact = measured(models, [each for each in own_titles() if each.half == half])
    assert characters >= 0.98
    assert exact >= 0.95


@pytest.mark.parametrize("half", ["development", "test"])
def test_published_titles_are_read(models: Models, half: str) -> None:
    characters, _ = measured(models, [each for each in published_titles() if each.half == half])
    assert characters >= 0.98


@pytest.mark.parametrize(
    "name",
    [
        "unseen.toml",
        "unseen_2.toml",
        "unseen_3.toml",
        "unseen_4.toml",
        "unseen_5.toml",
        "unseen_6.toml",
        "unseen_7.toml",
    ],
)
def test_titles_of_other_kinds_are_read(models: Models, name: str) -> None:
    reader = make_reader(models.reader.tokenizers, [*lexicon(), *unseen_lexicon(name)])
    characters, exact = reading_score(unseen_titles(name), lambda title: reader.read(title).kana)
    assert characters >= 0.95
    assert exact >= 0.85


@pytest.mark.parametrize("names", FRESH)
def test_titles_of_fresh_sheets_are_read(models: Models, names: tuple[str, ...]) -> None:
    reader = make_reader(models.reader.tokenizers, fresh_lexicon(names))
    titles = fresh_titles(names[0])
    characters, exact = reading_score(titles, lambda title: reader.read(title).kana)
    assert characters >= 0.98
    assert exact >= 0.95


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("令和6年度末", "レイワロクネンドマツ"),
        ("62施設", "ロクジュウニシセツ"),
        ("1人1台", "ヒトリイチダイ"),
        ("４件と14回", "ヨンケントジュウヨンカイ"),
        ("8校・10校・100校", "ハッコウジュッコウヒャッコウ"),
        ("300本", "サンビャッポン"),
        ("3本", "サンボン"),
        ("11月20日", "ジュウイチガツハツカ"),
        ("17か所と9カ所", "ジュウナナカショトキュウカショ"),
        ("2分の1", "ニブンノイチ"),
        ("1.5倍", "イッテンゴバイ"),
        ("3億2,000万円", "サンオクニセンマンエン"),
        ("6次産業化", "ロクジサンギョウカ"),
        ("PFI(民間活力)", "ピーエフアイミンカンカツリョク"),
        ("ＤＸの推進", "ディーエックスノスイシン"),
        ("照明のLED化", "ショウメイノエルイーディーカ"),
        ("1日3回、4月1日から14日間", "イチニチサンカイシガツツイタチカラジュウヨッカカン"),
        ("R7年度とR元年度", "レイワナナネンドトレイワガンネンド"),
        ("3階の10店舗で3泊", "サンガイノジュッテンポデサンパク"),
        ("5千万円と8千人と1兆円", "ゴセンマンエントハッセンニントイッチョウエン"),
        ("B型とH級とM&A", "ビーガタトエイチキュウトエムアンドエー"),
        ("医師不足と車離れ", "イシブソクトクルマバナレ"),
        ("研究所・事務所・発電所", "ケンキュウジョジムショハツデンショ"),
        ("UIJターン", "ユーアイジェイターン"),
        ("「道の駅」", "ミチノエキ"),
        ("ｽﾎﾟｰﾂ", "スポーツ"),
        ("", ""),
    ],
)
def test_numbers_letters_and_signs(models: Models, text: str, kana: str) -> None:
    assert models.reading(text).kana == kana


@pytest.mark.parametrize(
    ("digits", "kana"),
    [
        ("0", "ゼロ"),
        ("8,600", "ハッセンロッピャク"),
        ("10000", "イチマン"),
        ("30億", "サンジュウオク"),
    ],
)
def test_plain_numbers(digits: str, kana: str) -> None:
    assert read_number(digits) == kana


def test_the_lexicon_of_a_city_wins_and_needs_a_whole_word(models: Models) -> None:
    entries = [Entry(surface="水澄", reading="ミスミ", reason="a name")]
    with_it = make_reader(models.reader.tokenizers, entries)
    assert with_it.read("水澄の森").kana == "ミスミノモリ"
    assert make_reader(models.reader.tokenizers).read("水澄の森").kana != "ミスミノモリ"


def test_an_unknown_word_is_unsure(models: Models) -> None:
    assert models.reading("Zyxquの導入").doubts == ("Zyxqu",)
    assert models.reading("公共施設の整備").doubts == ()


def test_every_word_of_the_base_list_has_reading_and_reason() -> None:
    words = base_words()
    for each in (words.entry, words.whole):
        assert all(word.reason and re.fullmatch("[ァ-ヺー]+", word.reading or "") for word in each)
        assert len({word.surface for word in each}) == len(each)
    for ending in words.behind:
        assert ending.reason
        assert re.fullmatch("[ァ-ヺー]+", ending.alone + ending.reading)
        assert ending.words or ending.tag


def test_a_counter_ends_where_a_word_ends(models: Models) -> None:
    assert models.reading("3分野と3分").kana == "サンブンヤトサンプン"
    assert models.reading("1区画と1区").kana == "イチクカクトイック"


def test_a_name_of_the_lexicon_is_not_cut_from_another(models: Models) -> None:
    entries = [Entry(surface="原市", reading="ハライチ", reason="a district")]
    reader = make_reader(models.reader.tokenizers, entries)
    assert reader.read("原市地区と小田原市").kana == "ハライチチクトオダワラシ"


def test_an_unconfirmed_reading_is_given_and_doubted(models: Models) -> None:
    entries = [Entry(surface="遠丸", reading="トオマル", reason="a name", sure=False)]
    reading = make_reader(models.reader.tokenizers, entries).read("遠丸の整備")
    assert (reading.kana, reading.doubts) == ("トオマルノセイビ", ("遠丸",))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_katakana_only(models: Models, text: str) -> None:
    assert re.fullmatch("[ァ-ヺー]*", models.reading(text).kana)
