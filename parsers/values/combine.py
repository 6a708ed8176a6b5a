"""Join tokens into ranges, lists and pairs of names; units flow from right to left."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from parsers.values.numerals import parse_integer
from parsers.values.resolve import same_name
from parsers.values.tokens import Amount, Point, Token
from parsers.values.words import LIST, RANGE

Shape = Literal["point", "closed", "from", "until", "for"]


@dataclass(slots=True)
class Phrase:
    """One dated expression: a point, or a range with one or two ends.

    ``first`` is the start, or the end of a range that is open at its start (``until``).
    ``for`` is a start with a duration of ``length`` (number, unit). ``renamed`` is a
    second name of ``first``.
    """

    shape: Shape
    begin: int
    end: int
    first: Point
    last: Point | None = None
    length: tuple[int, str] | None = None
    renamed: Point | None = None
    suffix: str = ""


Item = Phrase | Amount

_SKIPPED = r"(?:\((?:予定|見込み?|案)\))?(?:頃|ごろ|中|内|当初|付け?|時点|の間|から起算し)?"
_FROM = re.compile(
    rf"{_SKIPPED}(?:(?P<from>から|~|以降|以後|-(?=\s|$|\)))"
    rf"|より(?![0-9▲約も多少増減低高大小早遅やさ前])(?!\+))"
)
_UNTIL = re.compile(rf"{_SKIPPED}(?:までに|まで|迄に|迄|以前)")
_JOINT = re.compile(rf"{_SKIPPED}(?:から|より|~|-|→|以降|以後|、?至) ?(?:、|\()?")
_LINK = re.compile(rf"{LIST.pattern}|{RANGE.pattern}|{_JOINT.pattern}")
_CLOSE = re.compile(rf"{_SKIPPED}(?:までに|まで|迄に|迄|の間)")
_DURATION = re.compile(
    r"(?:から|より|以降|~)(?:の|起算して|起算し|、|向こう|今後){0,2}(?P<number>[0-9]{1,4}"
    r"|[一二三四五六七八九十]+)"
    r"(?P<unit>年度?間?|[かカヶケヵ箇]年(?:度|間)?|[かカヶケヵ箇]月間?|月間|週間"
    r"|日間?)(?![前後目ぶご毎以生齢連おに0-9一-十月])"
    r"|(?:から|より)(?:の|起算して){0,1}(?P<within>[0-9]{1,4})(?P<within_unit>日|年"
    r"|[かカヶケヵ箇]月|週間)以内"
)
_SENTENCE_END = re.compile(r"[。\n]")
_MONTH_DAY = re.compile(r"(?:(?P<month>[0-9]{1,2})\.)?(?P<day>[0-9]{1,2})")
_AS_OF = re.compile(r"現在|時点")
_RESTATED = re.compile(r" ?\(|/| ?[=]")


def combine(tokens: list[Token], text: str) -> list[Item]:
    """Return the phrases and amounts of the text in order of appearance."""
    tokens = _settle(_propagate_units(tokens, text), text)
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if isinstance(token, Point):
            phrase, used = _phrase(tokens, index, text)
            items.append(phrase)
            index += used
            continue
        if isinstance(token, Amount) and token.measure:
            items.append(token)
        index += 1
    return items


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


def _settle(tokens: list[Token], text: str) -> list[Token]:
    """Drop points that lack what they need, and let 5月 take the 3 of 5月3、4、5日."""
    kept: list[Token] = []
    sentences = _Sentences(text)
    for index, token in enumerate(tokens):
        before = kept[-1] if kept else None
        if isinstance(token, Amount) and isinstance(before, Point):
            token = _date_end(token, before, text)
        if isinstance(token, Point):
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if not _is_kept(text, token, before, after, sentences):
                continue
            sentences.latest = token
            if isinstance(before, Point) and _completes(before, token):
                kept[-1] = sentences.latest = _completed(before, token)
                continue
        kept.append(token)
    return kept


def _date_end(amount: Amount, before: Point, text: str) -> Token:
    """Read the 8.30 of R6.8.26～8.30 and the 30 of R6.8.26～30."""
    match = _MONTH_DAY.fullmatch(amount.digits)
    if amount.measure or before.day is None or match is None:
        return amount
    if not RANGE.fullmatch(gap(text, before, amount)):
        return amount
    month = int(match["month"]) if match["month"] else None
    if (month is None) != (text[before.end - 1].isdigit() and "." not in amount.digits):
        return amount
    return Point(amount.begin, amount.end, amount.end, month=month, day=int(match["day"]))


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


def _amount_with_unit(left: Amount, right: Amount) -> Amount:
    """Give 3 in 3～5万円 the unit, and the scale too if it is the smaller figure."""
    number = left.number
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


class _Sentences:
    """Where sentences end, and the latest point, for points that lean on their sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self.latest: Point | None = None

    def has_date_before(self, point: Point) -> bool:
        """True if the sentence named a date that gives a day its month, a year its era."""
        if self.latest is None:
            return False
        if self._ends is None:
            self._ends = [match.start() for match in _SENTENCE_END.finditer(self._text)]
        since, until = self.latest.begin, point.begin
        if bisect_left(self._ends, since) != bisect_left(self._ends, until):
            return False
        return self.latest.month is not None if point.year is None else self.latest.era is not None


