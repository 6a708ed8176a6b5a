"""Rules on totals: what the city reports of all pledges against its own parts and our rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from parsers.values import find_values
from pipeline.checks.city import City, Finding
from schemas.records import Goal, Pledge, Summary


def rates(city: City) -> Iterator[Finding]:
    """A reported rate is achieved by total, rounded or cut to the digits it is given in."""
    for summary in city.summaries:
        rate, achieved, total = summary.rate_percent, summary.achieved, summary.total
        if rate is None or achieved is None or not total:
            continue
        if not _is_rate(rate, achieved, total):
            exact = 100 * achieved / total
            yield Finding(
                f"達成率{rate:g}%は、{achieved}件÷{total}件（{exact:.2f}%）と合いません。",
                f"The rate {rate:g}% is not {achieved} of {total} ({exact:.2f}%).",
                summary,
                "rate_percent",
                f"{achieved} / {total} = {exact:.2f}% ≠ {rate:g}%",
                summary.text_raw,
            )


def _is_rate(rate: float, achieved: int, total: int) -> bool:
    shown = Decimal(repr(rate)).normalize()
    digits = max(0, -int(shown.as_tuple().exponent))
    exact = Decimal(100 * achieved) / Decimal(total)
    step = Decimal(1).scaleb(-digits)
    cut = Decimal(math.floor(exact / step)) * step
    return shown in (exact.quantize(step, ROUND_HALF_UP), cut)


def totals_differ(city: City) -> Iterator[Finding]:
    """A reported total is the number of pledges now, or was in some edition of the goal list."""
    known = city.pledge_counts
    for summary in city.summaries:
        if summary.total is None or not known or summary.total in known:
            continue
        counts = "、".join(map(str, sorted(known)))
        yield Finding(
            f"総数{summary.total}件は、公約の総数（{counts}件）と合いません。",
            f"The reported total {summary.total} is not the number of pledges ({counts}).",
            summary,
            "total",
            f"{summary.total} ∉ {{{counts}}}",
            summary.text_raw,
        )


def target_counts(city: City) -> Iterator[Finding]:
    """What was due up to a year is the sum of what was due in each year up to it."""
    words = city.profile.vocabulary.page.summary.target
    for whole in city.summaries:
        year = whole.fiscal_year
        others = [s for s in city.summaries if s.text_raw != whole.text_raw]
        stated = {y: n for s in others for y, n in _stated_targets(s, words).items()}
        parts = sorted((y, n) for y, n in stated.items() if year is not None and y <= year)
        counts = [count for _, count in parts]
        if whole.target_count is None or len(parts) < 2 or sum(counts) == whole.target_count:
            continue
        terms = "+".join(map(str, counts))
        years = "・".join(f"{part_year}年度" for part_year, _ in parts)
        yield Finding(
            f"{year}年度末までの目標は{whole.target_count}件とされていますが、"
            f"別の箇所の{years}の目標は{terms}で{sum(counts)}件です。",
            f"{whole.target_count} pledges are said to be due by the end of fiscal year {year}, "
            f"but elsewhere {terms} are, which make {sum(counts)}.",
            whole,
            "target_count",
            f"{terms} = {sum(counts)} ≠ {whole.target_count}",
            whole.text_raw,
        )


def _stated_targets(summary: Summary, words: Sequence[str]) -> dict[int, int]:
    """Counts due in single years as a paragraph states them: year, a word for target, count."""
    stated: dict[int, int] = {}
    for year, count in pairwise(find_values(summary.text_raw)):
        between = summary.text_raw[year.span[1] : count.span[0]]
        if year.kind != "fiscal_year" or count.kind != "count" or "。" in between:
            continue
        if (
            isinstance(year.start, date)
            and count.value is not None
            and any(word in between for word in words)
        ):
            stated[year.start.year] = int(count.value)
    return stated


def sheet_count(city: City) -> Iterator[Finding]:
    """There is a sheet for every pledge."""
    expected = city.pledge_count
    found = len(city.sheets)
    if city.index is None or expected is None or found == expected:
        return
    missing = sorted(set(city.profile.expected.pillars) - city.published_pillars)
    without = "、".join(f"分野{number}" for number in missing)
    yield Finding(
        f"公約は{expected}件ですが、読み取れたシートは{found}件です"
        f"{f'（{without}のシートは公表されていません）' if missing else ''}。",
        f"There are {expected} pledges but {found} sheets"
        f"{f' (none of pillars {missing})' if missing else ''}.",
        city.index.parsed.document,
        "sheets",
        f"{found} ≠ {expected}",
    )


def achieved_count(city: City) -> Iterator[Finding]:
    """What was once reported as achieved is achieved in the sheets, where all are published."""
    achieved = sum(pledge.achieved is True for pledge in city.pledges)
    for summary in city.summaries:
        reported = summary.achieved
        if not city.is_complete or reported is None or reported <= achieved:
            continue
        yield Finding(
            f"{reported}件が達成と公表されていますが、達成とするシートは{achieved}件です。",
            f"{reported} pledges are reported as achieved, but {achieved} sheets say so.",
            summary,
            "achieved",
            f"{reported} > {achieved}",
            summary.text_raw,
        )


def goals_against_sheets(city: City) -> Iterator[Finding]:
    """The goal list and the sheet of a pledge say the same."""
    pledges = {pledge.pledge_id: pledge for pledge in city.pledges}
    for goal in city.goals:
        pledge = pledges.get(goal.pledge_id or "")
        for field, in_list, in_sheet in _pairs(goal, pledge) if pledge else ():
            if in_list is None or in_sheet is None or in_list == in_sheet:
                continue
            yield Finding(
                f"「{goal.title}」の{_FIELDS[field]}は、一覧表では{_shown(in_list)}、"
                f"シートでは{_shown(in_sheet)}です。",
                f"“{goal.title}”: {field} is {in_list} in the goal list, {in_sheet} in the sheet.",
                goal,
                field,
                f"{in_list} ≠ {in_sheet}",
                goal.due_raw if field == "due_fiscal_year" else goal.title,
            )


_FIELDS = {"term": "区分", "due_fiscal_year": "目標年度", "achieved": "達成"}
_TERMS = {"short": "短期", "mid": "中期", "mid_long": "中長期"}


def _pairs(goal: Goal, pledge: Pledge) -> list[tuple[str, object, object]]:
    return [
        ("term", goal.term, pledge.term),
        ("due_fiscal_year", goal.due_fiscal_year, pledge.due_fiscal_year),
        ("achieved", goal.achieved, pledge.achieved),
    ]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "達成" if value else "未達成"
    return _TERMS.get(str(value), f"{value}年度")


def goals_without_sheet(city: City) -> Iterator[Finding]:
    """A pledge of the goal list whose pillar's sheets are published has a sheet."""
    for goal in city.goals:
        if goal.pledge_id is None and goal.pillar_number in city.published_pillars:
            yield Finding(
                f"一覧表の「{goal.title}」に対応するシートが見当たりません。",
                f"No sheet was found for “{goal.title}” of the goal list.",
                goal,
                "pledge_id",
                text_raw=goal.title,
            )


def sheets_without_goal(city: City) -> Iterator[Finding]:
    """A pledge with a sheet stands in the goal list."""
    listed = {goal.pledge_id for goal in city.goals}
    for pledge in city.pledges if city.goals else ():
        if pledge.pledge_id not in listed:
            yield Finding(
                f"「{pledge.title}」は一覧表に見当たりません。",
                f"“{pledge.title}” is not in the goal list.",
                pledge,
                "pledge_id",
                text_raw=pledge.title,
            )
