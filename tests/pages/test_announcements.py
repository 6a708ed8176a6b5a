"""Hearings that a meeting follows, changed pledges and target years, in many wordings."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.pages.announcements import AnnouncementReader
from parsers.pages.lines import fold
from parsers.pages.wording import compiled
from tests.pages.expected import read, vocabulary


def _reader() -> AnnouncementReader:
    return AnnouncementReader(compiled(vocabulary()), {2: "水辺をいかすまち"})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月20日に開催した分科会の結果を踏まえ、36施策を報告した。", date(2023, 12, 20)),
        ("令和6年1月10日の第7回分科会での審査を経て、36施策を報告した。", date(2024, 1, 10)),
        ("同月10日に実施した分科会の結果を踏まえ、報告した。", date(2024, 1, 10)),
        ("分科会（1月10日開催）の結果に基づき、報告した。", date(2024, 1, 10)),
        ("R6.1.10実施の分科会の審査結果を踏まえ、報告した。", date(2024, 1, 10)),
        ("1月16日に実施した分科会の結果を踏まえ、報告した。", date(2023, 1, 16)),
    ],
)
def test_a_hearing_is_the_last_such_day_before_the_meeting(text: str, day: date) -> None:
    hearing = _reader().hearing(fold(text), date(2024, 1, 15))
    assert hearing is not None
    assert hearing.day == day


def test_a_day_of_another_matter_is_no_hearing() -> None:
    assert _reader().hearing("1月9日の議会での質問を踏まえ、報告した。", date(2024, 1, 15)) is None


def test_a_hearing_told_by_number_takes_the_day_of_the_one_listed() -> None:
    parts = read(
        "第7回本部会議(令和6年1月16日開催)\n第7回分科会の結果を踏まえ、3施策を報告した。\n"
        "第7回分科会(令和6年1月10日開催)\n3施策を審査した。"
    )
    meeting = parts.meetings[0].meeting
    assert meeting.hearing_held_on == date(2024, 1, 10)
    assert meeting.hearing_meeting_id == "subcommittee-2023-07"
    (evidence,) = [e for e in parts.meetings[0].evidence if e.field == "hearing_held_on"]
    assert evidence.note is not None


def test_a_hearing_that_is_not_listed_is_reported_and_not_linked() -> None:
    parts = read(
        "第7回本部会議(令和6年1月16日開催)\n1月8日に開いた分科会の結果を踏まえ、報告した。\n"
        "第7回分科会(令和6年1月10日開催)\n3施策を審査した。"
    )
    meeting = parts.meetings[0].meeting
    assert (meeting.hearing_held_on, meeting.hearing_meeting_id) == (date(2024, 1, 8), None)
    assert [issue.rule for issue in parts.issues] == ["page.hearing_unlisted"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("「2 水辺をいかすまち」のうち「あ」については、「い」に変更しました。", [(2, "あ", "い")]),
        ("「水辺をいかすまち」の「あ」の名称を「い」に改めました。", [(2, "あ", "い")]),
        ("「あ」を「い」、「う」を「え」に変更した。", [(None, "あ", "い"), (None, "う", "え")]),
        ("「あ」と「い」の実施内容を変更しました。", [(None, "あ", None), (None, "い", None)]),
        ("「あ」の実施内容を一部見直しました。", [(None, "あ", None)]),
        ("公約名を「あ」から「い」に変更しました。", [(None, "あ", "い")]),
        ("「あ「い」う」は『え』へ名称変更しました。", [(None, "あ「い」う", "え")]),
        ("「あ」について、実施内容の変更はありませんでした。", []),
        ("「あ」の進捗を報告しました。", []),
    ],
)  # fmt: skip
def test_announced_changes_keep_titles_as_written(text: str, changes: list[object]) -> None:
    found = _reader().changes(text)
    assert [(c.pillar_number, c.from_title, c.to_title) for c in found] == changes


def test_a_change_told_in_an_unknown_way_is_reported() -> None:
    parts = read("第1回本部会議(令和6年4月10日開催)\n「あ」の担当課が変更になりました。")
    assert parts.meetings[0].pledge_changes == ()
    assert [issue.rule for issue in parts.issues] == ["page.change_unread"]


def test_an_announced_merge_is_said_and_makes_no_renaming() -> None:
    parts = read("第1回本部会議(令和6年4月10日開催)\n「あ」については、「い」に統合しました。")
    assert parts.meetings[0].pledge_changes == ()
    assert [issue.rule for issue in parts.issues] == ["page.merge_announced"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("一部の施策で目標年度を前倒ししました。", "advanced"),
        ("複数の施策で達成目標年度を繰り上げる変更を行いました。", "advanced"),
        ("一部の施策で達成目標年度を見直しました。", "changed"),
        ("達成時期を延期したものがあります。", "changed"),
        ("達成目標年度の変更はありませんでした。", "none"),
        ("目標年度を変更した施策はありません。", "none"),
        ("実施内容を変更しました。", "none"),
    ],
)
def test_target_changes(text: str, changes: str) -> None:
    assert _reader().targets(text).changes.value == changes


def test_targets_changed_both_ways_are_changed_with_an_issue() -> None:
    parts = read(
        "第1回本部会議(令和6年4月10日開催)\n一部で達成目標年度を延期し、一部で前倒ししました。"
    )
    assert parts.meetings[0].meeting.target_changes.value == "changed"
    assert [issue.rule for issue in parts.issues] == ["page.targets_mixed"]
