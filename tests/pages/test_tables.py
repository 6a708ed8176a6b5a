# ruff: noqa: E501
"""Meetings and achievement in tables of every orientation, in markup and as copied text."""

from __future__ import annotations

import pytest

from tests.pages.expected import meeting_fields, read


def row(*cells: str, head: str = "td", first: str = "td") -> str:
    made = [
        f"<{first if not i else head}>{cell}</{first if not i else head}>"
        for i, cell in enumerate(cells)
    ]
    return f"<tr>{''.join(made)}</tr>"


def told(html: str) -> list[tuple[object, ...]]:
    return [
        (
            m["body"],
            m["number"],
            m["held_on"],
            m["reviewed_count"],
            [o["count"] for o in m["outcomes"]],
        )
        for m in map(meeting_fields, read(html).meetings)
    ]


COLUMNS = ("会議", "開催日", "件数", "原案のとおり決定", "要修正", "統合及び修正して本部会議に提出")


@pytest.mark.parametrize(("counter", "head"), [("件", "th"), ("", "th"), ("件", "td"), ("", "td")])
def test_outcomes_in_columns(counter: str, head: str) -> None:
    html = "<table>" + row(*COLUMNS, head=head, first=head)
    html += row(
        "第4回本部会議", "令和3年6月7日", f"17{counter}", f"12{counter}", f"5{counter}", "－"
    )
    html += (
        row("第4回分科会", "令和3年5月24日", f"9{counter}", "－", "－", f"9{counter}") + "</table>"
    )
    assert told(html) == [
        ("headquarters", 4, "2021-06-07", 17, [12, 5]),
        ("subcommittee", 4, "2021-05-24", 9, [9]),
    ]


def test_the_section_names_the_body_and_a_column_the_number() -> None:
    html = "<h2>令和3年度 分科会の結果</h2><table>" + row(
        "回", "開催日", "件数", "統合", head="th", first="th"
    )
    html += (
        row("7", "令和3年8月2日", "8件", "8件")
        + row("8", "令和3年9月6日", "6件", "6件")
        + "</table>"
    )
    assert told(html) == [
        ("subcommittee", 7, "2021-08-02", 8, [8]),
        ("subcommittee", 8, "2021-09-06", 6, [6]),
    ]


def test_a_table_of_labels_names_its_meeting() -> None:
    rows = [("開催日時", "令和3年6月7日（月曜日）午前9時から"), ("会議名", "第4回本部会議"), ("場所", "二階の間"),
            ("審査件数", "17件"), ("審査結果", "原案のとおり決定12件、要修正5件")]  # fmt: skip
    html = "<table>" + "".join(row(*pair, first="th") for pair in rows) + "</table>"
    assert told(html) == [("headquarters", 4, "2021-06-07", 17, [12, 5])]
    text = read(html).meetings[0].meeting.text
    assert "場所 二階の間" in text


def test_a_table_of_labels_under_a_heading_belongs_to_its_meeting() -> None:
    html = "<h2>令和3年度</h2><h3>第4回本部会議</h3><table>"
    html += row("開催日", "令和3年6月7日", first="th") + row("場所", "庁議室", first="th")
    html += row("備考", "なし") + row("結果", "12施策全て原案のとおり決定", first="th") + "</table>"
    assert told(html) == [("headquarters", 4, "2021-06-07", 12, [12])]


def test_meetings_across_the_columns() -> None:
    html = "<table>" + row("", "第1回本部会議", "第2回本部会議", head="th", first="th")
    html += row("開催日", "令和3年6月7日", "令和3年9月13日", first="th")
    html += row("審査件数", "17件", "8件", first="th") + row(
        "原案のとおり決定", "12件", "8件", first="th"
    )
    html += row("要修正", "5件", "－", first="th") + "</table>"
    assert told(html) == [
        ("headquarters", 1, "2021-06-07", 17, [12, 5]),
        ("headquarters", 2, "2021-09-13", 8, [8]),
    ]


def test_a_day_for_each_body() -> None:
    html = "<table>" + row("回", "分科会", "本部会議", head="th", first="th")
    html += (
        row("第1回", "令和3年5月24日", "令和3年6月7日")
        + row("第2回", "令和3年8月30日", "－")
        + "</table>"
    )
    assert told(html) == [
        ("subcommittee", 1, "2021-05-24", None, []),
        ("headquarters", 1, "2021-06-07", None, []),
        ("subcommittee", 2, "2021-08-30", None, []),
    ]


