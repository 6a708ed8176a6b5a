# ruff: noqa: E501
"""Habits of pages: years left out, wrapped text, numbered papers, struck-out words, other lists."""

from __future__ import annotations

import pytest

from parsers.pages.plain import read_plain
from tests.pages.expected import meeting_fields, read


def days(page: str) -> list[str | None]:
    return [meeting_fields(one)["held_on"] for one in read(page).meetings]


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["令和3年10月4日", "令和3年12月6日", "1月31日", "3月7日"], ["2021-10-04", "2021-12-06", "2022-01-31", "2022-03-07"]),
        (["令和4年3月7日", "令和4年1月31日", "12月6日"], ["2022-03-07", "2022-01-31", "2021-12-06"]),
        (["令和3年10月4日", "同年12月6日", "翌年1月31日"], ["2021-10-04", "2021-12-06", "2022-01-31"]),
        (["令和3年10月4日", "12月6日"], ["2021-10-04", None]),
        (["令和3年10月4日", "令和3年12月6日", "11月1日"], ["2021-10-04", "2021-12-06", None]),
        (["同年12月6日", "令和3年10月4日"], [None, "2021-10-04"]),
    ],
)  # fmt: skip
def test_a_year_left_out_is_that_of_the_meetings_around(
    headings: list[str], found: list[str | None]
) -> None:
    page = "".join(
        f"<h3>第{i}回本部会議（{day}開催）</h3><p>2件が要修正でした。</p>"
        for i, day in enumerate(headings, 1)
    )
    assert days(page) == found


def test_a_year_taken_from_around_says_so() -> None:
    page = "".join(
        f"<h3>第{i}回本部会議（{day}）</h3>"
        for i, day in enumerate(["令和3年10月4日", "令和3年12月6日", "1月31日"], 1)
    )
    notes = [e.note for one in read(page).meetings for e in one.evidence if e.field == "held_on"]
    assert notes[:2] == [None, None]
    assert notes[2] is not None


def test_the_same_year_under_a_section_is_that_of_the_meeting_before() -> None:
    page = "<h2>令和3年度の会議</h2><h3>第1回分科会</h3><p>開催日 令和4年1月17日</p><p>要修正2件</p><h3>第1回本部会議</h3><p>開催日 同年2月7日</p>"
    assert days(page) == ["2022-01-17", "2022-02-07"]


def test_the_number_of_a_section_is_that_of_its_meetings() -> None:
    page = "<h2>令和3年度の会議</h2><h3>第5回（8月）</h3><p><b>分科会（令和3年8月2日開催）</b></p><p>要修正1件</p><p><b>本部会議（令和3年8月30日開催）</b></p>"
    assert [one.meeting.meeting_id for one in read(page).meetings] == [
        "subcommittee-2021-05",
        "headquarters-2021-05",
    ]
    inferred = [e.note for e in read(page).meetings[0].evidence if e.field == "number"]
    assert inferred == ["from the section's heading"]


WRAPPED = """■令和3年度の会議の開催状況
●第4回本部会議（令和3年6月7日開催）
　くじら川の堤と、こだま橋の架け替えをはじめとする17施策の進み具合を審査
し、原案のとおり決定したものが12件、修正を求めることとなった要修正が5
件でした。また、みずうみ地区とやまなみ地区の施策について、達成目標年度を
繰り上げました。
●第4回分科会（令和3年5月24日開催）
　中期目標の施策17件について、それぞれの担当課からヒアリングを行いまし
た。次回分科会へのローリングはありませんでした。
"""


def test_a_wrapped_text_is_put_together() -> None:
    first, second = map(meeting_fields, read(WRAPPED).meetings)
    assert (first["reviewed_count"], first["target_changes"]) == (17, "advanced")
    assert [o["count"] for o in first["outcomes"]] == [12, 5]
    assert second["reviewed_count"] == 17


def test_lines_of_a_text_that_is_not_wrapped_stay() -> None:
    text = "いずみ\nもりの中の道\n" + "\n".join(
        f"原案のまま本部会議に提出するもの その{i}" for i in range(9)
    )
    assert [line.text for line in read_plain(text)] == text.splitlines()


def links(html: str) -> list[tuple[str, int | None]]:
    return [(link.role.value, link.pillar_number) for link in read(html).links]


def paper(label: str, name: str = "a") -> str:
    return f'<li><a href="{name}.pdf">{label}</a>（PDF：12KB）</li>'


def test_a_series_of_numbered_papers_is_that_of_the_pillars() -> None:
    html = (
        "<ul>" + paper("1　いずみのまち") + paper("2　こだまのまち") + paper("あんない") + "</ul>"
    )
    assert links(html) == [("pillar", 1), ("pillar", 2), ("other", None)]
    notes = [e.note for e in read(html).evidence if e.table == "links"]
    assert notes == ["one of a series of numbered documents"] * 2


