"""The rules of reconciliation, in the order in which they are reported."""

from __future__ import annotations

from pipeline.checks import meetings, sheets, site, totals
from pipeline.checks.city import City, Rule
from schemas.enums import Severity
from schemas.records import Issue

_W, _I = Severity.WARNING, Severity.INFO

RULES: tuple[Rule, ...] = (
    Rule(
        "meeting.outcomes_sum",
        _W,
        "meetings",
        "結果ごとの件数を足すと、審査した件数になるはずです。",
        "The outcomes of a meeting should make up what it reviewed.",
        meetings.outcomes_sum,
    ),
    Rule(
        "meeting.part_too_large",
        _W,
        "meetings",
        "達成済みの件数は、審査した件数を超えないはずです。",
        "Measures confirmed as achieved are among those reviewed.",
        meetings.part_too_large,
    ),
    Rule(
        "meeting.hearing_count",
        _W,
        "meetings",
        "分科会が提出した件数は、続く本部会議が審査した件数と合うはずです。",
        "What a hearing submits is what the meeting after it reviews.",
        meetings.hearing_count,
    ),
    Rule(
        "meeting.hearing_unknown",
        _W,
        "meetings",
        "本部会議が踏まえた分科会は、ページに載っているはずです。",
        "A hearing that a meeting refers to should be on the page.",
        meetings.hearing_unknown,
    ),
    Rule(
        "meeting.carried_over",
        _W,
        "meetings",
        "持ち越した件数は、次に扱った件数と合うはずです。",
        "What a meeting takes over is what earlier ones carried over.",
        meetings.carried_over,
    ),
    Rule(
        "meeting.numbers_in_order",
        _W,
        "meetings",
        "会議の回と開催日は同じ順のはずです。",
        "Numbers and dates of meetings are in one order.",
        meetings.numbers_in_order,
    ),
    Rule(
        "meeting.date_outside_year",
        _W,
        "meetings",
        "会議は見出しの年度に開かれているはずです。",
        "A meeting reported under a fiscal year was held in it.",
        meetings.date_outside_year,
    ),
    Rule(
        "summary.rate",
        _W,
        "summaries",
        "達成率は、達成数を総数で割った値のはずです。",
        "A reported rate is achieved by total.",
        totals.rates,
    ),
    Rule(
        "summary.total",
        _W,
        "summaries",
        "公表された総数は、公約の総数と同じはずです。",
        "A reported total is the number of pledges.",
        totals.totals_differ,
    ),
    Rule(
        "summary.target_counts",
        _W,
        "summaries",
        "ある年度までの目標数は、各年度の目標数の和のはずです。",
        "What is due up to a year is the sum of what is due in each year.",
        totals.target_counts,
    ),
    Rule(
        "summary.achieved",
        _W,
        "summaries",
        "達成と公表された公約は、シートでも達成のはずです。",
        "What is reported as achieved is achieved in the sheets.",
        totals.achieved_count,
    ),
    Rule(
        "sheet.count",
        _I,
        "documents",
        "公約の数だけシートがあるはずです。",
        "There is a sheet for every pledge.",
        totals.sheet_count,
    ),
    Rule(
        "goal.differs_from_sheet",
        _W,
        "goals",
        "一覧表とシートは同じことを述べているはずです。",
        "The goal list and the sheet of a pledge say the same.",
        totals.goals_against_sheets,
    ),
    Rule(
        "goal.without_sheet",
        _I,
        "goals",
        "一覧表の公約にはシートがあるはずです。",
        "A pledge of the goal list has a sheet.",
        totals.goals_without_sheet,
    ),
    Rule(
        "goal.missing",
        _I,
        "pledges",
        "シートのある公約は一覧表に載っているはずです。",
        "A pledge with a sheet stands in the goal list.",
        totals.sheets_without_goal,
    ),
    Rule(
        "sheet.term_and_due",
        _W,
        "sheets",
        "目標年度は、ページが定める区分の期間に入るはずです。",
        "The due year lies in the term by the page's own definition.",
        sheets.term_and_due,
    ),
    Rule(
        "sheet.stamp_and_progress",
        _W,
        "sheets",
        "達成の表示と進捗の図は合うはずです。",
        "The stamp and the progress bar agree.",
        sheets.stamp_and_progress,
    ),
    Rule(
        "sheet.overdue",
        _I,
        "sheets",
        "期限を過ぎて達成とされていない公約です。",
        "The due date is past at the as-of date and the pledge is not achieved.",
        sheets.overdue,
    ),
    Rule(
        "sheet.as_of_in_future",
        _W,
        "sheets",
        "現在日は、取得した日より後にはならないはずです。",
        "A paper cannot tell of a day after it was fetched.",
        sheets.as_of_in_future,
    ),
    Rule(
        "sheet.as_of_stale",
        _I,
        "sheets",
        "シートの現在日が、ページの反映日より前です。",
        "The sheet is older than the meeting up to which the page says it was brought.",
        sheets.as_of_stale,
    ),
    Rule(
        "sheet.odd_month_end",
        _W,
        "sheets",
        "現在日は月末のはずです。",
        "As-of dates are month ends; one shortly before is probably a slip.",
        sheets.odd_month_end,
    ),
    Rule(
        "sheet.duplicate_title",
        _W,
        "sheets",
        "同じ題名の公約は一つのはずです。",
        "A title stands for one pledge.",
        sheets.duplicate_titles,
    ),
    Rule(
        "site.pillar_not_linked",
        _W,
        "documents",
        "すべての分野のシートにリンクがあるはずです。",
        "The page links the sheets of every pillar.",
        site.pillars_not_linked,
    ),
    Rule(
        "site.pillar_unexpected",
        _W,
        "links",
        "リンクのある分野は、想定したもののはずです。",
        "Linked pillars are those the profile expects.",
        site.unexpected_pillars,
    ),
    Rule(
        "site.goal_list_not_linked",
        _W,
        "documents",
        "達成目標一覧表にリンクがあるはずです。",
        "The goal list is announced and should be linked.",
        site.goal_list_not_linked,
    ),
    Rule(
        "site.press_release_not_linked",
        _I,
        "documents",
        "記者発表資料にリンクがあるはずです。",
        "Press releases are published and should be linked.",
        site.press_release_not_linked,
    ),
    Rule(
        "link.declared_size",
        _W,
        "links",
        "リンクに書かれた大きさは、ファイルの大きさのはずです。",
        "The size a link states is that of the file.",
        site.declared_size,
    ),
    Rule(
        "page.text_left_unread",
        _I,
        "pages",
        "どの項目としても読まれなかった文字です。",
        "Text of a sheet's page that no record used.",
        site.text_left_unread,
    ),
)

SUPERSEDED = {
    "sheet.achieved_conflict": "sheet.stamp_and_progress",
    "page.hearing_unlisted": "meeting.hearing_unknown",
    "page.fiscal_year_differs": "meeting.date_outside_year",
}
"""What a reader says of one document by itself, and the rule that says it of the city."""


def check(city: City) -> list[Issue]:
    """Everything that does not add up, in the order of the rules."""
    return [issue for rule in RULES for issue in rule.issues(city)]