def _is_kept(
    text: str, point: Point, before: Token | None, after: Token | None, sentences: _Sentences
) -> bool:
    """Drop points that stand alone but may not, and numbers that never got a unit."""
    if point.pending:
        if point.era is None:
            return False
        point.pending, point.fiscal, point.bare = False, True, True
        return True
    if not point.needs:
        return True
    if isinstance(before, Point) and _linked(text, before, point):
        return True
    if isinstance(after, Point) and not after.needs and _linked(text, point, after):
        return True
    return point.needs == "sentence" and sentences.has_date_before(point)


def _phrase(tokens: list[Token], index: int, text: str) -> tuple[Phrase, int]:
    first = tokens[index]
    assert isinstance(first, Point)
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if isinstance(following, Point):
        joint = gap(text, first, following)
        if _JOINT.fullmatch(joint) and _may_close(first, following):
            return _closed(text, first, following), 2
        if _RESTATED.fullmatch(joint) and _is_restatement(text, first, following):
            return _renamed(text, tokens, index, first, following)
    return _open(text, first), 1


def _may_close(first: Point, last: Point) -> bool:
    """A time of day takes the から to itself, unless a later day follows."""
    return not first.timed or last.day is not None or last.relative is not None


def _closed(text: str, first: Point, last: Point) -> Phrase:
    close = None if last.timed else _CLOSE.match(text, last.tail)
    end = (
        close.end() if close else last.tail if last.tail > last.end and not last.timed else last.end
    )
    return Phrase("closed", first.begin, end, first, last)


def _is_restatement(text: str, first: Point, second: Point) -> bool:
    """Names of the same day, year or fiscal year in two eras, or one of them Western."""
    if not first.year or not second.year or first.part == "decade":
        return False
    closed = text.startswith("/", first.tail) or text.startswith(")", second.tail)
    other_name = first.western != second.western or (first.era != second.era)
    return closed and other_name and bool(first.era or second.era)


def _renamed(
    text: str, tokens: list[Token], index: int, first: Point, second: Point
) -> tuple[Phrase, int]:
    verdict = same_name(first, second)
    if verdict is None or (verdict is False and text.startswith("/", first.tail)):
        return _open(text, first), 1
    bracket = text.startswith(")", second.tail)
    tail = second.tail + 1 if bracket else second.tail
    merged = replace(first, end=tail if bracket else second.end, tail=tail)
    following = tokens[index + 2] if index + 2 < len(tokens) else None
    if isinstance(following, Point):
        joint = gap(text, merged, following)
        if _JOINT.fullmatch(joint) and _may_close(merged, following):
            phrase = _closed(text, merged, following)
            phrase.renamed = second
            return phrase, 3
    phrase = _open(text, merged)
    phrase.renamed = second
    return phrase, 2


def _open(text: str, point: Point) -> Phrase:
    """Read から, まで, 以降 … behind a point, or a ～ before it."""
    begin, end, tail = point.begin, point.end, point.tail
    if not point.timed:
        duration = _DURATION.match(text, tail)
        if duration:
            number = duration["number"] or duration["within"]
            unit = duration["unit"] or duration["within_unit"]
            return Phrase(
                "for", begin, duration.end(), point, None, (parse_integer(number) or 0, unit)
            )
        until = _UNTIL.match(text, tail)
        if until:
            return Phrase("until", begin, until.end(), point)
        since = _FROM.match(text, tail)
        if since:
            return Phrase("from", begin, since.end(), point)
        if begin and text[begin - 1] == "~" and (begin < 2 or text[begin - 2] in " (:\n、。「・"):
            return Phrase("until", begin - 1, end, point)
    suffix = "as_of" if _AS_OF.match(text, tail) else ""
    return Phrase("point", begin, end, point, suffix=suffix)