@pytest.mark.parametrize(
    "labels",
    [
        ["1　次第", "2　資料1"],
        ["1　いずみのまち", "あんない", "2　こだまのまち"],
        ["1　いずみ", "2　こだま", "あんない", "1　ほたる", "2　かわせみ"],
        ["2　いずみ", "1　こだま"],
        ["1　いずみのまち"],
    ],
)
def test_other_numbered_papers_are_none_of_pillars(labels: list[str]) -> None:
    html = "<ul>" + "".join(map(paper, labels)) + "</ul>"
    assert {role for role, _ in links(html)} == {"other"}


def test_the_row_of_a_link_names_its_paper_and_size() -> None:
    html = "<table><tr><th>分野</th><th>シート</th><th>大きさ</th></tr>"
    for number, name in ((1, "いずみ"), (2, "こだま")):
        html += f'<tr><td>{number} {name}</td><td><a href="{number}.pdf">PDF</a></td><td>{number}.5MB</td></tr>'
    html += '<tr><td>達成目標一覧表</td><td><a href="0.pdf">PDF</a></td><td>90KB</td></tr></table>'
    found = [
        (link.role.value, link.pillar_number, link.declared_bytes) for link in read(html).links
    ]
    assert found == [
        ("pillar", 1, 1_500_000),
        ("pillar", 2, 2_500_000),
        ("goal_list", None, 90_000),
    ]


HEADING = "<h3>第1回本部会議（令和3年6月7日開催）</h3>"


@pytest.mark.parametrize(
    ("text", "reviewed", "outcomes"),
    [
        ("<p>28<s>9</s>施策を審査し、原案のとおり決定28件です。</p>", 28, [28]),
        ('<p><span style="text-decoration:line-through">9施策</span>28施策を審査し、要修正が28件です。</p>', 28, [28]),
        ("<p>9施策を見て回りました。原案のとおり決定が7件、要修正が2件です。</p>", 9, [7, 2]),
        ("<p>9施策を見て回りました。原案のとおり決定が7件、要修正が1件です。</p>", None, [7, 1]),
        ("<p>審査件数：9</p><p>原案のとおり決定：7</p><p>要修正：2</p><p>（うち達成済み：1）</p>", 9, [7, 2, 1]),
        ("<p>9施策を審査しました。原案のとおり決定が7、要修正が2でした。</p>", 9, [7, 2]),
        ("<p>9施策を審査し、全て原案のとおり決定しました。前回要修正となった2件については確認しました。</p>", 9, [9]),
        ("<p>9施策を審査しました。次回へのﾛｰﾘﾝｸﾞは9件です。</p>", 9, [9]),
        ("<p>9施策を審査しました。</p><table><tr><td>要修正</td><td>9件</td></tr></table>", 9, [9]),
    ],
)  # fmt: skip
def test_counts(text: str, reviewed: int | None, outcomes: list[int]) -> None:
    (parsed,) = read(HEADING + text).meetings
    fields = meeting_fields(parsed)
    assert (fields["reviewed_count"], [o["count"] for o in fields["outcomes"]]) == (
        reviewed,
        outcomes,
    )


def test_outcomes_without_a_reviewed_count_are_reported() -> None:
    parts = read(HEADING + "<p>原案のとおり決定が7件でした。</p>")
    assert [issue.rule for issue in parts.issues] == ["page.reviewed_unread"]


@pytest.mark.parametrize(
    "line",
    [
        "第9回本部会議の傍聴について（令和3年7月5日）",
        "2021年6月30日 令和3年7月5日 第9回本部会議を開催します",
        "第9回本部会議（令和3年7月5日）は中止",
    ],
)
def test_news_of_a_meeting_is_none(line: str) -> None:
    assert len(read(f"<ul><li>{line}</li></ul>{HEADING}<p>要修正2件</p>").meetings) == 1


def test_meetings_linked_behind_the_end_of_the_page_are_elsewhere() -> None:
    page = (
        HEADING
        + '<p>要修正2件</p><h2>関連リンク</h2><p><a href="x.html">第8回本部会議（令和2年2月3日開催）の結果</a></p>'
    )
    assert len(read(page).meetings) == 1
    assert len(read("<p>お問い合わせ</p><p>" + HEADING + "<p>要修正2件</p>").meetings) == 1


def test_a_contents_list_opens_no_section() -> None:
    page = '<ul><li><a href="#a">令和2年度</a></li></ul><p>第1回本部会議（令和3年6月7日）</p><p>要修正2件</p>'
    assert read(page).meetings[0].meeting.fiscal_year == 2021


def test_a_button_that_folds_is_a_heading() -> None:
    page = '<div><button aria-expanded="false">令和3年度</button><p>第1回本部会議（1月31日）</p></div><button>令和9年度</button>'
    assert days(page) == ["2022-01-31"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("「短期」は令和3年度までに行うもの、「中期」は令和4年度に行うもの、「中長期」は令和5年度以降に行うものです。", [(None, 2021), (2022, 2022), (2023, None)]),
        ("「短期」（平成30年度まで）、「中期」（平成31年度）、「中長期」（平成32年度以降）です。", [(None, 2018), (2019, 2019), (2020, None)]),
        ("令和3年度は「短期」を、令和4年度は「中期」を見直します。", []),
    ],
)  # fmt: skip
def test_definitions(text: str, found: list[tuple[int | None, int | None]]) -> None:
    terms = read(f"<p>{text}</p>").terms
    assert [(term.fiscal_year_from, term.fiscal_year_to) for term in terms] == found


