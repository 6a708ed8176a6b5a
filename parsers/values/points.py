"""Read one date expression at a position of the repaired text."""

from __future__ import annotations

import re

from msgspec.structs import replace

from parsers.values.eras import BY_KANJI, BY_LETTER, BY_NAME, MODERN, Era
from parsers.values.fields import (
    add_gloss,
    finish,
    quarter,
    read_after_year,
    read_closing,
    read_components,
    read_day,
    read_month,
    read_parts_of_year,
)
from parsers.values.numerals import parse_integer
from parsers.values.tokens import Granularity, Point, Relative
from parsers.values.words import (
    AGE_BEFORE,
    ALONE,
    ANY_DAY,
    BORN,
    COMPACT,
    COMPARED,
    DAY,
    ERA_YEAR,
    GLOSS,
    KANJI_YEAR_BEFORE,
    KANJI_YEAR_GOES_ON,
    LAW,
    LENGTH_BEHIND,
    LIST,
    MONTH,
    NO_DAY,
    NO_YEAR,
    NOT_TWO,
    NUMBER_AT,
    PARTS,
    PER_DAY,
    RELATIVE,
    RELATIVES,
    SLASH_DAY,
    SPAN_BEFORE,
    SPAN_BEHIND,
    WEEKDAY,
    WEEKDAY_OF,
    WESTERN,
    YEAR_AS_SUBJECT,
    YEAR_PART,
)

_MAX_YEAR = 9999
#: Lengths of many centuries are given in round figures.
_ROUND = 50
#: R290 is a refrigerant: no era has had a year of three figures.
_MAX_BARE_YEAR = 99
#: What behind 8/26 says that it is a day and no fraction.
_SLASH_CUE = re.compile(
    r"現在|から|まで|締|〆|に?(?:開|実施|提出|発送|公表)|時点|必着|消印|~|付|\((?:予|仮|見込)|以降|頃"
)
#: What before 1/2 says that it is a share.
_RATE_BEFORE = re.compile(r"(?:率|割合|負担|補助|[国県市町村]費?|全|約|一般財源|の)[:は ]{0,2}$")
#: What before 8/26 says so.
_SLASH_LABEL = re.compile(r"(?:[施催出新付成行定期切]日|日時|締切|〆切|期限)[:は ]{0,2}$")
#: What behind 3・4・5 makes it a list: one more figure, or the unit of all.
_LISTED = re.compile(rf"[・、][0-9]|{NOT_TWO.pattern}")
#: A form's year that is still to be filled in: ○年4月1日現在.
_BLANK_YEAR = re.compile(r"(?<![0-9一二三四五六七八九十])[○◯〇●]{1,2}年度?$")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


def read_era_point(text: str, at: int) -> Point | None:
    """Read 令和6年8月26日, R6.8.26, 平30.4.1, 昭和40年代 …; None if it is none."""
    match = ERA_YEAR.match(text, at)
    if match is None:
        return None
    year = 1 if match["year"] == "元" else parse_integer(match["year"])
    if year is None or year > _MAX_YEAR:
        return None
    point = Point(at, match.end(), era=_era(match), year=year)
    if read_after_year(text, point):
        return point
    if (match["kanji"] and LAW.match(text, point.end)) or BORN.match(text, point.end):
        return finish(text, point)
    if read_components(text, point, two=match["letter"] not in ("T", "M")):
        return None if _is_lower(match) and point.day is None else point
    if text.startswith("年", point.end) and not match["kanji"]:
        point.end += 1  # 令和6年以内 is that year, 平成30年間 thirty of them
        return None if LENGTH_BEHIND.match(text, point.end) else finish(text, point)
    if (
        _is_lower(match)
        or (match["kanji"] and not _is_listed(text, match))
        or point.era not in MODERN
        or (
            not match["year"].isascii()
            and _IDEOGRAPH.match(text, point.end)
            and not LIST.match(text, point.end)
        )
    ):
        return None
    part = YEAR_PART.match(text, point.end)
    if part and (part["part"] or part["quarter"]):
        point.fiscal = point.bare = True
        read_parts_of_year(text, point)
    elif year > _MAX_BARE_YEAR or text.startswith("月", point.end):
        return None  # the 昭和 of 昭和2月3日 lost its year
    else:
        _read_pending(text, point)
    return finish(text, point)


