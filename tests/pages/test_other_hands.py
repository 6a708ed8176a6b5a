# ruff: noqa: E501
"""Habits that pages of further authors showed: each kind once, in words of its own."""

from __future__ import annotations

import pytest

from tests.pages.expected import meeting_fields, read


def only(page: str) -> dict[str, object]:
    (meeting,) = read(page).meetings
    return meeting_fields(meeting)


def outcomes(page: str) -> dict[str, int | None]:
    (meeting,) = read(page).meetings
    assert len({one.outcome for one in meeting.outcomes}) == len(meeting.outcomes)
    return {one.outcome.value: one.count for one in meeting.outcomes}


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("第2回分科会（令和6年8月5日・6日）", "2024-08-05"),
        ("第2回分科会（令和6年8月5日（月）、6日（火））", "2024-08-05"),
        ("令和6年9月30日～10月4日　第2回本部会議（書面開催）", "2024-09-30"),
        ("第2回本部会議（令和6年4月～令和7年3月）", None),
    ],
)
def test_a_meeting_over_several_days_is_of_the_first(heading: str, day: str | None) -> None:
    assert only(f"<h3>{heading}</h3><p>5施策を審査しました。</p>")["held_on"] == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("<dl><dt>開催日時</dt><dd>令和6年11月26日（火曜日）午後2時30分</dd></dl>", "2024-11-26"),
        ("<p>令和6年11月26日（火）午前10時から、庁議室で開催しました。</p>", "2024-11-26"),
        ("<p>令和6年11月26日に条例を改正しました。</p>", None),
    ],
)
def test_the_day_stands_below_its_label_or_in_the_first_sentence(
    text: str, day: str | None
) -> None:
    assert only(f"<h3>第3回本部会議</h3>{text}<p>5施策を審査しました。</p>")["held_on"] == day


@pytest.mark.parametrize(
    "text",
    [
        "分科会（5/14）を踏まえ",
        "5月14日の分科会を受けて",
        "分科会（5月14日・15日実施）の結果に基づいて",
    ],
)
def test_the_hearing_of_a_day_in_any_form(text: str) -> None:
    page = f"<h3>第1回本部会議（令和6年5月27日）</h3><p>{text}、5施策を審査しました。</p>"
    assert only(page)["hearing_held_on"] == "2024-05-14"


@pytest.mark.parametrize("list_of", ["<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>", "<p>{}<br>{}<br>{}<br>{}</p>"])  # fmt: skip
def test_a_count_below_its_label(list_of: str) -> None:
    told = list_of.format("原案のとおり決定", "13件", "要修正", "4件（再掲を除く）")
    page = f"<h3>第3回本部会議（令和6年8月26日）</h3><p>17施策を審査しました。</p>{told}"
    assert outcomes(page) == {"approved_as_is": 13, "needs_revision": 4}


def test_a_label_over_several_counts_or_below_its_count_stays_unread() -> None:
    heading = "<h3>第3回本部会議（令和6年8月26日）</h3><p>17施策を審査しました。</p>"
    assert outcomes(f"{heading}<p>要修正<br>2件<br>3件</p>") == {}
    assert outcomes(f"{heading}<p>2件<br>要修正<br>3件<br>原案決定</p>") == {}


def test_a_part_of_a_whole_and_touching_phrases_are_one() -> None:
    heading = "<h3>第3回本部会議（令和6年8月26日）</h3><p>18施策を審査しました。</p>"
    among = "<p>原案のとおり決定したものが15件、要修正が3件です。原案のとおり決定したもののうち4件は達成を確認しました。</p>"
    assert outcomes(heading + among) == {"approved_as_is": 15, "needs_revision": 3, "confirmed_achieved": 4}  # fmt: skip
    assert outcomes(f"{heading}<p>承認 15件、要修正承認 3件</p>") == {"approved_as_is": 15, "needs_revision": 3}  # fmt: skip


def test_a_target_year_is_no_achievement() -> None:
    page = "<h3>第3回本部会議（令和6年8月26日）</h3><p>8施策を審査しました。</p><p>達成年度の変更　{}</p>"
    assert only(page.format("なし"))["target_changes"] == "none"
    assert only(page.format("3件"))["outcomes"] == []