def test_a_number_of_kinds_is_no_target() -> None:
    page = "<p>公約64項目を達成目標の年度により三つに区分しています。</p><p>令和3年度末時点で全64項目のうち24項目を達成しました。</p>"
    assert read(page).summaries[0].target_count is None


@pytest.mark.parametrize(
    ("heading", "day"),
    [("令和3年度末の達成状況", "2022-03-31"), ("達成状況（令和3年12月1日現在）", "2021-12-01"), ("令和3年度の達成状況", "None")],
)  # fmt: skip
def test_a_heading_gives_the_day_of_its_figures(heading: str, day: str) -> None:
    (summary,) = read(
        f"<h2>{heading}</h2><p>64項目のうち24項目を達成しました（37.5％）。</p>"
    ).summaries
    assert (str(summary.as_of_date), summary.achieved) == (day, 24)


def test_a_sentence_tells_of_several_years() -> None:
    page = "<p>令和2年度末までに達成したものは64項目中16項目（25.0％）、令和3年度末までに達成したものは64項目中24項目（37.5％）です。</p>"
    found = [(s.fiscal_year, s.achieved, s.rate_percent) for s in read(page).summaries]
    assert found == [(2020, 16, 25.0), (2021, 24, 37.5)]


def test_a_number_in_brackets_heads_a_label() -> None:
    html = "<h2>分野別シート</h2><ul>" + paper("【分野4】いずみ") + paper("(5)こだま") + "</ul>"
    assert links(html) == [("pillar", 4), ("pillar", 5)]


def test_a_meeting_and_its_counts_on_one_line() -> None:
    page = "第3回分科会　令和3年5月24日　9件を審査（原案のまま提出　7件、修正後に提出　2件）\n第3回本部会議　令和3年6月7日　9件を審査（原案のとおり決定　9件）"
    first, second = map(meeting_fields, read(page).meetings)
    assert (first["held_on"], first["reviewed_count"], len(first["outcomes"])) == (
        "2021-05-24",
        9,
        2,
    )
    assert (second["held_on"], second["reviewed_count"], len(second["outcomes"])) == (
        "2021-06-07",
        9,
        1,
    )


def test_rows_of_years_under_a_heading_on_achievement() -> None:
    rows = (
        "<p>令和2年度末　64項目中　16項目（25.0％）<br>令和3年度末　64項目中　24項目（37.5％）</p>"
    )
    found = [
        (s.fiscal_year, str(s.as_of_date), s.total, s.achieved, s.rate_percent)
        for s in read("<p>達成の状況</p>" + rows).summaries
    ]
    assert found == [(2020, "2021-03-31", 64, 16, 25.0), (2021, "2022-03-31", 64, 24, 37.5)]
    assert read("<p>回覧の状況</p>" + rows).summaries == ()


@pytest.mark.parametrize(
    ("text", "approximate"),
    [("公約12件を審査しました。", False), ("約12件を審査しました。", True), ("残り約12件を審査しました。", True),
     ("契約12件を審査しました。", False), ("合計約12件を審査しました。", True)],
)  # fmt: skip
def test_a_word_that_ends_like_about_is_none(text: str, approximate: bool) -> None:
    meeting = read(HEADING + f"<p>{text}</p>").meetings[0].meeting
    assert (meeting.reviewed_count, meeting.reviewed_approx) == (12, approximate)


def test_a_year_written_twice_is_a_section() -> None:
    assert days("令和3年度（2021年度）\n第1回本部会議（1月31日）\n要修正2件") == ["2022-01-31"]


def test_a_section_names_the_body_of_lines_with_counts() -> None:
    page = "<p>（1）分科会</p><p>第1回（令和3年5月24日）　9件を審査。要修正9件。<br>第2回（令和3年8月2日）　4件を審査。</p>"
    assert [one.meeting.meeting_id for one in read(page).meetings] == [
        "subcommittee-2021-01",
        "subcommittee-2021-02",
    ]
    assert [one.meeting.reviewed_count for one in read(page).meetings] == [9, 4]


def test_a_word_for_pillars_numbers_a_label_and_a_bare_size_follows_it() -> None:
    html = '<p><a href="1.pdf">目標シート1（いずみ）</a>(1.2MB)</p><p><a href="2.pdf">目標シート2（こだま）</a>(800KB)</p>'
    found = [(link.pillar_number, link.declared_bytes, link.label_raw) for link in read(html).links]
    assert found == [
        (1, 1_200_000, "目標シート1（いずみ）(1.2MB)"),
        (2, 800_000, "目標シート2（こだま）(800KB)"),
    ]
    assert (
        links("<ul>" + paper("目標シート2023年版") + paper("第3章 いずみ") + "</ul>")
        == [("other", None)] * 2
    )
