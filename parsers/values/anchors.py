"""What a resolved point is, and what later points may lean on."""

from __future__ import annotations

from datetime import date

import msgspec

from parsers.values.eras import Era
from parsers.values.model import ANCHOR_YEARS, Bound, Context, Kind, MonthDay, fiscal_year_of
from parsers.values.tokens import Point, Relative


class Reading(msgspec.Struct):
    """A resolved point."""

    kind: Kind
    precision: str
    start: Bound = None
    end: Bound = None
    valid: bool = True
    notes: list[str] = msgspec.field(default_factory=list)

    def reject(self, note: str) -> None:
        """Mark the reading as contradicting the calendar or itself."""
        self.valid = False
        self.notes.append(note)


class Anchors(msgspec.Struct):
    """What later expressions may lean on: the nearest date, month, year and era before."""

    context: Context | None
    era: Era | None = None
    era_year: int = 0
    western: bool = False
    day: date | MonthDay | None = None
    month: tuple[int, int] | None = None
    latest: tuple[date, date] | None = None
    #: The year the text named for the months behind it, and whether it is a fiscal year.
    named_year: tuple[int, bool] | None = None
    in_sentence: bool = False
    #: The range named last, within which days without a year are looked for first.
    period: tuple[date, date] | None = None
    #: The step back that was taken last (前年) and what it was taken from.
    step: Relative | None = None
    stepped_from: tuple[date, date] | None = None

    def remember(self, point: Point, reading: Reading) -> None:
        """Take note of a resolved point."""
        self._remember_step(point)
        if point.has_year:
            self.period = None
        if point.era and point.year is not None:
            self.era, self.era_year, self.western = point.era, point.year, False
        elif point.western:
            self.western = True
        if reading.kind == "date" and _is_anchor(reading.start):
            self.day = reading.start
        if not isinstance(reading.start, date) or not isinstance(reading.end, date):
            if point.year and (point.era or point.western):
                year = point.era.western(point.year) if point.era else point.year
                self.named_year, self.in_sentence = (year, point.fiscal), True
                if point.month and not point.fiscal:
                    self.name_month(year, point.month)
            return
        if not (_is_anchor(reading.start) and _is_anchor(reading.end)):
            return
        self.latest = reading.start, reading.end
        if point.compared:
            return
        self.in_sentence = True
        if point.has_year and point.fiscal:
            self.named_year = fiscal_year_of(reading.start), True
        elif point.has_year or (self.named_year and not self.named_year[1]):
            self.named_year = reading.start.year, False
        if point.month is not None or reading.kind in ("date", "month"):
            self.month = (reading.start.year, reading.start.month)

    def _remember_step(self, point: Point) -> None:
        """Keep what 前年 was counted from, as 前年120件 … 前年と比べ is one year twice."""
        if point.relative == self.step:
            return
        back = point.relative is not None and point.relative.offset < 0 and point.month is None
        self.step = point.relative if back else None
        self.stepped_from = self.latest if back else None

    def name_month(self, year: int, month: int) -> None:
        """Take note of a month that was named, though its day may be impossible."""
        if year in ANCHOR_YEARS and 1 <= month <= 12:
            self.month = (year, month)


def _is_anchor(day: Bound) -> bool:
    return isinstance(day, MonthDay) or (day is not None and day.year in ANCHOR_YEARS)