def _is_listed(text: str, match: re.Match[str]) -> bool:
    """True for 令6 in 令6・7年度 and 令11 in 令6～令11: the rest stands beside it."""
    return (
        KANJI_YEAR_GOES_ON.match(text, match.end()) is not None
        or KANJI_YEAR_BEFORE.search(text[max(0, match.start() - 6) : match.start()]) is not None
    )


def _read_pending(text: str, point: Point) -> None:
    """A year without a unit may have its other name behind it: R5（2023）～, R12（2030年）."""
    point.pending = True
    gloss = GLOSS.match(text, point.end)
    if gloss is None:
        return
    add_gloss(point, gloss)
    point.end = gloss.end()
    if gloss["unit"]:
        point.pending, point.fiscal = False, gloss["unit"] == "年度"


def _is_lower(match: re.Match[str]) -> bool:
    """True for r6.4.1, where only a whole date tells the era from any other letter."""
    return (match["letter"] or "").islower()


def _era(match: re.Match[str]) -> Era:
    if match["name"]:
        return BY_NAME[match["name"]]
    return BY_LETTER[match["letter"].upper()] if match["letter"] else BY_KANJI[match["kanji"]]


def read_western_point(text: str, at: int) -> Point | None:
    """Read 2024年8月26日, 2024-08-26, 西暦2024年, FY2024, 20240826 …"""
    compact = COMPACT.match(text, at)
    if compact:
        return _read_compact(text, compact)
    match = WESTERN.match(text, at)
    if match is None:
        return None
    year = parse_integer(match["year"])
    named = match.group().startswith("西暦")
    if year is None or not (1 if named else 1000) <= year <= 2999:
        return None
    if not named and year % _ROUND == 0 and _is_span(text, match):
        return None
    point = Point(at, match.end(), year=year, western=True)
    if read_after_year(text, point) or read_components(text, point, two=True):
        return point
    if match.group().startswith("FY"):
        point.fiscal = True
        return finish(text, point)
    if not match["year"].isascii():
        return None
    _read_pending(text, point)
    return finish(text, point)


def _is_span(text: str, match: re.Match[str]) -> bool:
    """True for 1300年の歴史, 樹齢1000年 and 千年: a length of time, and no year."""
    if SPAN_BEHIND.match(text, match.end()) or match["year"].endswith("千"):
        return True
    return SPAN_BEFORE.search(text[max(0, match.start() - 2) : match.start()]) is not None


def _read_compact(text: str, match: re.Match[str]) -> Point:
    """Read 20240826; other figures of that length are identifiers and no match."""
    point = Point(match.start(), match.end(), year=int(match["year"]), western=True)
    point.month, point.day = int(match["month"]), int(match["day"])
    return finish(text, point)


def read_relative_point(text: str, at: int) -> Point | None:
    """Read 今年度末, 昨年12月, 同月26日, 来週月曜日, 来週14日, 今週末, 翌日 …"""
    match = RELATIVE.match(text, at)
    if match is None:
        return None
    relative = RELATIVES[match["word"]]
    point = Point(at, match.end(), relative=relative, fiscal=relative.unit == "fiscal")
    if relative.unit in ("fiscal", "year"):
        read_parts_of_year(text, point)
        point.compared = COMPARED.match(text, point.end) is not None
    elif relative.unit == "month":
        read_day(text, point)
    elif relative.unit == "week":
        dated = read_number_point(text, point.end + 1) if text.startswith("の", point.end) else None
        if dated and dated.month and dated.day:
            return replace(dated, begin=at)  # 先週の4月3日
        _read_weekday_of_week(text, point)
    return finish(text, point)


