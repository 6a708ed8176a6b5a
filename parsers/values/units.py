"""Let units flow from right to left, and drop what never became a date or an amount."""

from __future__ import annotations

import re
from bisect import bisect_left
from types import MappingProxyType

from msgspec.structs import replace

from parsers.values.numerals import parse_integer
from parsers.values.tokens import Amount, Point, Token
from parsers.values.words import JOINT, LIST, NOT_TWO, RANGE

_POWERS = MappingProxyType({"十": 10, "百": 100, "千": 1000})
_LINK = re.compile(rf"{LIST.pattern}|{RANGE.pattern}|{JOINT.pattern}")
_MONTH_DAY = re.compile(r"(?:(?P<month>[0-9]{1,2})\.)?(?P<day>[0-9]{1,2})")
#: How far a year in a list without units may lie from the one before it.
_LIST_STEPS = 5
#: Smaller figures are never taken for a year.
_FIRST_YEAR = 1000
#: Behind the 29 of H28・29・30.
_YEAR_GOES_ON = re.compile(r"・[0-9]{2}(?![0-9])")
#: What may stand behind a day of a list without its unit.
_LIST_GOES_ON = re.compile(r"[の()、。;・,に\s]|$")
#: What makes 26日 a day of the month without any month beside it.
_DAY_CUE = re.compile(
    r"に(?:開|実施|行|可決|議決|決定|提出|開会|閉会|発表|公表|締|終了|完了|始|執行|投開?票|招集)"
    r"|の(?:本会議|委員会|全員協議会|会議|議会)|付け?(?!近)"
)
_SENTENCE_END = re.compile(r"[。\n]")


def settle(tokens: list[Token], text: str, *, in_month: bool = False) -> list[Token]:
    """Return the tokens with their units, without points that lack what they need.

    ``in_month``: the context names a month, so that a day may stand without one.
    """
    return _settle(_propagate_units(tokens, text), text, in_month)


def gap(text: str, left: Token, right: Token) -> str:
    """Return what stands between two tokens."""
    begin = left.tail if isinstance(left, Point) else left.end
    return text[begin : right.begin]


def _linked(text: str, left: Token, right: Token) -> bool:
    between = gap(text, left, right)
    if len(between) > 8 or not between:
        return False
    return _LINK.fullmatch(between) is not None


def _propagate_units(tokens: list[Token], text: str) -> list[Token]:
    """Give 令和6、 in 令和6、7年度 and 20 in 20～30% the unit on their right."""
    tokens = list(tokens)
    for index in range(len(tokens) - 2, -1, -1):
        left, right = tokens[index], tokens[index + 1]
        if _linked(text, left, right):
            tokens[index] = _with_unit(left, right)
    return tokens


def _settle(tokens: list[Token], text: str, in_month: bool) -> list[Token]:
    """Drop points that lack what they need, and let 5月 take the 3 of 5月3、4、5日."""
    kept: list[Token] = []
    sentences = _Sentences(text)
    for index, token in enumerate(tokens):
        before = kept[-1] if kept else None
        if isinstance(token, Amount) and isinstance(before, Point):
            token = _bare_year(_date_end(token, before, text), before, text)
        if isinstance(token, Point):
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            alone = in_month and _is_day_of_month(text, token)
            if not (_is_kept(text, token, before, after, sentences) or alone):
                continue
            sentences.latest = token
            if isinstance(before, Point) and _completes(before, token):
                kept[-1] = sentences.latest = _completed(before, token)
                continue
        kept.append(token)
    return kept


def _date_end(amount: Amount, before: Point, text: str) -> Token:
    """Read the 8.30 of R6.8.26～8.30 and R6.8.26、8.30, the 30 of R6.8.26～30 and R6.8.26、30."""
    if before.month is not None and before.day is None:
        return _month_end(amount, before, text)
    match = _MONTH_DAY.fullmatch(amount.digits)
    if amount.measure or before.day is None or match is None:
        return amount
    month, between = int(match["month"]) if match["month"] else None, gap(text, before, amount)
    if not RANGE.fullmatch(between):
        later = (month or before.month or 0, int(match["day"])) > (before.month or 0, before.day)
        if not (later and LIST.fullmatch(between) and _LIST_GOES_ON.match(text, amount.end)):
            return amount
    if (month is None) != (text[before.end - 1].isdigit() and "." not in amount.digits):
        return amount
    return Point(amount.begin, amount.end, amount.end, month=month, day=int(match["day"]))


