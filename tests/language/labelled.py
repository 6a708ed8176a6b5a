"""The hand-labelled texts and titles of this folder, and how answers are scored against them."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from parsers.language.model import Entry
from pipeline.language import city_words, load_lexicon
from pipeline.profiles import load_profile
from schemas.enums import EntityLabel
from tests.shared_material import shared

LABELS = Path(__file__).parent / "labels"
LETTERS = {
    "O": EntityLabel.ORGANISATION,
    "P": EntityLabel.PLACE,
    "F": EntityLabel.FACILITY,
    "G": EntityLabel.PROGRAMME,
    "L": EntityLabel.LAW,
    "E": EntityLabel.EVENT,
    "M": EntityLabel.MONEY,
    "D": EntityLabel.DATE,
}
_MARK = re.compile(r"\{([A-Z]):([^}]*)\}")
Marked = tuple[int, int, EntityLabel]


class Text(NamedTuple):
    """A text with the spans a person marked in it."""

    half: str
    text: str
    spans: frozenset[Marked]


class Title(NamedTuple):
    """A title and its reading."""

    half: str
    title: str
    kana: str


def unmarked(marked: str) -> tuple[str, frozenset[Marked]]:
    """The text without its marks, and the spans they set."""
    text, spans, end = "", set(), 0
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        spans.add((len(text), len(text) + len(mark[2]), LETTERS[mark[1]]))
        text += mark[2]
        end = mark.end()
    return text + marked[end:], frozenset(spans)


def sheets(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((LABELS / name).read_text(encoding="utf-8"))["sheets"])


def own_texts() -> list[Text]:
    """Texts of fictional cities, which stand here in full."""
    found = []
    for sheet in [*sheets("sample_sheets.toml"), *sheets("other_sheets.toml")]:
        for marked in (sheet["title"], sheet.get("aim", ""), *sheet.get("actions", ())):
            if marked:
                found.append(Text(sheet["half"], *unmarked(marked)))
    meetings = tomllib.loads((LABELS / "other_meetings.toml").read_text(encoding="utf-8"))
    found += [Text(each["half"], *unmarked(each["text"])) for each in meetings["paragraphs"]]
    return found


FRESH = (
    ("fresh_sheets.toml", "fresh_meetings.toml"),
    ("fresh_sheets_2.toml",),
    ("fresh_sheets_3.toml",),
)
"""Sets of fictional cities whose profile says no more than their names, in the order written."""


def fresh_texts(name: str) -> list[Text]:
    """The texts of a file of a fresh set."""
    content = tomllib.loads((LABELS / name).read_text(encoding="utf-8"))
    marked = [each["text"] for each in content.get("paragraphs", ())]
    for sheet in content.get("sheets", ()):
        marked += [sheet["title"], sheet["aim"], *sheet["actions"]]
    return [Text("fresh", *unmarked(each)) for each in marked]


def fresh_titles(name: str) -> list[Title]:
    return [Title("fresh", unmarked(each["title"])[0], each["kana"]) for each in sheets(name)]


def fresh_lexicon(names: Iterable[str]) -> list[Entry]:
    """What the profiles of the cities of a fresh set give: their names."""
    words: dict[str, Entry] = {}
    for name in names:
        content = tomllib.loads((LABELS / name).read_text(encoding="utf-8"))
        for city, kana in content["municipalities"]:
            words |= {word.surface: word for word in city_words(city, kana)}
    return list(words.values())


def own_titles() -> list[Title]:
    every = [*sheets("sample_sheets.toml"), *sheets("other_sheets.toml")]
    return [Title(each["half"], unmarked(each["title"])[0], each["kana"]) for each in every]


def unseen_titles(name: str) -> list[Title]:
    pairs = tomllib.loads((LABELS / name).read_text(encoding="utf-8"))["titles"]
    return [Title("unseen", title, kana) for title, kana in pairs]


def unseen_lexicon(name: str) -> list[Entry]:
    """What the profile of the city of those titles declares, where they have a city."""
    entries = tomllib.loads((LABELS / name).read_text(encoding="utf-8")).get("lexicon", [])
    return msgspec.convert(entries, list[Entry])


def published_texts() -> list[Text]:
    """Published texts, by reference: skips where they are not beside the checkout."""
    labels = json.loads((LABELS / "published.json").read_text(encoding="utf-8"))
    found = []
    for each in labels["texts"]:
        text = _published(each)
        assert _digest(text) == each["sha256"], f"the text was labelled otherwise: {each}"
        spans = ((start, end, EntityLabel(label)) for start, end, label in each["spans"])
        found.append(Text(each["half"], text, frozenset(spans)))
    return found


def published_titles() -> list[Title]:
    labels = json.loads((LABELS / "published.json").read_text(encoding="utf-8"))
    titles = [_published({"order": each["order"], "field": "title"}) for each in labels["titles"]]
    for title, each in zip(titles, labels["titles"], strict=True):
        assert _digest(title) == each["sha256"]
    pairs = zip(titles, labels["titles"], strict=True)
    return [Title(each["half"], title, each["kana"]) for title, each in pairs]


def _published(place: dict[str, Any]) -> str:
    if "line" in place:
        lines = shared("published", "page.txt").read_text(encoding="utf-8").split("\n")
        return str(lines[place["line"] - 1])
    truth = json.loads(shared("published", "truth", "sheets-6.json").read_text(encoding="utf-8"))
    listed = truth if isinstance(truth, list) else truth["sheets"]
    sheet = next(each for each in listed if each["order"] == place["order"])
    field, _, number = place["field"].partition(".")
    return str(sheet["actions"][int(number) - 1] if number else sheet[field])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lexicon() -> list[Entry]:
    """The lexicons of both cities whose sheets are labelled."""
    return [entry for name in ("sample", "annaka") for entry in load_lexicon(load_profile(name))]


class Score(NamedTuple):
    """Spans found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def score(
    texts: Iterable[Text], find: Callable[[str], Iterable[Marked]]
) -> dict[EntityLabel | None, Score]:
    """Strict scores by label; under null that of all labels together."""
    right: Counter[EntityLabel] = Counter()
    wrong: Counter[EntityLabel] = Counter()
    missed: Counter[EntityLabel] = Counter()
    for text in texts:
        found = set(find(text.text))
        right.update(label for _, _, label in found & text.spans)
        wrong.update(label for _, _, label in found - text.spans)
        missed.update(label for _, _, label in text.spans - found)
    labels = [*right.keys() | wrong.keys() | missed.keys()]
    scores: dict[EntityLabel | None, Score] = {
        label: Score(right[label], wrong[label], missed[label]) for label in sorted(labels)
    }
    scores[None] = Score(right.total(), wrong.total(), missed.total())
    return scores


def reading_score(titles: Sequence[Title], read: Callable[[str], str]) -> tuple[float, float]:
    """Share of characters right (1 less the edits needed), and share of titles exactly right."""
    from rapidfuzz.distance import Levenshtein

    edits = [Levenshtein.distance(read(each.title), each.kana) for each in titles]
    characters = sum(len(each.kana) for each in titles)
    return 1 - sum(edits) / characters, edits.count(0) / len(titles)
