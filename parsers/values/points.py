"""Read one date expression at a position of the repaired text."""

from __future__ import annotations

import re

from parsers.values.eras import BY_KANJI, BY_LETTER, BY_NAME, Era
from parsers.values.numerals import parse_integer
from parsers.values.tokens import Gloss, Granularity, Part, Point, Relative
from parsers.values.words import (
    ALONE,
    COMPONENTS,
    DAY,
    ERA_YEAR,
    GLOSS,
    MONTH,
    MONTH_PART,
    NO_DAY,
    NO_YEAR,
    NOT_TWO,
    NUMBER_AT,
    PARTS,
    RELATIVE,
    RELATIVES,
    SLASH_DAY,
    TIME,
    WEEKDAY,
    WEEKDAY_OF,
    WESTERN,
    YEAR_PART,
    YEAR_UNIT,
)

_MAX_YEAR = 9999
#: What behind 8/26 says that it is a day and no fraction.
_SLASH_CUE = re.compile(r"現在|から|まで|締|〆|開|実施|時点|必着|消印|~|付|\(|以降|頃")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_QUARTERS: dict[int, Part] = {1: "q1", 2: "q2", 3: "q3", 4: "q4"}


def read_era_point(text: str, at: int) -> Point | None:
    """Read 令和6年8月26日, R6.8.26, 平30.4.1, 昭和40年代 …; None if it is none."""
    match = ERA_YEAR.match(text, at)
    if match is None:
        return None
    year = 1 if match["year"] == "元" else parse_integer(match["year"])
    if year is None or year > _MAX_YEAR:
        return None
    point = Point(at, match.end(), era=_era(match), year=year)
    if _read_after_year(text, point):
        return point
    if _read_components(text, point, two=match["letter"] not in ("T", "M")):
        return point
    if match["kanji"] or (not match["year"].isascii() and _IDEOGRAPH.match(text, point.end)):
        return None
    part = YEAR_PART.match(text, point.end)
    if part and (part["part"] or part["quarter"]):
        point.fiscal = point.bare = True
        _read_parts_of_year(text, point)
    else:
        point.pending = True
    return _finish(text, point)


def _era(match: re.Match[str]) -> Era:
    if match["name"]:
        return BY_NAME[match["name"]]
    return BY_LETTER[match["letter"]] if match["letter"] else BY_KANJI[match["kanji"]]


def read_western_point(text: str, at: int) -> Point | None:
    """Read 2024年8月26日, 2024-08-26, 西暦2024年, FY2024, 20240826 …"""
    match = WESTERN.match(text, at)
    if match is None:
        return None
    year = parse_integer(match["year"])
    if year is None or not 1000 <= year <= 2999:
        return None
    point = Point(at, match.end(), year=year, western=True)
    if _read_after_year(text, point) or _read_components(text, point, two=True):
        return point
    if match.group().startswith("FY"):
        point.fiscal = True
        return _finish(text, point)
    if not match["year"].isascii():
        return None
    point.pending = True
    return _finish(text, point)


def read_relative_point(text: str, at: int) -> Point | None:
    """Read 今年度末, 昨年12月, 同月26日, 来週月曜日, 翌日 …"""
    match = RELATIVE.match(text, at)
    if match is None:
        return None
    relative = RELATIVES[match["word"]]
    point = Point(at, match.end(), relative=relative, fiscal=relative.unit == "fiscal")
    if relative.unit in ("fiscal", "year"):
        _read_parts_of_year(text, point)
    elif relative.unit == "month":
        _read_day(text, point)
    elif relative.unit == "week":
        _read_weekday_of_week(text, point)
    return _finish(text, point)


def _read_weekday_of_week(text: str, point: Point) -> None:
    at = point.end + 1 if text.startswith("の", point.end) else point.end
    match = WEEKDAY.match(text, at)
    if match and (match["plain"] or match["in"]):
        point.weekday = WEEKDAY_OF[match["plain"] or match["in"]]
        point.end = match.end()


def read_part_alone(text: str, at: int) -> Point | None:
    """Read 年度末, 年内, 月末, 上半期, 第3四半期 that lean on what was said before."""
    match = ALONE.match(text, at)
    if match is None:
        return None
    point = Point(at, match.end(), part="end")
    kind = match.lastgroup
    unit: Granularity = "fiscal"
    if kind in ("month_end", "tenth"):
        unit = "month"
    elif kind in ("year", "year_end"):
        unit = "year"
    point.relative = Relative(unit, 0, False)
    point.fiscal = unit == "fiscal"
    if kind in ("fiscal", "year"):
        point.part = ""
    elif match["half"] or match["tenth"]:
        point.part = PARTS[match["half"] or match["tenth"]]
        point.needs = "link" if match["tenth"] else ""
    elif match["quarter"]:
        point.part = _quarter(match["quarter"])
    return _finish(text, point)