def _month_end(amount: Amount, before: Point, text: str) -> Token:
    """Read the 9 of R6.4～9."""
    bare = not amount.measure and amount.digits.isdigit() and text[before.end - 1].isdigit()
    if not bare or not RANGE.fullmatch(gap(text, before, amount)):
        return amount
    if not (before.month or 0) < amount.number <= 12 or NOT_TWO.match(text, amount.end):
        return amount
    return Point(amount.begin, amount.end, amount.end, month=int(amount.number))


def _bare_year(token: Token, before: Point, text: str) -> Token:
    """Read the 30 of H25～30 and the 29 of H28、29, which have no unit at all."""
    if not isinstance(token, Amount) or token.measure or not token.digits.isdigit():
        return token
    if not before.bare or before.year is None:
        return token
    if NOT_TWO.match(text, token.end) and not _YEAR_GOES_ON.match(text, token.end):
        return token
    between = gap(text, before, token)
    steps = int(token.number) - before.year
    listed = steps <= _LIST_STEPS and LIST.fullmatch(between)
    if steps > 0 and (listed or RANGE.fullmatch(between)):
        point = Point(token.begin, token.end, token.end, year=int(token.number))
        point.fiscal = point.bare = True
        return point
    return token


def _completes(before: Point, point: Point) -> bool:
    """True for 令和5年 and 10 of 令和5年10・11月, for 8月 and 26 of 8月26・27日."""
    if before.tail != point.begin or not point.single or before.day or before.part:
        return False
    if point.day is not None:
        return before.month is not None
    return point.month is not None and before.month is None and before.has_year


def _completed(before: Point, point: Point) -> Point:
    return replace(
        before,
        end=point.end,
        tail=point.tail,
        month=point.month or before.month,
        day=point.day,
        part=point.part,
        weekday=point.weekday,
        timed=point.timed,
    )


def _with_unit(left: Token, right: Token) -> Token:
    if isinstance(left, Point) and isinstance(right, Point):
        return _point_with_unit(left, right)
    if isinstance(left, Point) and isinstance(right, Amount):
        return _year_as_amount(left, right)
    if not isinstance(left, Amount) or left.measure:
        return left
    if isinstance(right, Amount) and right.measure:
        return _amount_with_unit(left, right)
    if isinstance(right, Point) and isinstance(left.number, int) and left.number > 0:
        return _number_as_point(left, right)
    return left


def _point_with_unit(left: Point, right: Point) -> Point:
    """令和6、7年度 gives 年度 to 令和6; 令和4年、5年度 makes 令和4年 fiscal too."""
    year_only = right.year is not None and right.month is None and right.part in ("", "end")
    if left.pending and right.year is not None:
        if right.pending:
            return left
        return replace(left, pending=False, fiscal=right.fiscal)
    if year_only and right.fiscal and right.single and left.year is not None:
        calendar = left.month is None and not left.part and not left.fiscal
        if calendar and not left.pending:
            return replace(left, fiscal=True, bare=True)
    return left


def _year_as_amount(left: Point, right: Amount) -> Token:
    """Read 1500 in 1500～2000人, which looked like a year."""
    year = left.year if left.pending and left.western and not left.glosses else None
    if year is None or not right.measure or abs(right.number) < _FIRST_YEAR:
        return left
    amount = Amount(left.begin, left.end, year, digits=str(year))
    return _amount_with_unit(amount, right)


def _tens_between(left: str, right: str) -> int:
    """Return what 二 is counted in in 二、三十人: one kanji digit beside the next with a power."""
    if len(left) != 1 or len(right) != 2 or right[1] not in _POWERS:
        return 1
    one, other = parse_integer(left), parse_integer(right[0])
    return _POWERS[right[1]] if one and other == one + 1 and not left.isascii() else 1


