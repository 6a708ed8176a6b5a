"""Named things against labels, strict in span and label."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.language.analysis import Models
from parsers.language.entities import PARTS, Finder, make_finder
from schemas.enums import EntityLabel
from tests.language.labelled import (
    FRESH,
    LABELS,
    Marked,
    Text,
    fresh_lexicon,
    fresh_texts,
    lexicon,
    own_texts,
    published_texts,
    score,
    sheets,
    unmarked,
)

HALVES = ["development", "test"]


def found_by(models: Models, text: str) -> list[Marked]:
    return found_in(models.finder, text)


def found_in(finder: Finder, text: str) -> list[Marked]:
    return [(span.start, span.end, span.label) for span in finder.find(text)]


def half_of(texts: list[Text], half: str) -> list[Text]:
    return [text for text in texts if text.half == half]


@pytest.mark.parametrize("half", HALVES)
def test_own_texts(models: Models, half: str) -> None:
    scores = score(half_of(own_texts(), half), lambda text: found_by(models, text))
    assert scores[None].f1 >= 0.9
    assert scores[EntityLabel.MONEY].f1 >= 0.97


@pytest.mark.parametrize("half", HALVES)
def test_all_texts_reach_the_bar(models: Models, half: str) -> None:
    texts = half_of([*own_texts(), *published_texts()], half)
    scores = score(texts, lambda text: found_by(models, text))
    assert scores[None].f1 >= 0.9
    assert scores[EntityLabel.MONEY].f1 >= 0.97
    assert scores[EntityLabel.DATE].f1 >= (0.97 if half == "test" else 0.95)


@pytest.mark.parametrize("names", FRESH)
def test_fresh_texts_of_other_cities(models: Models, names: tuple[str, ...]) -> None:
    finder = make_finder(models.reader.tokenizers, fresh_lexicon(names))
    texts = [text for name in names for text in fresh_texts(name)]
    scores = score(texts, partial(found_in, finder))
    assert scores[None].f1 >= 0.93
    assert scores[EntityLabel.MONEY].f1 >= 0.97
    assert scores[EntityLabel.DATE].f1 >= 0.97


def test_the_two_ends_of_a_change_are_two_dates(models: Models) -> None:
    text = "目標を令和7年度から令和9年度に変更し、令和7年度から令和9年度に実施"
    found = [text[span.start : span.end] for span in models.finder.find(text)]
    assert found == ["令和7年度", "令和9年度", "令和7年度から令和9年度"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第3回本部会議で", []),
        ("新潟市と", ["新潟市"]),
        ("新庁舎を", []),
        ("沿岸部と中心部で", []),
        ("株式会社しおかぜと協定を", ["株式会社しおかぜ"]),
        ("都市計画道路中央通り線の整備", ["都市計画道路中央通り線"]),
        ("整備地区の公民館", ["公民館"]),
    ],
)
def test_kinds_of_names(models: Models, text: str, named: list[str]) -> None:
    assert [text[span.start : span.end] for span in models.finder.find(text)] == named


def test_the_labelled_set_is_as_large_as_it_must_be() -> None:
    published = json.loads((LABELS / "published.json").read_text(encoding="utf-8"))
    own = len(sheets("sample_sheets.toml")) + len(sheets("other_sheets.toml"))
    assert own + len(published["titles"]) >= 60
    paragraphs = sum("line" in each for each in published["texts"])
    assert paragraphs + (LABELS / "other_meetings.toml").read_text().count("[[paragraphs]]") >= 20


def test_each_part_adds_to_the_whole(models: Models) -> None:
    texts = own_texts()
    whole = score(texts, lambda text: found_by(models, text))[None].f1
    for part in PARTS:
        others = [each for each in PARTS if each != part]
        finder = make_finder(models.reader.tokenizers, lexicon(), others)
        less = score(texts, partial(found_in, finder))
        assert less[None].f1 < whole - 0.01, part


def test_the_labels_are_of_the_sample_city_as_it_stands() -> None:
    content = (LABELS.parents[2] / "samples/content/pledges.toml").read_text(encoding="utf-8")
    for sheet in sheets("sample_sheets.toml"):
        for marked in sheet.get("actions", ()):
            assert unmarked(marked)[0] in content


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("令和6年度末までに", "2025-03-31"),
        ("令和4年度から令和6年度まで", "2022-04-01/2025-03-31"),
        ("31億5千万円", "3150000000"),
        ("11月20日に実施", "2023-11-20"),
        ("令和8年度以降", "2026-04-01/.."),
        ("令和6年2月30日", None),
    ],
)
def test_values_are_normalised(models: Models, text: str, normalised: str | None) -> None:
    spans = models.finder.find(text, date(2023, 11, 27))
    assert [span.normalised for span in spans] == [normalised]


def test_names_are_brought_together_under_one_form(models: Models) -> None:
    text = "企業版ふるさと納税制度と企業版ふるさと納税"
    assert {span.normalised for span in models.finder.find(text)} == {"企業版ふるさと納税"}


@pytest.mark.parametrize(
    "text", ["担当部長から聞き取り", "関係課で検討", "この事業を続けます", "一部の施策", "その方法"]
)
def test_common_words_name_nothing(models: Models, text: str) -> None:
    assert models.finder.find(text) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("令和6年市の「」センター計画法課、。 \n3億円PFI祭"), max_size=60
    )
)
def test_spans_lie_in_the_text_in_order_and_apart(models: Models, text: str) -> None:
    end = 0
    for span in models.finder.find(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_lone_surrogates_are_borne(models: Models) -> None:
    content = models.content("\ud800市役所で")
    assert [(span.start, span.end) for span in content.spans] == [(1, 4)]


def test_a_long_text_is_searched_to_its_end(models: Models) -> None:
    text = "令和6年4月1日に道の駅を開く。" * 800
    spans = models.finder.find(text)
    assert len(spans) == 1600
    assert {text[span.start : span.end] for span in spans} == {"令和6年4月1日", "道の駅"}
