"""The sample's content keeps its promises: every kind of change, and words of its own."""

import html
import os
import re
import unicodedata
from pathlib import Path

import pytest

from samples.build.content import SAMPLES, Content, load
from samples.build.differences import observed
from samples.build.page import meeting_paragraphs

SHARED = Path(os.environ.get("KOUYAKU_SHARED", SAMPLES.parents[1] / "shared"))
CHANGE_KINDS = {
    "added",
    "removed",
    "renamed",
    "merged",
    "content_changed",
    "progress_changed",
    "achieved",
    "due_advanced",
    "due_postponed",
    "term_changed",
}
OUTCOMES = {
    "approved_as_is",
    "needs_revision",
    "confirmed_achieved",
    "submitted_as_is",
    "submitted_after_revision",
    "merged",
    "merged_and_revised",
    "carried_over",
}
# Compatibility forms that mean a broken text layer when a PDF or page holds them.
COMPATIBILITY = re.compile("[\u2e80-\u2fdf\u2460-\u24ff\u3200-\u33ff\uf900-\ufaff\uff61-\uff9f]")


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


def source_text() -> str:
    return "".join(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.rglob("*.toml")))


def sentences(text: str) -> set[str]:
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    return {s.strip() for s in re.split(r"[。\n]", plain) if len(s.strip()) >= 14}


def test_declared_changes_are_the_differences(content):
    before, after = ({p.key: p for p in e.pledges} for e in content.editions)
    differences = {
        (key, kind)
        for key in before.keys() | after.keys()
        for kind in observed(before.get(key), after.get(key), key in content.merges)
    }
    declared = [(c["key"], c["change"]) for c in content.differences["changes"]]
    assert len(declared) == len(set(declared))
    assert set(declared) == differences


def test_every_kind_of_change_occurs(content):
    assert {c["change"] for c in content.differences["changes"]} == CHANGE_KINDS
    renamed = [c for c in content.differences["changes"] if c["change"] == "renamed"]
    assert {c.get("announced", False) for c in renamed} == {True, False}


def test_announced_changes_name_pledges_of_the_first_edition(content):
    titles = {(p.pillar, p.full_title) for p in content.editions[0].pledges}
    news = [m for m in content.editions[1].meetings if m["since"] == 2]
    announced = [c for m in news for c in [*m.get("pledge_changes", []), *m.get("merges", [])]]
    assert announced
    for change in announced:
        assert (change["pillar_number"], change["from_title"]) in titles


@pytest.mark.parametrize("edition", [0, 1])
def test_page_has_enough_of_everything(content, edition):
    one = content.editions[edition]
    assert len(one.meetings) >= 14
    assert {m["body"] for m in one.meetings} == {"headquarters", "subcommittee"}
    assert {name for m in one.meetings for name in m["outcomes"]} == OUTCOMES
    published = [p for p in one.pledges if p.as_of is not None]
    assert len(published) >= 24
    assert len({p.pillar for p in published}) >= 4
    assert {p.bar for p in published} == {"bar", "segments", "thin"}


def test_every_count_of_a_meeting_is_in_its_words(content):
    for meeting in content.editions[1].meetings:
        template = "".join(meeting["paragraphs"])
        named = set(re.findall(r"\{(\w+)\}", template)) - {"hearing"}
        counts = set(meeting["outcomes"]) | ({"reviewed"} if "reviewed" in meeting else set())
        assert named == counts
        assert ("{hearing}" in template) == ("hearing_held_on" in meeting)
        approximate = f"約{meeting.get('reviewed')}" in "".join(meeting_paragraphs(meeting))
        assert approximate == meeting.get("approx", False)
        for change in [*meeting.get("pledge_changes", []), *meeting.get("merges", [])]:
            assert change["from_title"] in template
            assert change.get("to_title", "") in template


def test_meetings_stand_newest_first(content):
    days = [m["held_on"] for m in content.editions[1].meetings]
    assert days == sorted(days, reverse=True)
    for edition in content.editions:
        assert max(m["held_on"] for m in edition.meetings) == edition.reflected_until


def test_press_release_adds_up(content):
    by_pillar = content.page["press_release"]["achieved_by_pillar"]
    latest = content.page["summaries"][0]
    assert sum(by_pillar.values()) == latest["achieved"]
    assert len(content.editions[0].pledges) == latest["total"]
    for summary in content.page["summaries"]:
        rate = 100 * summary["achieved"] / summary["total"]
        assert round(rate, 1) == summary["rate_percent"]


def test_municipality_code_has_its_check_digit_and_no_prefecture(content):
    digits = [int(mark) for mark in content.city["municipality_code"]]
    weighted = sum(w * d for w, d in zip((6, 5, 4, 3, 2), digits, strict=False))
    assert (11 - weighted % 11) % 10 == digits[5]
    assert int(content.city["municipality_code"][:2]) > 47


def test_words_hold_no_compatibility_forms():
    assert COMPATIBILITY.findall(source_text()) == []
    assert unicodedata.is_normalized("NFC", source_text())


def test_no_sentence_is_taken_from_a_real_city():
    published = [SHARED / "published" / name for name in ("page.html", "sheets-6.txt")]
    missing = [path.name for path in published if not path.is_file()]
    if missing:
        pytest.skip(f"nothing to compare with here: {missing}")
    real = set().union(*(sentences(path.read_text(encoding="utf-8")) for path in published))
    pages = [p.read_text(encoding="utf-8") for p in sorted(SAMPLES.rglob("site/*/page/*.html"))]
    quoted = set(re.findall(r'"([^"]+)"', source_text()))
    own = set().union(*(sentences(text) for text in [*pages, *quoted]))
    assert len(own) > 80
    assert own & real == set()
