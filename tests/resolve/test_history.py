"""What became of each pledge over editions made by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date

import pytest

from pipeline.resolve import Resolved
from schemas.enums import Term
from schemas.parsed import ParsedMeeting, ParsedSheet
from schemas.records import Pledge, PledgeChange
from tests.resolve.city import INDEX, City, meeting, page, paper, sheet

ONE = "http://city.localhost/1.pdf"
TWO = "http://city.localhost/2.pdf"
WORDS = {
    "park": "公園を芝生にして遊び場を広げ、木かげのベンチを置きます。",
    "bus": "バスの本数を朝と夕方にふやし、乗りつぎの待ち時間を短くします。",
    "school": "古い校舎の雨もりを直し、教室に新しい空調を入れます。",
    "library": "図書館の夜間開館を週に二日おこない、自習席を倍にします。",
    "clinic": "休日の当番医をふやし、電話相談の窓口を一本にします。",
}
NAMES = {
    "park": "芝生広場のある公園づくり",
    "bus": "路線バスの増便",
    "school": "校舎の改修",
    "library": "図書館の夜間開館",
    "clinic": "休日診療の充実",
}

AIM = f"{NAMES['bus']}で暮らしをよくします"


def pledge(name: str, **fields: object) -> ParsedSheet:
    return sheet(str(fields.pop("title", NAMES[name])), WORDS[name], **fields)


def changes(resolved: Resolved) -> set[tuple[str, str, str | None]]:
    """(present title, change, field) of every change."""
    titles = {p.pledge_id: p.title for p in pledges(resolved)}
    return {
        (titles[c.pledge_id] or "", c.change.value, c.field)
        for c in resolved.rows["changes"]
        if isinstance(c, PledgeChange)
    }


def pledges(resolved: Resolved) -> Iterable[Pledge]:
    return [row for row in resolved.rows["pledges"] if isinstance(row, Pledge)]


def two_editions(
    before: list[ParsedSheet], after: list[ParsedSheet], *meetings: ParsedMeeting
) -> City:
    city = City()
    city.publish(0, INDEX, page("index-1", {1: ONE}))
    city.publish(0, ONE, paper("one-1", *before))
    city.publish(9, INDEX, page("index-2", {1: ONE}, *meetings))
    city.publish(9, ONE, paper("one-2", *after))
    return city


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, set()),
        ({"as_of_date": date(2025, 9, 30)}, set()),
        ({"progress_ratio": 0.42}, set()),
        ({"progress_ratio": 0.6}, {("progress_changed", "progress_ratio")}),
        ({"progress_ratio": None}, set()),
        ({"achieved": True}, {("achieved", "achieved")}),
        ({"due_date": date(2025, 3, 31)}, {("due_advanced", "due_date")}),
        ({"due_date": date(2027, 3, 31)}, {("due_postponed", "due_date")}),
        ({"term": Term.MID_LONG}, {("term_changed", "term")}),
        ({"aim": "別のねらいを掲げます"}, {("content_changed", "aim")}),
        ({"title": "路線バスの増発"}, {("renamed", "title")}),
        ({"title": "路線 バス の 増便"}, set()),
    ],
)
def test_each_field_has_its_change(
    fields: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    city = two_editions(
        [pledge("park"), pledge("bus"), pledge("school")],
        [
            pledge("park"),
            pledge("bus", **({"aim": f"{NAMES['bus']}で暮らしをよくします"} | fields)),
            pledge("school"),
        ],
    )
    resolved = city.resolve()
    assert {(change, field) for _, change, field in changes(resolved)} == expected
    assert len(list(pledges(resolved))) == 3


def test_reordering_and_a_resaved_paper_change_nothing() -> None:
    names = ["park", "bus", "school", "library"]
    city = two_editions([pledge(n) for n in names], [pledge(n) for n in reversed(names)])
    assert changes(city.resolve()) == set()


def test_a_new_address_is_no_new_pillar() -> None:
    city = two_editions([pledge("park")], [pledge("park")])
    moved = "http://city.localhost/777.pdf"
    city.publish(20, INDEX, page("index-3", {1: moved}))
    city.publish(20, moved, paper("one-3", pledge("park", progress_ratio=0.9)))
    assert changes(city.resolve()) == {
        (NAMES["park"], "progress_changed", "progress_ratio"),
    }


def test_a_whole_new_title_is_followed_by_body_and_place() -> None:
    city = two_editions(
        [pledge("park"), pledge("bus"), pledge("school")],
        [pledge("park"), pledge("bus", title="移動しやすいまちの実現"), pledge("school")],
    )
    resolved = city.resolve()
    assert ("移動しやすいまちの実現", "renamed", "title") in changes(resolved)
    assert not {c for _, c, _ in changes(resolved)} & {"added", "removed"}
    rename = next(
        c for c in resolved.rows["changes"] if isinstance(c, PledgeChange) and c.field == "title"
    )
    assert rename.basis == "matched"
    assert rename.strength is not None
    assert 0.6 <= rename.strength < 1


def test_an_announced_rename_is_followed_whatever_the_body() -> None:
    text = "「路線バスの増便」については、「だれもが動けるまち」に変更となりました。"
    rename = meeting(5, date(2025, 4, 5), text, (NAMES["bus"], "だれもが動けるまち"))
    city = two_editions(
        [pledge("park"), pledge("bus")],
        [pledge("park"), sheet("だれもが動けるまち", "まったく新しい取組を掲げ、一から始めます。")],
        rename,
    )
    resolved = city.resolve()
    assert ("だれもが動けるまち", "renamed", "title") in changes(resolved)
    row = next(
        c
        for c in resolved.rows["changes"]
        if isinstance(c, PledgeChange) and c.change.value == "renamed"
    )
    assert (row.basis, row.meeting_id) == ("announced", "992011-headquarters-2025-05")


def test_a_doubtful_match_is_an_issue_and_two_pledges() -> None:
    before = sheet("駅前のにぎわい広場", "駅前に広場をつくり、月に一度の市をひらきます。")
    after = sheet(
        "駅まえのにぎわい通り",
        "大通りに花を植え、年に一度の祭りをひらきます。",
        aim="通りを歩く人をふやします",
    )
    city = two_editions([pledge("park"), before], [pledge("park"), after])
    resolved = city.resolve()
    assert {c for _, c, _ in changes(resolved)} == {"added", "removed"}
    assert [i.rule for i in resolved.history.issues] == ["history.doubtful_match"]


def test_an_announced_merge_names_its_target() -> None:
    text = f"「{NAMES['school']}」については、「{NAMES['library']}」に統合しました。"
    city = two_editions(
        [pledge("park"), pledge("school"), pledge("library")],
        [pledge("park"), pledge("library")],
        meeting(1, date(2025, 4, 7), text),
    )
    resolved = city.resolve()
    assert changes(resolved) == {(NAMES["school"], "merged", "title")}
    gone = next(p for p in pledges(resolved) if p.title == NAMES["school"])
    into = next(p for p in pledges(resolved) if p.title == NAMES["library"])
    assert gone.merged_into == into.pledge_id


def test_removed_added_and_brought_back() -> None:
    city = two_editions([pledge("park"), pledge("bus")], [pledge("park"), pledge("clinic")])
    assert changes(city.resolve()) == {
        (NAMES["bus"], "removed", "title"),
        (NAMES["clinic"], "added", "title"),
    }
    first = {p.title: p.pledge_id for p in pledges(city.resolve())}
    city.publish(20, ONE, paper("one-3", *(pledge(n) for n in ("park", "bus", "clinic"))))
    again = {p.title: p.pledge_id for p in pledges(city.resolve())}
    assert again == first


def test_a_paper_with_unread_pages_removes_nothing() -> None:
    city = City()
    city.publish(0, INDEX, page("index-1", {1: ONE}))
    city.publish(0, ONE, paper("one-1", pledge("park"), pledge("bus")))
    city.publish(5, ONE, paper("one-2", pledge("park"), unread_pages=1))
    resolved = city.resolve()
    assert changes(resolved) == set()
    assert [i.rule for i in resolved.history.issues] == ["history.not_seen_unread"]


def test_tables_depend_on_the_captures_and_not_on_their_order() -> None:
    city = two_editions(
        [pledge("park"), pledge("bus"), pledge("school")],
        [pledge("bus", progress_ratio=0.8), pledge("clinic"), pledge("park")],
    )
    expected = city.resolve().rows
    shuffled = random.Random(7)
    for _ in range(10):
        shuffled.shuffle(city.captures)
        assert city.resolve().rows == expected


@pytest.mark.parametrize(
    ("field", "values", "told"),
    [
        ("progress_ratio", (0.4, None, 0.9), ("progress_changed", "0.4", "0.9")),
        ("achieved", (False, None, True), ("achieved", "false", "true")),
        ("term", (Term.SHORT, None, Term.MID), ("term_changed", "short", "mid")),
        ("aim", ("花を植えます", None, "木を植えます"), ("content_changed", None, None)),
        ("progress_ratio", (0.4, 0.42, 0.44), ("progress_changed", "0.4", "0.44")),
    ],
)
def test_a_value_is_compared_with_the_last_one_that_was_read_and_told(
    field: str, values: tuple[object, ...], told: tuple[str, str | None, str | None]
) -> None:
    city = City()
    city.publish(0, INDEX, page("index-1", {1: ONE}))
    papers = [paper(f"one-{n}", pledge("park", **{field: v})) for n, v in enumerate(values)]
    for day, one in enumerate(papers):
        city.publish(day, ONE, one)
    (change,) = (c for c in city.resolve().rows["changes"] if isinstance(c, PledgeChange))
    assert (change.change.value, change.field) == (told[0], field)
    assert told[1] in (None, change.old)
    assert told[2] in (None, change.new)
    assert change.old_document_id == papers[0].document.document_id
    assert change.new_document_id == papers[2].document.document_id


@pytest.mark.parametrize(
    ("states", "achieved_on"),
    [
        ((False, True, True), date(2025, 3, 2)),
        ((True, None, True), date(2025, 3, 1)),
        ((True, True, False), None),
        ((True, False, True), date(2025, 3, 3)),
    ],
)
def test_the_day_of_achievement_is_that_of_the_first_sheet_that_still_holds(
    states: tuple[bool | None, ...], achieved_on: date | None
) -> None:
    city = City()
    city.publish(0, INDEX, page("index-1", {1: ONE}))
    for day, state in enumerate(states, 1):
        shown = pledge("park", achieved=state, as_of_date=date(2025, 3, day))
        city.publish(day, ONE, paper(f"one-{day}", shown))
    (row,) = pledges(city.resolve())
    assert row.achieved_on == achieved_on


def test_a_year_of_daily_captures_gives_only_the_real_changes() -> None:
    city = City()
    city.publish(0, INDEX, page("index-1", {1: ONE}))
    progress = 0.0
    for day in range(365):
        if day % 18 == 0 and day:
            progress += 0.04
        city.publish(
            day, ONE, paper(f"one-{progress:.2f}", pledge("park", progress_ratio=progress))
        )
    resolved = city.resolve()
    assert len(resolved.rows["changes"]) == 20
    assert len(resolved.rows["sheets"]) == 21
    assert len(resolved.rows["pledges"]) == 1
