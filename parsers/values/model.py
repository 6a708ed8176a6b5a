"""What a value is: its kind, its interval or number, and where it stands in the text."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

import msgspec

Kind = Literal[
    "date",
    "month",
    "year",
    "fiscal_year",
    "fiscal_year_end",
    "range",
    "count",
    "money",
    "percent",
]

#: The first month of a Japanese municipal fiscal year (地方自治法 第208条).
FISCAL_YEAR_START_MONTH = 4


class MonthDay(NamedTuple):
    """A month and day of an unknown year, written as EDTF ``XXXX-08-26``."""

    month: int
    day: int

    def isoformat(self) -> str:
        """Return the EDTF form (ISO 8601-2, unspecified digits)."""
        return f"XXXX-{self.month:02d}-{self.day:02d}"


#: Years of days that other days are counted from, so that no step leaves the calendar.
ANCHOR_YEARS = range(100, 9901)

Bound = date | MonthDay | None
"""One end of an interval; ``None`` is unbounded or unknown."""


class Alternative(NamedTuple):
    """Another reading of the same characters (``R5`` as a calendar year)."""

    kind: Kind
    start: Bound
    end: Bound


class Value(msgspec.Struct, frozen=True):
    """One value found in running text.

    ``span`` counts characters of the text as given: ``text[span[0]:span[1]] == surface``.
    ``start`` and ``end`` are both included. ``value`` is a count, whole yen or percent.
    """

    kind: Kind
    span: tuple[int, int]
    surface: str
    start: Bound = None
    end: Bound = None
    value: int | float | None = None
    unit: str | None = None
    valid: bool = True
    note: str = ""
    precision: str = ""
    alternatives: tuple[Alternative, ...] = ()

    @property
    def start_date(self) -> date | None:
        """The first day, or None where it is open, unknown or has no year."""
        return self.start if isinstance(self.start, date) else None

    @property
    def end_date(self) -> date | None:
        """The last day, or None where it is open, unknown or has no year."""
        return self.end if isinstance(self.end, date) else None

    def to_json(self) -> dict[str, object]:
        """Return the value as plain JSON types, dates in ISO 8601 or EDTF."""
        return {
            "kind": self.kind,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "value": self.value,
            "unit": self.unit,
            "valid": self.valid,
            "note": self.note,
            "precision": self.precision,
            "span": list(self.span),
            "surface": self.surface,
            "alternatives": [
                {
                    "kind": alt.kind,
                    "start": alt.start.isoformat() if alt.start else None,
                    "end": alt.end.isoformat() if alt.end else None,
                }
                for alt in self.alternatives
            ],
        }


class Context(msgspec.Struct, frozen=True):
    """When a text speaks: the day of its document, or the period its section is about."""

    start: date
    end: date

    @property
    def is_day(self) -> bool:
        """True if the context is a single day."""
        return self.start == self.end

    @classmethod
    def of(cls, given: Context | date | str | None) -> Context | None:
        """Read a day, ``YYYY-MM-DD`` or ``YYYY-MM-DD/YYYY-MM-DD``.

        Raises ValueError for any other text, for an interval that ends before it starts and
        for years outside ``ANCHOR_YEARS``.
        """
        if given is None or given == "":
            return None
        context = given if isinstance(given, Context) else cls._read(given)
        if context.end < context.start:
            raise ValueError(f"context ends before it starts: {given}")
        if context.start.year not in ANCHOR_YEARS or context.end.year not in ANCHOR_YEARS:
            raise ValueError(f"context outside the years 100 to 9900: {given}")
        return context

    @classmethod
    def _read(cls, given: date | str) -> Context:
        if isinstance(given, date):
            return cls(given, given)
        first, _, last = given.partition("/")
        start = date.fromisoformat(first)
        return cls(start, date.fromisoformat(last) if last else start)


def fiscal_year_of(day: date) -> int:
    """Return the Western year in which the fiscal year of ``day`` begins (1 April)."""
    return day.year if day.month >= FISCAL_YEAR_START_MONTH else day.year - 1
