"""Turn joined phrases into values: ranges with two ends, one end, or a length."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

from msgspec.structs import replace

from parsers.values.anchors import Anchors, Reading
from parsers.values.combine import Phrase
from parsers.values.eras import Era, era_after
from parsers.values.interval import add_months, interval_of, month_span, same_name
from parsers.values.model import Alternative, Bound, Kind, MonthDay, Value
from parsers.values.normalise import View
from parsers.values.resolve import resolve
from parsers.values.tokens import Point


def read_phrase(phrase: Phrase, anchors: Anchors, view: View) -> Value:
    """Resolve a phrase and return its value."""
    match phrase.shape:
        case "point":
            reading = resolve(phrase.first, anchors)
        case "closed":
            reading = _closed(phrase, anchors)
        case "from":
            reading = _half_open(phrase.first, anchors, opens=True)
        case "until":
            reading = _half_open(phrase.first, anchors, opens=False)
        case "for":
            reading = _with_length(phrase, anchors)
    if phrase.renamed and same_name(phrase.first, phrase.renamed) is False:
        reading.reject("era_western_mismatch")
    if phrase.suffix:
        reading.notes.append(phrase.suffix)
    begin, end = view.span(phrase.begin, phrase.end)
    return Value(
        kind=reading.kind,
        span=(begin, end),
        surface=view.raw[begin:end],
        start=reading.start,
        end=reading.end,
        valid=reading.valid,
        note="; ".join(dict.fromkeys(reading.notes)),
        precision=reading.precision,
        alternatives=_alternatives(phrase, reading),
    )


def _closed(phrase: Phrase, anchors: Anchors) -> Reading:
    first, last = phrase.first, phrase.last
    assert last is not None
    if (
        not first.has_year
        and first.month is not None
        and last.year is not None
        and not anchors.latest
    ):
        end = resolve(last, anchors)
        start = _before(first, end, anchors)
    else:
        start = resolve(first, anchors)
        end = _after(last, start, anchors)
    joined = _join(start, end)
    if joined.valid and isinstance(joined.start, date) and isinstance(joined.end, date):
        anchors.period = joined.start, joined.end
    return joined


def _before(first: Point, end: Reading, anchors: Anchors) -> Reading:
    """Place a start without a year before the end that has one."""
    start = resolve(first, anchors)
    if isinstance(start.start, date) and isinstance(end.end, date) and start.start > end.end:
        moved = interval_of(first, start.start.year - 1, None)
        start.start, start.end = moved.start, moved.end
    return start


def _after(last: Point, start: Reading, anchors: Anchors) -> Reading:
    """Resolve the end of a range; an end before its start rolls on."""
    inherited = last.era is None and not last.western
    end = resolve(last, anchors)
    if not isinstance(start.start, date) or not isinstance(end.end, date):
        return end
    if end.end >= start.start:
        return end
    if last.year is not None and inherited and last.era:
        following: Era | None = era_after(last.era)
        return resolve(replace(last, era=following), anchors) if following else end
    if last.has_year:
        return end
    year, month = end.end.year, end.end.month
    if last.month is None:
        year, month = add_months(year, month, 1)
    else:
        year += 1
    moved = interval_of(replace(last, month=month), year, None)
    rolled = Reading(end.kind, end.precision, moved.start, moved.end)
    if not moved.possible:
        rolled.reject("impossible")
    if last.weekday is not None and moved.start and moved.start.weekday() != last.weekday:
        rolled.reject("weekday_mismatch")
    anchors.remember(last, rolled)
    return rolled


def _join(start: Reading, end: Reading) -> Reading:
    joined = Reading("range", start.precision, start.start, end.end)
    joined.notes = start.notes + end.notes
    joined.valid = start.valid and end.valid
    if "impossible" in joined.notes or start.start is None or end.end is None:
        joined.start = joined.end = None
    ends = joined.start, joined.end
    if isinstance(ends[0], date) and isinstance(ends[1], date) and ends[1] < ends[0]:
        joined.reject("reversed")
    return joined


def _half_open(point: Point, anchors: Anchors, *, opens: bool) -> Reading:
    reading = resolve(point, anchors)
    reading.kind = "range"
    if opens:
        reading.end = None
    else:
        reading.start = None
    return reading


def _with_length(phrase: Phrase, anchors: Anchors) -> Reading:
    assert phrase.length is not None
    reading = resolve(phrase.first, anchors)
    number, unit = phrase.length
    start, reading.kind = reading.start, "range"
    if isinstance(start, date):
        reading.end = _end_after(start, number, unit)
    elif isinstance(start, MonthDay):
        reading.end = None
    return reading


def _end_after(start: date, number: int, unit: str) -> Bound:
    """Return the last day of ``number`` years, months, weeks or days from ``start``."""
    if start.year + number >= MAXYEAR:
        return None
    if "週" in unit:
        return start + timedelta(7 * number - 1)
    if "日" in unit:
        return start + timedelta(number - 1)
    months = number * 12 if "年" in unit else number
    year, month = add_months(start.year, start.month, months)
    first, last = month_span(year, month)
    if start.day > last.day:
        return last
    return first.replace(day=start.day) - timedelta(1)


def _alternatives(phrase: Phrase, reading: Reading) -> tuple[Alternative, ...]:
    """R5 may also mean the calendar year."""
    last = phrase.last or phrase.first
    if not (phrase.first.bare or last.bare) or reading.kind not in ("fiscal_year", "range"):
        return ()
    start = None if phrase.shape == "until" else _calendar(phrase.first)
    end = None if phrase.shape == "from" else _calendar(last)
    kind: Kind = "range" if reading.kind == "range" else "year"
    return (Alternative(kind, start[0] if start else None, end[1] if end else None),)


def _calendar(point: Point) -> tuple[date, date] | None:
    if point.year is None or not (point.era or point.western):
        return None
    year = point.era.western(point.year) if point.era else point.year
    interval = interval_of(replace(point, fiscal=False), year, None)
    if interval.start is None or interval.end is None:
        return None
    return interval.start, interval.end
