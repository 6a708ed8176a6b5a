"""Join tokens into ranges, lists and pairs of names; units flow from right to left."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec.structs import replace

from parsers.values.interval import same_name
from parsers.values.numerals import parse_integer
from parsers.values.tokens import Amount, Point, Token
from parsers.values.units import gap, settle
from parsers.values.words import JOINT, SKIPPED

Shape = Literal["point", "closed", "from", "until", "for"]


class Phrase(msgspec.Struct):
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

_FROM = re.compile(
    rf"{SKIPPED}(?:(?P<from>から|~|以降|以後|-(?=\s|$|\)))"
    rf"|より(?![0-9▲約も多少増減低高大小早遅やさ前])(?!\+))"
)
_UNTIL = re.compile(rf"{SKIPPED}(?:までに|まで|迄に|迄|以前)")
_CLOSE = re.compile(rf"{SKIPPED}(?:までに|まで|迄に|迄|の間)")
_DURATION = re.compile(
    r"(?:から|より|以降|~)(?:の|起算して|起算し|、|向こう|今後){0,2}(?P<number>[0-9]{1,4}"
    r"|[〇一二三四五六七八九十]+)"
    r"(?:年(?P<months>[0-9]{1,2})[かカヶケヵ箇]月間?|(?P<unit>年度?間?|[かカヶケヵ箇]年(?:度|間)?|[かカヶケヵ箇]月間?|月間|週間"
    r"|日間?))(?![前後目ぶご毎以生齢連おに平約最0-9一-十月])"
    r"|(?:から|より)(?:の|起算して){0,1}(?P<within>[0-9]{1,4})(?P<within_unit>日|年"
    r"|[かカヶケヵ箇]月|週間)以内"
)
_CLOSED_WITH = re.compile(rf"{_CLOSE.pattern}|にかけて")
#: Joints that need a まで behind the end: 令和6年4月1日以降、令和7年度に … are two values.
_PARTED = re.compile(r"以降|以後|、$|\($")
_AS_OF = re.compile(r"現在|時点")
_RESTATED = re.compile(r" ?\(|/| ?[=]")


def combine(tokens: list[Token], text: str, *, in_month: bool = False) -> list[Item]:
    """Return the phrases and amounts of the text in order of appearance."""
    tokens = settle(tokens, text, in_month=in_month)
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if isinstance(token, Point):
            phrase, used = _phrase(tokens, index, text)
            items.append(phrase)
            index += used
            while index < len(tokens) and tokens[index].begin < phrase.end:
                index += 1  # the 3年 of から起算して3年
            continue
        if isinstance(token, Amount) and token.measure:
            items.append(token)
        index += 1
    return items


def _phrase(tokens: list[Token], index: int, text: str) -> tuple[Phrase, int]:
    first = tokens[index]
    assert isinstance(first, Point)
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if isinstance(following, Point):
        joint = gap(text, first, following)
        closes = JOINT.fullmatch(joint) and _may_close(first, following)
        parted = _PARTED.search(joint) and not _CLOSED_WITH.match(text, following.tail)
        if closes and not parted and not _is_length(text, first, following):
            return _closed(text, first, following), 2
        if _RESTATED.fullmatch(joint) and _is_restatement(text, first, following):
            return _renamed(text, tokens, index, first, following)
    return _open(text, first), 1


def _may_close(first: Point, last: Point) -> bool:
    """A time of day takes the から to itself, unless a later day follows."""
    return not first.timed or last.day is not None or last.relative is not None


def _is_length(text: str, first: Point, last: Point) -> bool:
    """True for 令和5年4月1日から4年: from a day, month or fiscal year a bare 4年 is no year."""
    if not last.single or last.year is None or last.fiscal or last.part:
        return False
    if not (first.month or first.fiscal) or _CLOSE.match(text, last.tail):
        return False
    return _DURATION.match(text, first.tail) is not None


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
    closed = text[first.tail : first.tail + 1] in ("/", "=") or text.startswith(")", second.tail)
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
        if JOINT.fullmatch(joint) and _may_close(merged, following):
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
            return Phrase("for", begin, duration.end(), point, None, _length(duration))
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


def _length(duration: re.Match[str]) -> tuple[int, str]:
    number = parse_integer(duration["number"] or duration["within"]) or 0
    if duration["months"]:
        return number * 12 + int(duration["months"]), "か月"
    return number, duration["unit"] or duration["within_unit"]