def _read_weekday_of_week(text: str, point: Point) -> None:
    at = point.end + 1 if text.startswith("の", point.end) else point.end
    match = WEEKDAY.match(text, at)
    if match and (match["plain"] or match["in"]):
        point.weekday = WEEKDAY_OF[match["plain"] or match["in"]]
        point.end = match.end()
        return
    day = DAY.match(text, point.end)
    if day and day["day"]:
        point.day, point.end = parse_integer(day["day"]), day.end()
    elif text.startswith("末", point.end):
        point.part, point.end = "weekend", point.end + 1


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
        point.part = quarter(match["quarter"])
    if match["half"] or match["quarter"]:
        read_closing(text, point)
    return finish(text, point)


def read_number_point(text: str, at: int) -> Point | None:
    """Read 6年度, 6年3月31日, 8月26日, 26日, 8/26(月): a year or more is missing."""
    match = NUMBER_AT.match(text, at)
    number = parse_integer(match.group()) if match else None
    if match is None or number is None:
        return None
    after = match.end()
    follower = text[after : after + 1]
    if follower == "年" and number < 100:
        return _read_short_year(text, Point(at, after, year=number))
    if follower == "月" or text.startswith("ヶ月", after):
        return _read_month_first(text, Point(at, at))
    if follower == "日" and number <= 99 and not NO_DAY.match(text, after + 1):
        if number == 1 and (
            PER_DAY.match(text, after + 1) or ANY_DAY.search(text[max(0, at - 5) : at])
        ):
            return None
        return finish(text, Point(at, after + 1, day=number, needs="sentence"))
    if text.startswith("四半期", after):
        point = Point(at, after + 3, fiscal=True, part=quarter(match.group()), needs="link")
        point.relative = Relative("fiscal", 0, False)
        return finish(text, point)
    if follower == "/":
        return _read_slash(text, Point(at, at))
    return _read_short_components(text, Point(at, after, year=number)) if number < 100 else None


def _read_short_components(text: str, point: Point) -> Point | None:
    """Read 7.3.31, the end of R6.4.1～7.3.31; 5・6・7日 is a list of three."""
    listed = text.startswith("・", point.end)
    if not read_components(text, point, two=False) or point.day is None:
        return None
    if listed and (text[point.end - 1] == "日" or _LISTED.match(text, point.end)):
        return None
    point.needs = "before"
    return point


def _read_month_first(text: str, point: Point) -> Point | None:
    month = MONTH.match(text, point.begin)
    if month is None or "ヶ" in month.group() or text[max(0, point.begin - 1)] in "×*":
        return None
    if _BLANK_YEAR.search(text[max(0, point.begin - 3) : point.begin]):
        return None
    return finish(text, point) if read_month(text, point) else None


def _read_short_year(text: str, point: Point) -> Point | None:
    after = point.end + 1
    if not read_after_year(text, point):
        return None
    if point.part == "decade":
        point.needs = "link"
    elif not point.fiscal and point.month is None:
        bracketed = text[max(0, point.begin - 1)] == "(" and text.startswith(")", after)
        aged = AGE_BEFORE.search(text[max(0, point.begin - 2) : point.begin])
        length = NO_YEAR.match(text, after)
        if bracketed or aged or (length and not YEAR_AS_SUBJECT.match(text, after)):
            return None
        point.needs = "successor" if length else "sentence"
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
    finish(text, point)
    before = text[max(0, point.begin - 6) : point.begin]
    if point.weekday is None and _RATE_BEFORE.search(before):
        return None
    cued = _SLASH_CUE.match(text, point.tail)
    labelled = _SLASH_LABEL.search(before)
    timed = point.timed and text[point.end] != "、"
    point.needs = "" if cued or labelled or timed or point.weekday is not None else "link"
    return point
