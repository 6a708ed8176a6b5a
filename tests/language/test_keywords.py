"""Keywords against judgements, and their rules."""

from __future__ import annotations

import dataclasses
import tomllib
from typing import Any

from parsers.language.analysis import Models
from parsers.language.entities import make_finder
from parsers.language.keywords import load_stopwords, score_sheets
from parsers.language.links import WORDING, link
from parsers.language.model import Compound
from tests.language.labelled import FRESH, LABELS, fresh_lexicon, sheets, unmarked

OWN = ("sample_sheets.toml", "other_sheets.toml")
Fields = dict[str, list[Compound]]


def fields(models: Models, sheet: dict[str, Any]) -> Fields:
    def of(marked: str) -> list[Compound]:
        return list(models.content(unmarked(marked)[0]).compounds)

    actions = [each for action in sheet.get("actions", ()) for each in of(action)]
    return {"title": of(sheet["title"]), "aim": of(sheet.get("aim", "")), "action": actions}


def keywords(models: Models, names: tuple[str, ...] = OWN) -> dict[str, list[str]]:
    every = [sheet for name in names for sheet in sheets(name)]
    full = {f"{n}": each for n, each in enumerate(every) if each.get("actions")}
    scored = score_sheets({key: fields(models, each) for key, each in full.items()}, {})
    return {unmarked(full[key]["title"])[0]: [w for w, _ in best] for key, best in scored.items()}


def at_most_one_is_not_sensible(found: dict[str, list[str]], name: str) -> None:
    judged = tomllib.loads((LABELS / name).read_text(encoding="utf-8"))["sheets"]
    assert len(judged) == 30
    for sheet in judged:
        best = found[sheet["title"]][:5]
        assert best, sheet["title"]
        unjudged = [word for word in best if word not in (*sheet["sensible"], *sheet["not"])]
        assert not unjudged, f"judge these by GUIDE.md: {sheet['title']} {unjudged}"
        assert sum(word in sheet["not"] for word in best) <= 1, sheet["title"]


def test_at_most_one_of_the_best_five_is_not_sensible(models: Models) -> None:
    at_most_one_is_not_sensible(keywords(models), "keywords.toml")


def test_the_same_of_fresh_sheets(models: Models) -> None:
    names = FRESH[0][:1]
    finder = make_finder(models.reader.tokenizers, fresh_lexicon(names))
    fresh = dataclasses.replace(models, finder=finder)
    at_most_one_is_not_sensible(keywords(fresh, names), "keywords_fresh.toml")


def test_words_of_action_never_stand_alone(models: Models) -> None:
    stopwords = load_stopwords()
    for found in keywords(models).values():
        assert not stopwords.general.intersection(found)


def test_a_compound_is_not_told_in_parts(models: Models) -> None:
    for found in keywords(models).values():
        assert not [(a, b) for a in found for b in found if a != b and a in b]


def test_what_many_pledges_say_ranks_lower(models: Models) -> None:
    of = [models.content("公共施設と廃校の活用").compounds, models.content("公共施設").compounds]
    sheets_of = {str(n): {"title": list(each)} for n, each in enumerate([of[0], *[of[1]] * 9])}
    assert [word for word, _ in score_sheets(sheets_of, {})["0"]] == ["廃校", "公共施設"]


def test_pledges_are_linked_once_by_what_few_of_them_share() -> None:
    thing, word = ("同じ施設", "公民館"), (WORDING, "公民館")
    links = list(link({"a": [thing, word], "b": [thing, word], "c": [], "d": [thing]}))
    assert [(one, other) for one, other, _, _ in links] == [("a", "b"), ("a", "d"), ("b", "d")]
    assert {reason for _, _, reason, _ in links} == {"同じ施設「公民館」"}
    assert all(0 < strength < 1 for *_, strength in links)
    assert not list(link({str(n): [thing] for n in range(20)}))
