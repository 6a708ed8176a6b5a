"""What the reader sees before anything is resolved: points in time, numbers, traps."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from parsers.values.eras import Era

Part = Literal[
    "",
    "end",
    "early",
    "middle",
    "late",
    "first_half",
    "second_half",
    "q1",
    "q2",
    "q3",
    "q4",
    "decade",
    "weekend",
    "impossible",
]
Granularity = Literal["fiscal", "year", "month", "week", "day", "same_day", "period"]
Measure = Literal["count", "money", "percent"]


class Relative(NamedTuple):
    """A step from an anchor; deictic words (今年度) look at the context only."""

    unit: Granularity
    offset: int
    deictic: bool


class Gloss(NamedTuple):
    """A second name of the same year in brackets; ``era`` is None for a Western year."""

    era: Era | None
    year: int

    def western(self) -> int:
        """Return the Western year."""
        return self.era.western(self.year) if self.era else self.year


class Point(msgspec.Struct):
    """A date expression as written: only what its own characters say.

    ``begin``/``end`` bound the notation, ``tail`` its weekday and time of day too.
    ``year`` counts within ``era``, or is Western if ``western``, or awaits an era.
    A ``pending`` year has no unit yet, a ``compared`` one (昨年より) is no year of what
    follows, ``leap`` marks a month as 閏, ``closing`` names the last day of a half or
    quarter (第2四半期末). A point may stand alone, or only in a ``sentence`` that named a
    date before, or only as ``successor`` of the year named there, or only with a ``link``
    (～, 、) to another point, or only linked to one ``before`` it.
    """

    begin: int
    end: int = 0
    tail: int = 0
    era: Era | None = None
    year: int | None = None
    western: bool = False
    fiscal: bool = False
    month: int | None = None
    leap: bool = False
    day: int | None = None
    part: Part = ""
    closing: bool = False
    relative: Relative | None = None
    weekday: int | None = None
    glosses: tuple[Gloss, ...] = ()
    pending: bool = False
    needs: Literal["", "sentence", "successor", "link", "before"] = ""
    compared: bool = False
    bare: bool = False
    timed: bool = False

    @property
    def single(self) -> bool:
        """True if the point is one number with one unit, such as 6年度, 6月 or 26日."""
        if self.era or self.western or self.relative:
            return False
        return sum(x is not None for x in (self.year, self.month, self.day)) == 1

    @property
    def has_year(self) -> bool:
        """True if the point says its year itself, absolutely or by a relative word."""
        return self.year is not None or self.relative is not None


class Amount(msgspec.Struct):
    """A number with its unit; ``measure`` is None while the unit is still unknown."""

    begin: int
    end: int
    number: int | float
    measure: Measure | None = None
    unit: str = ""
    scale: int = 1
    digits: str = ""


class Trap(msgspec.Struct):
    """Characters that look like a value and are none."""

    begin: int
    end: int


Token = Point | Amount | Trap