def test_bodies_within_years_without_markup() -> None:
    lines = "令和5年度\n本部会議\n第1回　1月22日（月曜日）\n20施策を審査\n分科会\n第1回　9月11日\n9施策を審査\n令和4年度\n本部会議\n第1回　11月8日\n3施策を審査"
    found = [(m.meeting.body.value, str(m.meeting.held_on)) for m in read(lines).meetings]
    assert found == [("headquarters", "2024-01-22"), ("subcommittee", "2023-09-11"), ("headquarters", "2022-11-08")]  # fmt: skip


def test_columns_headed_by_numbers_alone() -> None:
    rows = [
        ["", "第1回", "第2回"],
        ["開催日", "令和6年5月31日", "令和6年9月27日"],
        ["原案決定", "22", "25"],
    ]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    found = read(f"<h2>令和6年度　本部会議</h2><table>{table}</table>").meetings
    assert [(m.meeting.number, [o.count for o in m.outcomes]) for m in found] == [(1, [22]), (2, [25])]  # fmt: skip


@pytest.mark.parametrize("text", ["台風の接近に伴い中止しました。", "※大雨のため中止"])
def test_a_cancelled_meeting_is_said_and_left_out(text: str) -> None:
    found = read(f"<h3>第2回本部会議（令和6年8月20日）</h3><p>{text}</p>")
    assert (found.meetings, [i.rule for i in found.issues]) == ((), ["page.meeting_cancelled"])


def test_a_meeting_that_stopped_something_was_held() -> None:
    page = "<h3>第2回本部会議（令和6年8月20日）</h3><p>{}</p>"
    assert read(page.format("夏祭りを中止しました。")).meetings
    assert read(page.format("3施策を審査し、うち1件は中止")).meetings


TABLE = "<table><tr><th>{}</th><th>{}</th></tr><tr><td>防犯灯の増設</td><td>見守り灯の増設</td></tr></table>"


@pytest.mark.parametrize(
    "told",
    [
        f"<p>名称を変更した公約</p>{TABLE.format('変更前', '変更後')}",
        f"<p>次の公約の名称を変更しました。</p>{TABLE.format('旧', '新')}",
        "<p>公約の名称変更</p><ul><li>防犯灯の増設 → 見守り灯の増設</li></ul>",
        "<p>名称変更：「防犯灯の増設」⇒「見守り灯の増設」</p>",
        "<p>名称の変更<br>変更前：防犯灯の増設<br>変更後：見守り灯の増設</p>",
    ],
)
def test_new_titles_in_a_list(told: str) -> None:
    page = f"<h3>第2回本部会議（令和6年8月20日）</h3><p>3施策を審査しました。</p>{told}"
    (meeting,) = read(page).meetings
    titles = [(c.kind.value, c.from_title, c.to_title) for c in meeting.pledge_changes]
    assert titles == [("renamed", "防犯灯の増設", "見守り灯の増設")]


@pytest.mark.parametrize(
    "told",
    [
        "目標年度の変更：令和6年度 → 令和7年度",
        "審査の流れ：担当課 → 分科会",
        "実施内容の変更：年1回の点検 → 年2回の点検",
    ],
)
def test_other_arrows_are_no_new_titles(told: str) -> None:
    page = f"<h3>第2回本部会議（令和6年8月20日）</h3><p>3施策を審査しました。</p><p>{told}</p>"
    assert read(page).meetings[0].pledge_changes == ()


def test_new_titles_told_below_the_meetings_are_of_the_meeting_named() -> None:
    page = "<h3>第2回本部会議（令和6年8月20日）</h3><p>3施策を審査しました。</p><h2>名称の変更</h2><p>第2回本部会議で次のとおり変更しました。</p>"
    (meeting,) = read(page + TABLE.format("旧", "新")).meetings
    assert [c.to_title for c in meeting.pledge_changes] == ["見守り灯の増設"]
    assert "見守り" not in (meeting.meeting.text or "")