def _amount_with_unit(left: Amount, right: Amount) -> Amount:
    """Give 3 in 3～5万円 the unit, and the scale too if it is the smaller figure."""
    number = left.number
    if right.number < 0 <= number:
        return left  # 表3、▲5%
    number *= _tens_between(left.digits, right.digits)
    if left.scale == 1 < right.scale and abs(number) < abs(right.number) / right.scale:
        number *= right.scale
    return replace(left, number=number, measure=right.measure, unit=right.unit)


def _number_as_point(left: Amount, right: Point) -> Token:
    number = left.number
    if not isinstance(number, int) or not right.single or number > 9999:
        return left
    point = Point(left.begin, left.end, left.end)
    if right.year is not None:
        point.year, point.fiscal, point.western = number, right.fiscal, number >= 1000
        point.pending = right.pending
        return point
    if number > 99:
        return left
    if right.month is not None:
        point.month = number
    else:
        point.day = number
    return point


def _is_day_of_month(text: str, point: Point) -> bool:
    """True for 26日（月） and 26日に開催, which name a day and no number of days."""
    if point.month or point.day is None or not 1 <= point.day <= 31:
        return False
    return point.weekday is not None or _DAY_CUE.match(text, point.tail) is not None


class _Sentences:
    """Where sentences end, and the latest point, for points that lean on their sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self.latest: Point | None = None

    def goes_on(self, point: Point) -> bool:
        """Give the 九年が of 平成八年が…、九年が… its era, if it follows the year before it."""
        before = self.latest
        if before is None or before.year is None or not self.has_date_before(point):
            return False
        point.era = before.era
        return point.year == before.year + 1

    def has_date_before(self, point: Point) -> bool:
        """True if the sentence named a date that gives a day its month, a year its era."""
        if self.latest is None:
            return False
        if self._ends is None:
            self._ends = [match.start() for match in _SENTENCE_END.finditer(self._text)]
        since, until = self.latest.begin, point.begin
        if bisect_left(self._ends, since) != bisect_left(self._ends, until):
            return False
        if point.year is not None:
            return self.latest.era is not None
        relative = self.latest.relative  # 今月11日 names its month too
        return self.latest.month is not None or (relative is not None and relative.unit == "month")


def _is_kept(
    text: str, point: Point, before: Token | None, after: Token | None, sentences: _Sentences
) -> bool:
    """Drop points that stand alone but may not, and numbers that never got a unit."""
    left = before if isinstance(before, Point) and _linked(text, before, point) else None
    right = after if isinstance(after, Point) and _linked(text, point, after) else None
    if point.pending:
        if not _is_fiscal_year(text, point, left, right):
            return False
        point.pending, point.fiscal, point.bare = False, True, True
        return True
    if point.needs == "successor":
        return left is None and sentences.goes_on(point)
    if not point.needs or (left and _is_partner(left, point)):
        return True
    if point.needs == "before":
        return False
    if right and (not right.needs or _are_days(point, right)) and _is_partner(right, point):
        return True
    return point.needs == "sentence" and sentences.has_date_before(point)


def _are_days(point: Point, right: Point) -> bool:
    """True for 8/5、8/12: no share is greater than the whole, so that both are days."""
    if point.needs != "link" or right.needs != "link":
        return False
    return any(one.day is not None and (one.month or 0) > one.day for one in (point, right))


def _is_partner(other: Point, point: Point) -> bool:
    """False for a month or fiscal year beside 1/3, which only a day makes a day."""
    return point.needs != "link" or point.day is None or other.day is not None


def _is_fiscal_year(text: str, point: Point, left: Point | None, right: Point | None) -> bool:
    """True for R6 and 令和6 without a unit, and for 令6 beside another year of an era."""
    if point.era is None:
        return any(gloss.era for gloss in point.glosses)  # 2025（R7）
    short = text[point.begin] == point.era.name[0] and not text.startswith(
        point.era.name, point.begin
    )
    return not short or any(other and other.era for other in (left, right))