def test_what_stands_below_a_table_is_not_of_its_last_meeting() -> None:
    html = "<table>" + row("会議", "開催日", "結果", head="th", first="th")
    html += (
        row("第4回本部会議", "令和3年6月7日", "原案のとおり決定 12件")
        + "</table><p>要修正は3件です。</p>"
    )
    parts = read(html + "<p>（令和3年6月7日本部会議の結果まで反映）</p>")
    assert [len(one.outcomes) for one in parts.meetings] == [1]
    assert str(parts.reflected_until) == "2021-06-07"


def test_the_year_of_a_spanning_cell_holds_for_the_rows_below() -> None:
    html = "<table>" + row("年度", "会議", "開催日", head="th", first="th")
    html += "<tr><th rowspan=2>令和3年度</th><td>第1回分科会</td><td>5月24日</td></tr>"
    html += row("第1回本部会議", "1月31日") + "</table>"
    assert [one[2] for one in told(html)] == ["2021-05-24", "2022-01-31"]


def test_a_copied_table_leaves_out_cells_that_span() -> None:
    text = (
        "年度\t会議\t開催日\t件数\t要修正\n令和3年度\t第1回本部会議\t令和3年6月7日\t17\t17\n"
        "第2回本部会議\t令和3年9月13日\t8\t8\n"
    )
    assert told(text) == [
        ("headquarters", 1, "2021-06-07", 17, [17]),
        ("headquarters", 2, "2021-09-13", 8, [8]),
    ]


SUMMARIES = [
    "<table>" + row("年度", "公約総数", "達成数", "達成率", head="th", first="th") + row("令和2年度末", "64", "16", "25.0％") + row("令和3年度末", "64項目", "24項目", "37.5％") + "</table>",
    "<table>" + row("", "令和2年度末", "令和3年度末", head="th", first="th") + row("公約総数", "64", "64", first="th") + row("達成数", "16", "24", first="th") + row("達成率（％）", "25.0", "37.5", first="th") + "</table>",
    "\t令和2年度末\t令和3年度末\n公約総数\t64\t64\n達成数\t16\t24\n達成率\t25.0％\t37.5％\n",
]  # fmt: skip


@pytest.mark.parametrize("page", SUMMARIES)
def test_achievement_in_a_table(page: str) -> None:
    found = [
        (s.fiscal_year, str(s.as_of_date), s.total, s.achieved, s.rate_percent)
        for s in read(page).summaries
    ]
    assert found == [(2020, "2021-03-31", 64, 16, 25.0), (2021, "2022-03-31", 64, 24, 37.5)]


def test_achievement_of_one_pillar_or_term_is_none_of_the_city() -> None:
    html = "<h2>令和3年度の達成状況</h2><table>" + row(
        "分野", "公約総数", "達成数", head="th", first="th"
    )
    html += (
        row("1 いずみ", "12", "4")
        + "</table><ul><li>短期公約数：9項目</li><li>短期の達成数：9項目</li></ul>"
    )
    assert read(html).summaries == ()


def test_achievement_in_a_list() -> None:
    html = "<h2>令和3年度の達成状況</h2><ul><li>全公約数：64項目</li><li>達成数：24項目</li><li>達成率：37.5％</li></ul>"
    (summary,) = read(html).summaries
    assert (summary.fiscal_year, summary.total, summary.achieved, summary.rate_percent) == (
        2021,
        64,
        24,
        37.5,
    )


def test_outcomes_beside_the_days_of_bodies_are_those_of_the_body_that_comes_to_them() -> None:
    html = "<table><tr><th rowspan=2>回</th><th colspan=2>開催日</th><th colspan=2>結果</th></tr>"
    html += row("分科会", "本部会議", "原案のまま提出", "要修正", head="th", first="th")
    html += row("第1回", "令和3年5月24日", "令和3年6月7日", "9件", "2件") + "</table>"
    assert told(html) == [
        ("subcommittee", 1, "2021-05-24", None, [9]),
        ("headquarters", 1, "2021-06-07", None, [2]),
    ]
