"""The day of a meeting whose heading does not give it in full."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from parsers.pages.headings import Heading
from parsers.pages.lines import fold
from parsers.values import MonthDay, first

_RELATIVE = ("同", "翌", "前")
_FAR_OFF = 150
"""Days; a meeting further from the one before it may be of another year."""

Order = Literal[-1, 0, 1]
"""1 where a page has the oldest meeting first, -1 the newest, 0 where it keeps to no order."""


@dataclass(frozen=True, slots=True)
class Before:
    """The day of the meeting that a page names before another, and the order of its meetings."""

    day: date
    order: Order

    def near(self, told: MonthDay) -> date | None:
        """The next such day in the page's order, if it is not far off."""
        years = [self.day.year + by for by in (-1, 0, 1)]
        if (told.month, told.day) == (2, 29):
            years = [year for year in years if isleap(year)]
        days = [date(year, told.month, told.day) for year in years]
        away = {(day - self.day).days * self.order: day for day in days}
        return next((away[gap] for gap in sorted(away) if 0 <= gap <= _FAR_OFF), None)


def order_of(headings: Sequence[Heading]) -> Order:
    """In which order a page has its meetings, as far as their headings give days in full."""
    days = [one.held.start_date for one in headings if one.held and one.held.start_date]
    if len(set(days)) < 2:
        return 0
    if all(one <= other for one, other in pairwise(days)):
        return 1
    return -1 if all(one >= other for one, other in pairwise(days)) else 0


def held_on(
    heading: Heading, fiscal_year_known: int | None, before: Before | None = None
) -> date | None:
    """The day of a meeting as written, with its section's year where the heading has none.

    Without a section's year it is that of the meetings around, where the page keeps to an order;
    同年 and 翌年 are those of the meeting before.
    """
    value = heading.held
    if value is None:
        return None
    if value.surface.startswith(_RELATIVE):
        told = first(value.surface, ["date"], before.day) if before else None
        return told.start_date if told else None
    if value.start_date is not None:
        return value.start_date
    if fiscal_year_known is not None:
        context = f"{fiscal_year_known}-04-01/{fiscal_year_known + 1}-03-31"
        again = first(fold(heading.held_text), ["date", "range"], context)
        return again.start_date if again else None
    if before is None or before.order == 0 or not isinstance(value.start, MonthDay):
        return None
    return before.near(value.start)
