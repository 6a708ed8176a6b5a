"""Resolve points against what the text said before and against the context."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from parsers.values.anchors import Anchors, Reading
from parsers.values.eras import Era, contradiction, era_after, era_of, is_anticipatory
from parsers.values.interval import (
    Interval,
    add_months,
    in_week,
    interval_of,
    is_calendar_half,
    is_calendar_year,
    kind_of,
    month_length,
    month_span,
    part_of_month,
    year_by_weekday,
)
from parsers.values.model import Context, MonthDay, fiscal_year_of
from parsers.values.tokens import Point, Relative

_YEARS_BETWEEN_LEAP_DAYS = 8


def resolve(point: Point, anchors: Anchors) -> Reading:
    """Return the reading of a point and remember it as an anchor."""
    if point.relative:
        reading = _relative(point, point.relative, anchors)
    elif point.year is not None:
        reading = _with_year(point, anchors)
    elif point.month is not None:
        reading = _month_first(point, anchors)
    else:
        reading = _day_only(point, anchors)
    reading = reading or Reading(*kind_of(point), notes=["unanchored"])
    _check_weekday(point, reading)
    anchors.remember(point, reading)
    return reading


def _read(interval: Interval) -> Reading:
    reading = Reading(interval.kind, interval.precision, interval.start, interval.end)
    if not interval.possible:
        reading.reject("impossible")
    return reading


def _with_year(point: Point, anchors: Anchors) -> Reading | None:
    _inherit_era(point, anchors)
    year = point.year or 0
    if point.era:
        return _in_era(point, point.era, anchors.context)
    if not point.western:
        return None
    reading = _read(interval_of(point, year, None))
    _check_glosses(point, year, reading)
    return reading


def _inherit_era(point: Point, anchors: Anchors) -> None:
    """Give 5年度 the era (or century) on its left, else that of the context."""
    if point.era or point.western or point.year is None:
        return
    if anchors.western and anchors.latest and point.year < 100:
        point.year += anchors.latest[0].year // 100 * 100
        point.western = True
        return
    era = anchors.era or (era_of(anchors.context.start) if anchors.context else None)
    if era and anchors.era and point.year == 1 and anchors.era_year > 1:
        era = era_after(era) or era
    point.era = era


def _in_era(point: Point, era: Era, context: Context | None) -> Reading:
    year = era.western(point.year or 0)
    reading = _read(interval_of(point, year, era))
    if not reading.valid or point.year == 0:
        return reading
    _check_era(point, era, year, reading, context)
    _check_glosses(point, year, reading)
    return reading


def _check_era(
    point: Point, era: Era, year: int, reading: Reading, context: Context | None
) -> None:
    """A name is nominal: it contradicts only if all it names lies outside the era."""
    if era.first and era.first.year < year and (era.last is None or year < era.last.year):
        return
    named = replace(point, part="", month=None) if point.fiscal else replace(point, part="")
    interval = interval_of(named, year, None)
    if interval.start is None or interval.end is None or point.part == "decade":
        return
    note = contradiction(era, interval.start, interval.end)
    if not note:
        return
    if any(
        gloss.era and not contradiction(gloss.era, interval.start, interval.end)
        for gloss in point.glosses
    ):
        return
    if note == "era_overflow" and is_anticipatory(era, context.start if context else None):
        reading.notes.append("anticipatory")
        return
    reading.reject(note)


def _check_glosses(point: Point, year: int, reading: Reading) -> None:
    if any(gloss.western() != year for gloss in point.glosses):
        reading.reject("era_western_mismatch")


def _check_weekday(point: Point, reading: Reading) -> None:
    if point.weekday is None or not isinstance(reading.start, date) or reading.kind != "date":
        return
    if reading.start.weekday() != point.weekday:
        reading.reject("weekday_mismatch")


def _relative(point: Point, relative: Relative, anchors: Anchors) -> Reading | None:
    match relative.unit:
        case "fiscal" | "year":
            return _relative_year(point, relative, anchors)
        case "month":
            return _relative_month(point, relative, anchors)
        case "day" | "same_day" | "week":
            return _relative_day(point, relative, anchors)
        case "period":
            return _relative_period(relative, anchors)


def _base(relative: Relative, anchors: Anchors) -> tuple[date, date] | None:
    """Return what the word steps from; a second 前年 steps from where the first one did."""
    if not relative.deictic:
        latest = anchors.stepped_from if relative == anchors.step else anchors.latest
        if latest:
            return latest
    if anchors.context:
        return anchors.context.start, anchors.context.end
    return None


def _relative_year(point: Point, relative: Relative, anchors: Anchors) -> Reading | None:
    base = _base(relative, anchors)
    if base is None:
        return _without_year(point)
    said = not relative.deictic and base in (anchors.latest, anchors.stepped_from)
    half = point.part in ("first_half", "second_half") and not relative.offset
    calendar = is_calendar_year(*base) or (half and is_calendar_half(*base))
    if relative.unit == "fiscal" and said and calendar:
        # Names are nominal: 令和6年 … 翌年度 is 令和7年度, 令和6年（上半期） January to June.
        nominal = replace(point, fiscal=False) if half else point
        return _read(interval_of(nominal, base[0].year + relative.offset, None))
    year = fiscal_year_of(base[0]) if relative.unit == "fiscal" else base[0].year
    return _read(interval_of(point, year + relative.offset, None))


def _without_year(point: Point) -> Reading | None:
    """Give a month and day of no known year as EDTF; nothing else can be said."""
    if point.month is None or kind_of(point)[0] != "date":
        return _impossible_month(point)
    reading = _read(interval_of(point, 2000, None))
    if isinstance(reading.start, date):
        if point.part == "end" and point.month == 2:
            return None
        reading.start = reading.end = MonthDay(reading.start.month, reading.start.day)
    return reading


def _impossible_month(point: Point) -> Reading | None:
    if point.month is None or 1 <= point.month <= 12:
        return None
    return _read(interval_of(point, 2000, None))


def _relative_month(point: Point, relative: Relative, anchors: Anchors) -> Reading | None:
    base = anchors.month if not relative.deictic else None
    if base is None and anchors.context:
        start, end = anchors.context.start, anchors.context.end
        if (start.year, start.month) == (end.year, end.month):
            base = (start.year, start.month)
    if base is None:
        return None
    year, month = add_months(*base, relative.offset)
    if point.day is None:
        found = part_of_month(point, year, month)
    else:
        found = interval_of(replace(point, month=month), year, None)
    return _read(found)


def _relative_day(point: Point, relative: Relative, anchors: Anchors) -> Reading | None:
    base = anchors.day if not relative.deictic else None
    if base is None and anchors.context and anchors.context.is_day:
        base = anchors.context.start
    if base is None:
        return None
    if relative.unit == "week":
        return None if isinstance(base, MonthDay) else _read(in_week(point, relative, base))
    if isinstance(base, MonthDay) and relative.unit == "same_day":
        return None
    if isinstance(base, MonthDay):
        moved = date(2000, base.month, base.day) + timedelta(relative.offset)
        edtf = MonthDay(moved.month, moved.day)
        return Reading("date", "day", edtf, edtf)
    if relative.unit == "same_day":
        year, month = add_months(base.year, base.month, relative.offset)
        day = date(year, month, min(base.day, month_length(year, month)))
    else:
        day = base + timedelta(relative.offset)
    return Reading("date", "day", day, day)


def _relative_period(relative: Relative, anchors: Anchors) -> Reading | None:
    base = _base(relative, anchors)
    if base is None:
        return None
    start = month_span(*add_months(base[0].year, base[0].month, relative.offset))
    end = month_span(*add_months(base[1].year, base[1].month, relative.offset))
    return Reading(
        "range",
        "period",
        start[0].replace(day=min(base[0].day, start[1].day)),
        end[1] if _is_month_end(base[1]) else end[1].replace(day=base[1].day),
    )


def _is_month_end(day: date) -> bool:
    return (day + timedelta(1)).month != day.month


def _month_first(point: Point, anchors: Anchors) -> Reading | None:
    """Place a month without a year: same sentence, then context, then earlier text."""
    month = point.month or 0
    if not 1 <= month <= 12:
        return _impossible_month(point)
    year = _year_for_month(point, month, anchors)
    if year is None:
        return _without_year(point)
    anchors.name_month(year, month)
    return _read(interval_of(point, year, None))


def _year_for_month(point: Point, month: int, anchors: Anchors) -> int | None:
    context = anchors.context
    if anchors.named_year and (anchors.in_sentence or not context):
        year, fiscal = anchors.named_year
        return _year_in_fiscal(month, year) if fiscal else _year_within(point, year, anchors.period)
    if context is None:
        return None
    if not context.is_day:
        last = min(context.end.year, context.start.year + _YEARS_BETWEEN_LEAP_DAYS)
        for year in range(context.start.year, last + 1):
            found = interval_of(point, year, None)
            if found.start and found.end and _overlaps(context, found.start, found.end):
                return year
    year = _year_in_fiscal(month, fiscal_year_of(context.start))
    return year_by_weekday(point, year, context.start) if context.is_day else year


def _year_within(point: Point, year: int, period: tuple[date, date] | None) -> int:
    """Keep 12月29日 behind 令和3年12月20日～令和4年1月31日 within that range."""
    if period is None:
        return year
    for candidate in (year, year - 1):
        found = interval_of(point, candidate, None)
        if found.start and found.end and period[0] <= found.start <= found.end <= period[1]:
            return candidate
    return year


def _overlaps(context: Context, start: date, end: date) -> bool:
    return start <= context.end and context.start <= end


def _year_in_fiscal(month: int, fiscal_year: int) -> int:
    return fiscal_year if month >= 4 else fiscal_year + 1


def _day_only(point: Point, anchors: Anchors) -> Reading | None:
    if anchors.month is not None:
        year, month = anchors.month
        return _read(interval_of(replace(point, month=month), year, None))
    if isinstance(anchors.day, MonthDay):
        return _without_year(replace(point, month=anchors.day.month))
    if anchors.context and anchors.context.is_day:
        day = anchors.context.start
        return _read(interval_of(replace(point, month=day.month), day.year, None))
    return None
