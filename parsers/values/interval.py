"""Turn the fields of a point, once its Western year is known, into an interval."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

import msgspec

from parsers.values import lunisolar
from parsers.values.eras import GREGORIAN_FROM, Era
from parsers.values.model import FISCAL_YEAR_START_MONTH, Kind
from parsers.values.tokens import Part, Point, Relative

_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HALVES: dict[Part, int] = {"first_half": 0, "second_half": 6}
_QUARTERS: dict[Part, int] = {"q1": 0, "q2": 3, "q3": 6, "q4": 9}
_TENTHS: dict[Part, tuple[int, int]] = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}


class Interval(msgspec.Struct, frozen=True):
    """What a point covers; without days if it is impossible or has none to give."""

    kind: Kind
    precision: str
    start: date | None = None
    end: date | None = None
    possible: bool = True


def days(kind: Kind, precision: str, start: date, end: date) -> Interval:
    """Return a possible interval."""
    return Interval(kind, precision, start, end)


def kind_of(point: Point) -> tuple[Kind, str]:
    """Return kind and precision of a point by the fields it has."""
    if point.closing:
        return "date", "day"
    if point.part in _HALVES:
        return "range", "half"
    if point.part in _QUARTERS or point.part == "impossible":
        return "range", "quarter"
    if point.part in _TENTHS:
        return "range", "part_of_month"
    if point.part == "decade":
        return "range", "decade"
    if point.relative and point.relative.unit == "period":
        return "range", "period"
    if point.part == "weekend":
        return "range", "week"
    if point.relative and point.relative.unit == "week" and point.weekday is None:
        return ("range", "week") if point.day is None else ("date", "day")
    return _kind_by_field(point)


def _kind_by_field(point: Point) -> tuple[Kind, str]:
    unit = point.relative.unit if point.relative else None
    if point.day is not None or unit in ("day", "same_day", "week"):
        return "date", "day"
    if point.month is not None or unit == "month":
        return ("date", "day") if point.part == "end" else ("month", "month")
    if point.fiscal:
        return ("fiscal_year_end", "day") if point.part == "end" else ("fiscal_year", "fiscal_year")
    return ("date", "day") if point.part == "end" else ("year", "year")


def add_months(year: int, month: int, step: int) -> tuple[int, int]:
    """Return the month ``step`` months after ``month`` of ``year``."""
    index = year * 12 + month - 1 + step
    return index // 12, index % 12 + 1


def month_length(year: int, month: int) -> int:
    """Return the number of days of a Gregorian month."""
    if month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0):
        return 29
    return _LENGTHS[month]


def month_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """Return the first and last day of ``count`` months from ``month``."""
    last_year, last_month = add_months(year, month, count - 1)
    return date(year, month, 1), date(last_year, last_month, month_length(last_year, last_month))


def fiscal_span(year: int) -> tuple[date, date]:
    """Return 1 April of ``year`` and 31 March of the next."""
    return month_span(year, FISCAL_YEAR_START_MONTH, 12)


def is_calendar_year(start: date, end: date) -> bool:
    """True for 1 January to 31 December of one year."""
    return (start.month, start.day, end) == (1, 1, date(start.year, 12, 31))


def is_calendar_half(start: date, end: date) -> bool:
    """True for the 令和6年上半期 that a 下半期 behind it goes on from."""
    bounds = (start.month, start.day, end.month, end.day)
    return start.year == end.year and bounds in ((1, 1, 6, 30), (7, 1, 12, 31))


def interval_of(point: Point, year: int, era: Era | None) -> Interval:
    """Return the interval of ``point`` in the Western (or fiscal) ``year``."""
    kind, precision = kind_of(point)
    if point.part == "impossible" or point.year == 0 or not 1 <= year < MAXYEAR - 10:
        return Interval(kind, precision, possible=False)
    if point.month is None:
        start, end = _span_of_year(point, year)
        start = end if point.closing else start
        return Interval(kind, precision, start, end)
    impossible = Interval(kind, precision, possible=False)
    if not 1 <= point.month <= 12 or point.day == 0:
        return impossible
    if point.fiscal and point.month < FISCAL_YEAR_START_MONTH:
        year += 1
    if era and year < GREGORIAN_FROM.year:
        return _lunisolar(point, year, point.month, impossible)
    if point.leap:
        return impossible
    if point.day is not None:
        if point.day > month_length(year, point.month):
            return impossible
        day = date(year, point.month, point.day)
        return Interval(kind, precision, day, day)
    return _part_of_month(point.part, Interval(kind, precision, *month_span(year, point.month)))


def year_by_weekday(point: Point, year: int, spoken: date) -> int:
    """Return the year next to ``year`` that is nearer to ``spoken`` if only it has the weekday.

    A paper of March means next month by 4月4日（月）, though its fiscal year began a year ago.
    """
    here = interval_of(point, year, None).start
    if point.weekday is None or here is None or here.weekday() == point.weekday:
        return year
    for other in (year + 1, year - 1):
        there = interval_of(point, other, None).start
        if there and there.weekday() == point.weekday and abs(there - spoken) < abs(here - spoken):
            return other
    return year


def _part_of_month(part: Part, month: Interval) -> Interval:
    if month.start is None or month.end is None or not part:
        return month
    if part == "end":
        return Interval(month.kind, month.precision, month.end, month.end)
    first, last = _TENTHS.get(part, (1, 31))
    start = month.start.replace(day=first)
    return Interval(
        month.kind, month.precision, start, min(month.end, start + timedelta(last - first))
    )


def part_of_month(point: Point, year: int, month: int) -> Interval:
    """Return the month itself, a third of it or its last day, as the point says."""
    kind, precision = kind_of(point)
    return _part_of_month(point.part, Interval(kind, precision, *month_span(year, month)))


def _span_of_year(point: Point, year: int) -> tuple[date, date]:
    part = point.part
    if part == "decade":
        return date(year, 1, 1), date(year + 9, 12, 31)
    if part in _QUARTERS:
        return month_span(*add_months(year, FISCAL_YEAR_START_MONTH, _QUARTERS[part]), 3)
    first_month = FISCAL_YEAR_START_MONTH if point.fiscal else 1
    if part in _HALVES:
        return month_span(*add_months(year, first_month, _HALVES[part]), 6)
    start, end = month_span(year, first_month, 12)
    return (end, end) if part == "end" else (start, end)


def in_week(point: Point, relative: Relative, base: date) -> Interval:
    """Return 来週, 来週末, 来週月曜日 or 来週14日 by the week of ``base`` (from Monday)."""
    kind, precision = kind_of(point)
    monday = base - timedelta(base.weekday()) + timedelta(7 * relative.offset)
    first, last = monday, monday + timedelta(6)
    if point.part == "weekend":
        first = monday + timedelta(5)
    elif point.day is not None:
        days = (monday + timedelta(step) for step in range(7))
        found = next((day for day in days if day.day == point.day), None)
        return Interval(kind, precision, found, found, possible=found is not None)
    elif point.weekday is not None:
        first = last = monday + timedelta(point.weekday)
    return Interval(kind, precision, first, last)


def _lunisolar(point: Point, year: int, month: int, impossible: Interval) -> Interval:
    """Before 明治6年 months and days are of the old calendar."""
    if (year, month) == (1872, 12) and (point.day or 0) > 2:
        return impossible
    if point.leap and lunisolar.leap_month_of(year) not in (None, month):
        return impossible
    found = lunisolar.month_span(year, month, leap=point.leap)
    if found is None:
        return Interval(impossible.kind, impossible.precision)
    first, last = found[0], min(found[1], GREGORIAN_FROM - timedelta(1))
    if point.day is not None:
        if point.day > (last - first).days + 1:
            return impossible
        first = last = first + timedelta(point.day - 1)
    return _part_of_month(point.part, Interval(impossible.kind, impossible.precision, first, last))


def same_name(first: Point, second: Point) -> bool | None:
    """Say whether two absolute points name the same time; None if not comparable."""
    one, other = _absolute(first), _absolute(second)
    if one is None or other is None or one.start is None or other.start is None:
        return None
    if one.kind != other.kind:
        return True if (one.start, one.end) == (other.start, other.end) else None
    return (one.start, one.end) == (other.start, other.end)


def _absolute(point: Point) -> Interval | None:
    if point.year is None or not (point.era or point.western):
        return None
    year = point.era.western(point.year) if point.era else point.year
    return interval_of(point, year, point.era)
