"""Read the fields behind a year: glosses, months, days, parts, weekdays, times of day."""

from __future__ import annotations

import re

from parsers.values.eras import BY_KANJI, BY_LETTER, BY_NAME
from parsers.values.numerals import parse_integer
from parsers.values.tokens import Gloss, Part, Point
from parsers.values.words import (
    CLOSING,
    COMPONENTS,
    DAY,
    GLOSS,
    KANJI_COMPONENTS,
    MONTH,
    MONTH_NAME,
    MONTH_NAMES,
    MONTH_PART,
    NOT_TWO,
    PARTS,
    SLASH_DAY,
    TIME,
    WEEKDAY,
    WEEKDAY_OF,
    YEAR_PART,
    YEAR_UNIT,
)

_QUARTERS: dict[int, Part] = {1: "q1", 2: "q2", 3: "q3", 4: "q4"}
_ROMAN = "ⅠⅡⅢⅣ"


def read_after_year(text: str, point: Point) -> bool:
    """Read the unit of the year and what follows it; False if no unit follows."""
    inner = GLOSS.match(text, point.end)
    at = inner.end() if inner else point.end
    unit = YEAR_UNIT.match(text, at)
    if unit is None:
        return False
    if unit["decade"] and inner:
        return False
    if inner:
        add_gloss(point, inner)
    point.end, point.fiscal = unit.end(), unit["fiscal"] is not None
    if unit["decade"]:
        point.part = "decade"
        finish(text, point)
        return True
    outer = GLOSS.match(text, point.end)
    if outer and _is_same_unit(point, outer):
        add_gloss(point, outer)
        point.end = outer.end()
        if not point.fiscal and text.startswith("度", point.end):
            point.fiscal, point.end = True, point.end + 1
    read_parts_of_year(text, point)
    finish(text, point)
    return True


def _is_same_unit(point: Point, gloss: re.Match[str]) -> bool:
    """A gloss in 年 behind 年度 must agree, or it says something else (令和6年度（2025年）)."""
    if gloss["unit"] is None or (gloss["unit"] == "年度") == point.fiscal:
        return True
    own = point.era.western(point.year) if point.era and point.year else point.year
    return point.fiscal and _gloss(gloss).western() == own


def _gloss(match: re.Match[str]) -> Gloss:
    if match["western"]:
        return Gloss(None, int(match["western"]))
    return _era_gloss(match["name"], match["year"])


def _era_gloss(name: str, number: str) -> Gloss:
    name = name.rstrip(".")
    year = 1 if number == "元" else parse_integer(number) or 0
    return Gloss(BY_LETTER.get(name) or BY_KANJI.get(name) or BY_NAME[name], year)


def add_gloss(point: Point, match: re.Match[str]) -> None:
    point.glosses += (_gloss(match),)
    if match["second"]:
        point.glosses += (_era_gloss(match["second"], match["second_year"]),)


def read_parts_of_year(text: str, point: Point) -> None:
    if read_month(text, point):
        return
    slash = None if point.fiscal else SLASH_DAY.match(text, point.end)
    if slash:
        point.month, point.day, point.end = int(slash["month"]), int(slash["day"]), slash.end()
        return
    match = YEAR_PART.match(text, point.end)
    if match is None or ((match["part"] or "").startswith("年度") and not point.fiscal):
        return
    if match["part"]:
        point.part = "first_half" if match["part"] == "上" else PARTS[match["part"]]
    elif match["quarter"] or match["short"]:
        point.part = quarter(match["quarter"] or match["short"])
    elif point.fiscal:
        return
    else:
        point.month, point.day = (1, 1) if match["new_year"] else (12, 31)
    point.end = match.end()
    read_closing(text, point)


def read_closing(text: str, point: Point) -> None:
    """Read the 末 of 上半期末 and 第2四半期末."""
    match = CLOSING.match(text, point.end)
    if match and point.part not in ("", "end", "impossible"):
        point.closing, point.end = True, match.end()


def quarter(number: str) -> Part:
    if number in _ROMAN:
        return _QUARTERS[_ROMAN.index(number) + 1]
    return _QUARTERS.get(parse_integer(number) or 0, "impossible")


def read_month(text: str, point: Point) -> bool:
    match = MONTH.match(text, point.end)
    if match is None:
        return _read_month_name(text, point)
    month = 1 if match["first"] else parse_integer(match["month"])
    if month is None or month > 99 or "ヶ" in match.group():
        return False
    point.month, point.leap, point.end = month, match["leap"] is not None, match.end()
    read_day(text, point)
    return True


def _read_month_name(text: str, point: Point) -> bool:
    """Read the 師走 of 令和六年師走."""
    match = MONTH_NAME.match(text, point.end)
    if match is None or not point.has_year:
        return False
    point.month, point.end = MONTH_NAMES.index(match["name"]) + 1, match.end()
    read_day(text, point)
    return True


def read_day(text: str, point: Point) -> None:
    match = DAY.match(text, point.end)
    if match:
        if match["day"]:
            point.day = parse_integer(match["day"])
            if point.day is None:
                return
        elif match["first"]:
            point.day = 1
        else:
            point.part = "end"
        point.end = match.end()
        return
    part = MONTH_PART.match(text, point.end)
    if part:
        point.part, point.end = PARTS[part["part"]], part.end()


def read_components(text: str, point: Point, *, two: bool) -> bool:
    """Read .8.26 behind a year; two components are a month only where nothing else fits."""
    match = COMPONENTS.match(text, point.end) or KANJI_COMPONENTS.match(text, point.end)
    month = parse_integer(match["month"]) if match else None
    if match is None or month is None:
        return False
    separator = match["sep"]
    if separator == "・" and month > 12 and (point.year or 0) < month < int(match["day"] or 99):
        return False  # H28・29・30 are three years
    if match["day"] is None:
        monthly = match.group().endswith("月")
        apart = point.era is not None and text.startswith(" ", match.end())  # R2.3 5件
        plain = two and separator in "./" and (apart or not NOT_TWO.match(text, match.end()))
        iso = separator == "-" and point.western and len(match["month"]) == 2
        iso = iso and not NOT_TWO.match(text, match.end())
        if not ((monthly and separator == ".") or ((plain or iso) and 1 <= month <= 12)):
            return False
    point.month, point.end = month, match.end()
    point.day = parse_integer(match["day"]) if match["day"] else None
    if point.day is None:
        read_day(text, point)
    finish(text, point)
    return True


def finish(text: str, point: Point) -> Point:
    """Take the weekday and the time of day that belong to the date."""
    point.tail = point.end
    if point.day is None and point.relative is None and point.part != "end":
        return point
    weekday = WEEKDAY.match(text, point.tail)
    if weekday:
        name = weekday["in"] or weekday["plain"] or weekday["english"]
        if name and point.weekday is None:
            point.weekday = WEEKDAY_OF[name]
        point.tail = weekday.end()
    time = TIME.match(text, point.tail)
    if time:
        point.tail, point.timed = time.end(), True
    return point
