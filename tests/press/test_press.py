"""Press releases about pledges."""

from __future__ import annotations

from datetime import date

from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import parse


def release(*body: str) -> bytes:
    paper = Paper(size=PORTRAIT)
    paper.text(60, 40, "記者発表資料", 14)
    paper.text(420, 40, "令和6年4月20日", 12)
    paper.text(80, 120, "市長公約の達成状況（令和5年度末）について", 18)
    paper.lines(60, 200, body, 12)
    return print_pdf([paper])


def test_figures_line_by_line() -> None:
    data = release("全項目数　80項目", "達成項目数　30項目", "達成率　37.5％", "１　今後の予定")
    parsed = parse(data)
    assert parsed.document.kind == "press_release"
    assert parsed.document.title == "市長公約の達成状況（令和5年度末）について"
    (summary,) = parsed.summaries
    assert (summary.total, summary.achieved, summary.rate_percent) == (80, 30, 37.5)
    assert (summary.fiscal_year, summary.as_of_date) == (2023, date(2024, 3, 31))
    rows = {row.field: row for row in parsed.evidence if row.table == "summaries"}
    assert rows["total"].page == 1
    assert rows["total"].x0 is not None
    assert rows["fiscal_year"].note == "from the title of the release"


def test_figures_in_a_sentence() -> None:
    said = "令和5年度末をもって、全80項目のうち30項目を達成し、達成率は37.5％となりました。"
    (summary,) = parse(release(said)).summaries
    assert (summary.total, summary.achieved, summary.rate_percent) == (80, 30, 37.5)
    assert summary.text_raw == said


def test_a_release_about_something_else_is_no_press_release_of_ours() -> None:
    paper = Paper(size=PORTRAIT).text(60, 40, "記者発表資料", 14).text(60, 90, "桜まつりの開催", 18)
    parsed = parse(print_pdf([paper]))
    assert parsed.document.kind == "other"
    assert parsed.pages[0].reason == "no_pledge_wording"