def read_number_point(text: str, at: int) -> Point | None:
    """Read 6年度, 6年3月31日, 8月26日, 26日, 8/26(月): a year or more is missing."""
    match = NUMBER_AT.match(text, at)
    number = parse_integer(match.group()) if match else None
    if match is None or number is None:
        return None
    after = match.end()
    follower = text[after : after + 1]
    if follower == "年" and number < 1000:
        return _read_short_year(text, Point(at, after, year=number))
    if follower == "月" or text.startswith("ヶ月", after):
        return _read_month_first(text, Point(at, at))
    if follower == "日" and number <= 99 and not NO_DAY.match(text, after + 1):
        return _finish(text, Point(at, after + 1, day=number, needs="sentence"))
    if text.startswith("四半期", after):
        quarter = Point(at, after + 3, fiscal=True, part=_quarter(match.group()), needs="link")
        quarter.relative = Relative("fiscal", 0, False)
        return _finish(text, quarter)
    if follower == "/":
        return _read_slash(text, Point(at, at))
    return _read_short_components(text, Point(at, after, year=number)) if number < 100 else None


def _read_short_components(text: str, point: Point) -> Point | None:
    """Read 7.3.31, the end of R6.4.1～7.3.31."""
    if not _read_components(text, point, two=False) or point.day is None:
        return None
    point.needs = "link"
    return point


def _read_month_first(text: str, point: Point) -> Point | None:
    month = MONTH.match(text, point.begin)
    if month is None or "ヶ" in month.group():
        return None
    return _finish(text, point) if _read_month(text, point) else None


def _read_short_year(text: str, point: Point) -> Point | None:
    after = point.end + 1
    if not _read_after_year(text, point):
        return None
    if point.part == "decade":
        point.needs = "link"
    elif not point.fiscal and point.month is None:
        if NO_YEAR.match(text, after):
            return None
        point.needs = "sentence"
    return point


def read_gannen_point(text: str, at: int) -> Point | None:
    """Read 元年, 元年度, 元年5月 whose era stands further left."""
    if not text.startswith("元年", at):
        return None
    return _read_short_year(text, Point(at, at + 1, year=1))


def _read_slash(text: str, point: Point) -> Point | None:
    match = SLASH_DAY.match(text, point.begin)
    if match is None or not (1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31):
        return None
    point.month, point.day, point.end = int(match["month"]), int(match["day"]), match.end()
    _finish(text, point)
    cued = _SLASH_CUE.match(text, point.tail)
    point.needs = "" if cued or point.weekday is not None else "link"
    return point


def _read_after_year(text: str, point: Point) -> bool:
    """Read the unit of the year and what follows it; False if no unit follows."""
    inner = GLOSS.match(text, point.end)
    at = inner.end() if inner else point.end
    unit = YEAR_UNIT.match(text, at)
    if unit is None:
        return False
    if unit["decade"] and inner:
        return False
    if inner:
        _add_gloss(point, inner)
    point.end, point.fiscal = unit.end(), unit["fiscal"] is not None
    if unit["decade"]:
        point.part = "decade"
        _finish(text, point)
        return True
    outer = GLOSS.match(text, point.end)
    if outer and _is_same_unit(point, outer):
        _add_gloss(point, outer)
        point.end = outer.end()
        if not point.fiscal and text.startswith("度", point.end):
            point.fiscal, point.end = True, point.end + 1
    _read_parts_of_year(text, point)
    _finish(text, point)
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
    name = match["name"].rstrip(".")
    year = 1 if match["year"] == "元" else parse_integer(match["year"]) or 0
    return Gloss(BY_LETTER.get(name) or BY_NAME[name], year)


def _add_gloss(point: Point, match: re.Match[str]) -> None:
    point.glosses += (_gloss(match),)


def _read_parts_of_year(text: str, point: Point) -> None:
    if _read_month(text, point):
        return
    slash = None if point.fiscal else SLASH_DAY.match(text, point.end)
    if slash:
        point.month, point.day, point.end = int(slash["month"]), int(slash["day"]), slash.end()
        return
    match = YEAR_PART.match(text, point.end)
    if match is None:
        return
    if match["part"]:
        point.part = PARTS[match["part"]]
    elif match["quarter"]:
        point.part = _quarter(match["quarter"])
    elif point.fiscal:
        return
    else:
        point.month, point.day = (1, 1) if match["new_year"] else (12, 31)
    point.end = match.end()


def _quarter(number: str) -> Part:
    return _QUARTERS.get(parse_integer(number) or 0, "impossible")


def _read_month(text: str, point: Point) -> bool:
    match = MONTH.match(text, point.end)
    month = parse_integer(match["month"]) if match else None
    if match is None or month is None or month > 99:
        return False
    point.month, point.end = month, match.end()
    _read_day(text, point)
    return True


def _read_day(text: str, point: Point) -> None:
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


def _read_components(text: str, point: Point, *, two: bool) -> bool:
    """Read .8.26 behind a year; two components are a month only where nothing else fits."""
    match = COMPONENTS.match(text, point.end)
    if match is None:
        return False
    month, separator = int(match["month"]), match["sep"]
    if match["day"] is None:
        monthly = match.group().endswith("月")
        plain = two and separator in "./" and not NOT_TWO.match(text, match.end())
        iso = separator == "-" and point.western and len(match["month"]) == 2
        iso = iso and not NOT_TWO.match(text, match.end())
        if not ((monthly and separator == ".") or ((plain or iso) and 1 <= month <= 12)):
            return False
    point.month, point.end = month, match.end()
    point.day = int(match["day"]) if match["day"] else None
    if point.day is None:
        _read_day(text, point)
    _finish(text, point)
    return True


def _finish(text: str, point: Point) -> Point:
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
