# ruff: noqa: E501
"""Headings of meetings as cities write them, and lines that only resemble them."""

from __future__ import annotations

import pytest

from tests.pages.expected import read

TEXT = "12施策を報告しました。原案どおり決定が10件、要修正が2件でした。"
HEADINGS = [
    ("（第１回）推進本部会議　令和６年４月８日", "headquarters-2024-01", "2024-04-08"),
    ("第一回本部会議（令和六年四月八日）", "headquarters-2024-01", "2024-04-08"),
    ("第1回 ○○市公約推進本部会議（令和6年4月8日）", "headquarters-2024-01", "2024-04-08"),
    ("令和6年度第1回本部会議（4月8日開催）", "headquarters-2024-01", "2024-04-08"),
    ("第3回本部会議（3月24日開催）", "headquarters-2024-03", "2025-03-24"),
    ("臨時本部会議(令和6年11月5日開催)", "headquarters-2024-20241105", "2024-11-05"),
    ("第2回拡大本部会議（令和6年11月5日開催）", "headquarters-2024-02", "2024-11-05"),
    ("第3回本部会議【書面開催】（令和7年2月3日）", "headquarters-2024-03", "2025-02-03"),
    ("第3回本部会議（令和6年8月26日、書面開催）", "headquarters-2024-03", "2024-08-26"),
    ("■第3回本部会議　R6.8.26", "headquarters-2024-03", "2024-08-26"),
    ("2024/8/26 第3回 分科会", "subcommittee-2024-03", "2024-08-26"),
    ("〇第3回本部会議（8/26開催）", "headquarters-2024-03", "2024-08-26"),
    ("第3回本部会議（令和6年8月26日（月）午後1時30分～　3階大会議室）", "headquarters-2024-03", "2024-08-26"),
    ("第3回本部会議を開催しました（令和6年8月26日）", "headquarters-2024-03", "2024-08-26"),
    ("【第3回本部会議】令和6年8月26日（月曜日）開催", "headquarters-2024-03", "2024-08-26"),
    ("第12回公約推進会議（2024年8月26日）", "headquarters-2024-12", "2024-08-26"),
    ("本部会議（令和6年8月26日開催）", "headquarters-2024-20240826", "2024-08-26"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "meeting_id", "day"), HEADINGS)
@pytest.mark.parametrize("form", ["{0}\n{1}", "<p>{0}</p><p>{1}</p>", "<h3>{0}</h3>{1}"])
def test_headings_of_other_cities(heading: str, meeting_id: str, day: str, form: str) -> None:
    section = "令和6年度の会議の開催状況"
    before = f"<h2>{section}</h2>" if "<" in form else f"{section}\n"
    parts = read(before + form.format(heading, TEXT))
    (parsed,) = parts.meetings
    meeting = parsed.meeting
    assert (meeting.meeting_id, str(meeting.held_on)) == (meeting_id, day)
    assert (meeting.reviewed_count, len(parsed.outcomes)) == (12, 2)
    assert meeting.text == TEXT
    assert parts.issues == ()


@pytest.mark.parametrize(
    ("heading", "rule"),
    [
        ("第3回本部会議", "page.date_missing"),
        ("第3回本部会議（書面開催）", "page.date_missing"),
        ("第3回本部会議(令和6年2月30日開催)", "page.date_unread"),
        ("第3回本部会議(令和6年8月26日（火）開催)", "page.date_doubtful"),
        ("第3回本部会議(令和5年8月26日開催)", "page.fiscal_year_differs"),
    ],
)
def test_a_doubtful_day_is_reported(heading: str, rule: str) -> None:
    parts = read(f"令和6年度の会議の開催状況\n{heading}\n{TEXT}")
    assert [issue.rule for issue in parts.issues] == [rule]
    assert parts.meetings[0].meeting.meeting_id == "headquarters-2024-03"
    assert parts.meetings[0].meeting.reviewed_count == 12


