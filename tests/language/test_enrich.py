"""What is added to the tables, what is kept, and what happens without the dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from parsers.language.analysis import Models
from parsers.language.model import Entry
from pipeline.language import Language, city_words, enrich, load_lexicon
from pipeline.profiles import load_profile
from pipeline.resolve.tables import Rows
from schemas.enums import ActionKind, Body, EntityLabel
from schemas.errors import UsageError
from schemas.records import Meeting, Pledge, PledgeTitle, Record, Sheet, SheetAction

CODE = "992011"
TITLES = {"a": "公民館の改修", "b": "公民館での子ども食堂の開設", "c": "水澄音楽祭の復活"}
SEEN = datetime(2025, 8, 4, tzinfo=UTC)


def tables() -> Rows:
    sheets: list[Record] = [
        Sheet(
            sheet_id=f"s{key}",
            document_id="sha256:0",
            pledge_id=key,
            order=n,
            title=title,
            as_of_date=date(2025, 3, 31),
        )
        for n, (key, title) in enumerate(TITLES.items())
    ]
    pledges: list[Record] = [
        Pledge(pledge_id=k, title=t, first_seen=SEEN, last_seen=SEEN, sheet_id=f"s{k}")
        for k, t in TITLES.items()
    ]
    old = PledgeTitle(pledge_id="c", order=1, title="Zyxqu祭の復活")
    action = SheetAction(
        sheet_id="sa", order=1, kind=ActionKind.BULLET, text="・11月3日に3億円で直します。"
    )
    meeting = Meeting(
        meeting_id="992011-headquarters-2025-01",
        body=Body.HEADQUARTERS,
        held_on=date(2025, 6, 2),
        text="5月26日に文部科学省と協議した。",
        document_id="sha256:1",
    )
    return {
        "sheets": sheets,
        "pledges": pledges,
        "pledge_titles": [old],
        "sheet_actions": [action],
        "meetings": [meeting],
        "entities": [],
        "sheet_keywords": [],
        "pledge_links": [],
        "issues": [],
    }


class Loader:
    """Gives the loaded models and counts how often it is asked."""

    def __init__(self, models: Models) -> None:
        self.models, self.times = models, 0

    def __call__(self, _: Sequence[Entry]) -> Models:
        self.times += 1
        return self.models


def absent(_: Sequence[Entry]) -> Models:
    raise ModuleNotFoundError("No module named 'sudachipy'")


@pytest.fixture
def loader(models: Models) -> Loader:
    return Loader(models)


def test_every_title_has_its_reading(loader: Loader) -> None:
    rows = enrich(tables(), Language((), load=loader), CODE)
    kana = [getattr(row, "title_kana", None) for row in rows["pledges"]]
    assert kana == [
        "コウミンカンノカイシュウ",
        "コウミンカンデノコドモショクドウノカイセツ",
        "ミスミオンガクサイノフッカツ",
    ]
    assert [getattr(row, "title_kana", None) for row in rows["sheets"]] == kana
    assert all(getattr(row, "title_kana", None) for row in rows["pledge_titles"])


def test_entities_point_into_their_texts(loader: Loader) -> None:
    before = tables()
    rows = enrich(before, Language((), load=loader), CODE)
    texts = {("sheets", f"s{key}", "title"): title for key, title in TITLES.items()}
    texts["sheet_actions", "sa/1", "text"] = before["sheet_actions"][0].text  # type: ignore[attr-defined]
    meeting = before["meetings"][0]
    texts["meetings", meeting.meeting_id, "text"] = meeting.text  # type: ignore[attr-defined]
    found = {}
    for row in rows["entities"]:
        place = (row.source_table, row.source_id, row.source_field)  # type: ignore[attr-defined]
        assert texts[place][row.start : row.end] == row.text  # type: ignore[attr-defined]
        assert row.municipality_code == CODE
        found[row.label, row.text] = row.normalised  # type: ignore[attr-defined]
    assert found[EntityLabel.MONEY, "3億円"] == "300000000"
    assert found[EntityLabel.DATE, "11月3日"] is not None
    assert found[EntityLabel.DATE, "5月26日"] == "2025-05-26"
    assert found[EntityLabel.ORGANISATION, "文部科学省"] == "文部科学省"


def test_pledges_that_share_a_facility_are_linked(loader: Loader) -> None:
    rows = enrich(tables(), Language((), load=loader), CODE)
    links = [msgspec.to_builtins(row) for row in rows["pledge_links"]]
    assert [(x["pledge_id"], x["related_pledge_id"], x["reason"]) for x in links] == [
        ("a", "b", "同じ施設「公民館」")
    ]


def test_keywords_are_ranked_from_one(loader: Loader) -> None:
    rows = enrich(tables(), Language((), load=loader), CODE)
    first = [row for row in rows["sheet_keywords"] if getattr(row, "sheet_id", "") == "sb"]
    assert [getattr(row, "rank", 0) for row in first] == list(range(1, len(first) + 1))
    assert {"公民館", "子ども食堂"} <= {getattr(row, "keyword", "") for row in first}


def test_an_unsure_reading_is_an_issue_of_its_pledge(loader: Loader) -> None:
    rows = tables()
    pledge = rows["pledges"][0]
    rows["pledges"][0] = msgspec.structs.replace(pledge, title="Zyxqu祭の復活")
    issues = enrich(rows, Language((), load=loader), CODE)["issues"]
    assert [(getattr(i, "rule", ""), getattr(i, "row_id", "")) for i in issues] == [
        ("language.unsure_reading", "a")
    ]


def test_models_load_only_for_what_is_new(tmp_path: Path, loader: Loader) -> None:
    first = enrich(tables(), Language((), tmp_path, loader), CODE)
    again = Language((), tmp_path, loader)
    assert enrich(tables(), again, CODE) == first
    assert loader.times == 1
    assert not again.loaded
    rows = tables()
    rows["pledge_titles"] = [PledgeTitle(pledge_id="a", order=1, title="公民館の新しい名")]
    enrich(rows, Language((), tmp_path, loader), CODE)
    assert loader.times == 2


def test_another_lexicon_asks_the_models_anew(tmp_path: Path, loader: Loader) -> None:
    enrich(tables(), Language((), tmp_path, loader), CODE)
    entry = Entry(surface="公民館", reading="コウミンカン", reason="another lexicon")
    enrich(tables(), Language((entry,), tmp_path, loader), CODE)
    assert loader.times == 2


def test_other_rules_ask_the_models_anew(
    tmp_path: Path, loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrich(tables(), Language((), tmp_path, loader), CODE)
    monkeypatch.setattr("pipeline.language.language.sources_digest", lambda: "other rules")
    enrich(tables(), Language((), tmp_path, loader), CODE)
    assert loader.times == 2


def test_a_broken_file_of_kept_results_is_made_anew(tmp_path: Path, loader: Loader) -> None:
    first = enrich(tables(), Language((), tmp_path, loader), CODE)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert enrich(tables(), Language((), tmp_path, loader), CODE) == first
    assert loader.times == 2


def test_without_dictionaries_columns_are_null_and_an_issue_says_so(tmp_path: Path) -> None:
    rows = enrich(tables(), Language((), tmp_path, absent), CODE)
    assert [getattr(row, "title_kana", "") for row in rows["pledges"]] == [None] * 3
    assert not rows["entities"]
    assert not rows["sheet_keywords"]
    (issue,) = rows["issues"]
    assert getattr(issue, "rule", "") == "language.unavailable"
    assert "sudachipy" in getattr(issue, "text_raw", "")
    assert not list(tmp_path.iterdir())


def test_what_was_kept_serves_without_dictionaries(tmp_path: Path, loader: Loader) -> None:
    first = enrich(tables(), Language((), tmp_path, loader), CODE)
    assert enrich(tables(), Language((), tmp_path, absent), CODE) == first


def test_the_rows_given_are_left_as_they_were(loader: Loader) -> None:
    rows = tables()
    enrich(rows, Language((), load=loader), CODE)
    assert rows == tables()


@pytest.mark.parametrize("name", ["annaka", "sample"])
def test_every_entry_of_a_lexicon_gives_its_reason(name: str) -> None:
    entries = load_lexicon(load_profile(name))
    assert entries
    assert all(entry.reason for entry in entries)
    assert len({entry.surface for entry in entries}) == len(entries)


def test_a_city_is_known_by_its_name_and_its_hiragana() -> None:
    words = {
        word.surface: (word.reading, word.label) for word in city_words("安中市", "アンナカシ")
    }
    assert words == {
        "安中市": ("アンナカシ", EntityLabel.ORGANISATION),
        "安中": ("アンナカ", None),
        "あんなか": ("アンナカ", None),
    }
    assert [word.surface for word in city_words("津市", "ツシ")] == ["津市"]
    assert [word.surface for word in city_words("長野原町", "ナガノハラマチ")][1:] == [
        "長野原",
        "ながのはら",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "entry = [",
        'entry = [{ surface = "安中", reading = "アンナカ" }]',
        'entry = [{ surface = "安中", reading = "あんなか", reason = "r" }]',
        'entry = [{ surface = "安中", label = "ship", reason = "r" }]',
        'entry = [{ surface = "", reason = "r" }]',
    ],
)
def test_a_broken_lexicon_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "lexicon.toml").write_text(content, encoding="utf-8")
    profile = msgspec.structs.replace(load_profile("sample"), folder=str(tmp_path))
    with pytest.raises(UsageError, match=r"lexicon\.broken"):
        load_lexicon(profile)