@pytest.mark.parametrize(
    "line",
    [
        "第3回本部会議において、12施策を報告しました。",
        "(令和6年8月19日本部会議の結果まで反映)",
        "第3回本部会議資料（令和6年8月26日）[PDFファイル/100KB]",
        "第3回本部会議次第",
        "令和6年8月26日、第3回本部会議で決定した方向に添って進めます。",
        "第3回分科会(令和6年8月19日開催)でローリングとなった3件を含みます。",
    ],
)
def test_lines_that_only_resemble_headings_stay_text(line: str) -> None:
    parts = read(f"第1回本部会議(令和6年4月10日開催)\n{line}\n{TEXT}")
    assert [parsed.meeting.number for parsed in parts.meetings] == [1]
    assert line in parts.meetings[0].meeting.text


def test_a_meeting_of_an_unknown_body_is_reported_and_not_mixed_with_the_one_before() -> None:
    parts = read(
        f"第1回本部会議(令和6年4月10日開催)\n{TEXT}\n"
        "第3回懇談会(令和6年8月26日開催)\n99施策を報告しました。"
    )
    assert [parsed.meeting.text for parsed in parts.meetings] == [TEXT]
    assert [issue.rule for issue in parts.issues] == ["page.meeting_unread"]


def test_body_and_year_may_stand_in_the_headings_above() -> None:
    parts = read(
        "<h2>本部会議</h2><h3>令和6年度</h3><h4>第1回（5月7日開催）</h4><p>12施策を報告。</p>"
        "<h2>分科会</h2><h3>令和6年度</h3><h4>第1回（5月1日開催）</h4><p>13施策を審査。</p>"
        "<h2>その他</h2><p>99施策を報告しました。</p>"
    )
    got = [(p.meeting.meeting_id, str(p.meeting.held_on), p.meeting.reviewed_count)
           for p in parts.meetings]  # fmt: skip
    assert got == [
        ("headquarters-2024-01", "2024-05-07", 12),
        ("subcommittee-2024-01", "2024-05-01", 13),
    ]


def test_sections_below_a_meeting_and_files_belong_to_it() -> None:
    parts = read(
        "<h2>令和6年度</h2><h3>第3回本部会議（令和6年8月26日）</h3><p>32施策を報告した。</p>"
        "<h4>審査結果</h4><p>原案どおり決定が30件、要修正が2件でした。</p><ul><li>"
        "<a href='b.pdf'>第3回本部会議議事録(令和6年8月26日)[PDF/100KB]</a></li></ul>"
        "<h3>今後の予定</h3><p>50施策を報告します。</p>"
    )
    (parsed,) = parts.meetings
    assert [outcome.count for outcome in parsed.outcomes] == [30, 2]
    assert parsed.meeting.reviewed_count == 32


def test_a_table_may_give_each_outcome_its_column_and_span_years() -> None:
    parts = read(
        "<table><tr><th>年度</th><th>会議</th><th>開催日</th><th>施策数</th>"
        "<th>原案どおり決定</th><th>要修正</th></tr>"
        "<tr><td rowspan=2>令和6年度</td><td>第2回本部会議</td><td>令和6年8月26日</td>"
        "<td>32件</td><td>29件</td><td>3件</td></tr>"
        "<tr><td>第1回本部会議</td><td>令和6年4月8日</td><td>28件</td><td>28件</td>"
        "<td>0件</td></tr></table>"
    )
    got = [(p.meeting.meeting_id, p.meeting.reviewed_count, [o.count for o in p.outcomes])
           for p in parts.meetings]  # fmt: skip
    assert got == [("headquarters-2024-02", 32, [29, 3]), ("headquarters-2024-01", 28, [28, 0])]


def test_two_meetings_of_one_name_keep_both_with_an_issue() -> None:
    parts = read(
        f"第1回本部会議(令和6年4月10日開催)\n{TEXT}\n第1回本部会議(令和6年5月8日開催)\n{TEXT}"
    )
    ids = [parsed.meeting.meeting_id for parsed in parts.meetings]
    assert ids == ["headquarters-2024-01", "headquarters-2024-01-2"]
    assert [issue.rule for issue in parts.issues] == ["page.meeting_repeated"]
