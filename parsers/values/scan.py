"""Cut the repaired text into points, amounts and traps, from left to right, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from parsers.values import amounts, points, traps
from parsers.values.eras import BY_NAME
from parsers.values.numerals import KANJI_FIRST
from parsers.values.tokens import Amount, Point, Token, Trap
from parsers.values.words import LIST, NUMBER_AT, RANGE

Reader = Callable[[str, int], Token | None]

_KANJI_BEFORE = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: First characters of relative words, and the kanji that may stand right before them.
_RELATIVE_FIRST = "今本当昨来去同前翌次先再一明おあし対"
_BEFORE_RELATIVE = "年月日度末の"


def scan(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order; they never overlap."""
    tokens: list[Token] = []
    masked = traps.file_names(text)
    at, mask = 0, 0
    while match := _TRIGGER.search(text, at):
        at = match.start()
        while mask < len(masked) and masked[mask].end <= at:
            mask += 1
        if mask < len(masked) and masked[mask].begin <= at:
            tokens.append(masked[mask])
            at = masked[mask].end
            continue
        found = _read(text, at)
        tokens.extend(found)
        at = max(_end(found[-1]), at + 1) if found else _skip(text, at)
    return tokens


def _end(token: Token) -> int:
    return token.tail if isinstance(token, Point) else token.end


def _skip(text: str, at: int) -> int:
    """Step over a whole number, so that its tail is not read as another one."""
    number = NUMBER_AT.match(text, at)
    return number.end() if number else at + 1


def _read(text: str, at: int) -> list[Token]:
    for reader in _READERS[text[at]]:
        token = reader(text, at)
        if token is not None:
            return [token]
    return []


def _recurring(text: str, at: int) -> Trap | None:
    """Read 毎年, 例年, 各年 … and the dates behind it, which are no single days."""
    end = traps.recurring_end(text, at)
    return None if end is None else Trap(at, _recurring_end(text, end))


def _recurring_end(text: str, at: int) -> int:
    """Return where a recurring date ends: 毎年12月29日から翌年1月3日まで."""
    at += 1 if text[at : at + 1] in ("の", "、", " ") and at < len(text) else 0
    while at < len(text):
        point = points.read_relative_point(text, at) or points.read_number_point(text, at)
        if point is None:
            break
        at = point.tail
        joint = RANGE.match(text, at) or LIST.match(text, at)
        if joint is None:
            break
        following = joint.end()
        if following >= len(text):
            break
        if not (
            points.read_relative_point(text, following) or points.read_number_point(text, following)
        ):
            break
        at = following
    return at


def _relative(text: str, at: int) -> Token | None:
    if at and _KANJI_BEFORE.match(text[at - 1]) and not _may_precede(text, at):
        return traps.read_relative_rate(text, at)
    point = traps.read_relative_rate(text, at) or points.read_relative_point(text, at)
    if isinstance(point, Point) and _leans_on_event(text, point):
        return None
    return point


def _may_precede(text: str, at: int) -> bool:
    before = text[at - 1]
    if before == "日" and text.startswith("本", at):
        return False
    return before in _BEFORE_RELATIVE or before in "際降後内外"


def _leans_on_event(text: str, point: Point) -> bool:
    """True for 納期限の翌日, 開催日の前日: a step from an event, not from a date."""
    day = point.relative is not None and point.relative.unit == "day" and point.relative.offset
    return (
        bool(day)
        and text[max(0, point.begin - 1) : point.begin] == "の"
        and (
            re.search(
                r"[0-9一二三四五六七八九十][日月年]の$|その$",
                text[max(0, point.begin - 3) : point.begin],
            )
            is None
        )
    )


def _part_alone(text: str, at: int) -> Point | None:
    if at and _KANJI_BEFORE.match(text[at - 1]):
        return None
    return points.read_part_alone(text, at)


def _number(text: str, at: int) -> Token | None:
    """Read a figure; a longer run of figures was cut before it."""
    point = points.read_western_point(text, at)
    if point and point.pending:
        amount = amounts.read_amount(text, at)
        if amount and amount.measure:
            return amount  # 1500円 is no year
    return (
        point
        or traps.read_item(text, at)
        or points.read_number_point(text, at)
        or traps.read_figures(text, at)
        or amounts.read_amount(text, at)
    )


def _signed(text: str, at: int) -> Amount | None:
    amount = amounts.read_amount(text, at)
    return amount if amount and amount.measure else None


def _letter(text: str, at: int) -> Token | None:
    point = points.read_western_point(text, at) if text.startswith("FY", at) else None
    point = point or points.read_era_point(text, at)
    if point is not None and not _is_code(text, point):
        return point
    return traps.read_code(text, at)


def _is_code(text: str, point: Point) -> bool:
    """True if a bare letter and number is a shape, a lamp or a release, not a year."""
    if not point.pending or point.western or point.era is None or point.glosses:
        return False
    return point.era.name in ("大正", "明治") or not traps.is_bare_fiscal_year(text, point)


def _readers() -> dict[str, list[Reader]]:
    table: dict[str, list[Reader]] = {}

    def add(characters: str, *readers: Reader) -> None:
        for character in characters:
            table.setdefault(character, []).extend(readers)

    add("毎例各隔平閏う", _recurring)
    add("第", points.read_part_alone, traps.read_ordinal)
    add(KANJI_FIRST + "0123456789数何幾紀", traps.read_word_trap)
    add("バ型受整管文図番〒電縮℡☎コ標", traps.read_numbered)
    add(
        "".join(dict.fromkeys(name[0] for name in BY_NAME)),
        traps.read_place,
        points.read_era_point,
    )
    add("令平昭大明", points.read_era_point)
    add(_RELATIVE_FIRST, _relative)
    add("西", points.read_western_point)
    add("年月上中下", _part_alone)
    add("元", points.read_gannen_point)
    add(_LETTERS, _letter)
    add("▲-+¥マプ", _signed)
    add(KANJI_FIRST + "0123456789", _number)
    return {character: list(dict.fromkeys(readers)) for character, readers in table.items()}


_READERS = MappingProxyType(_readers())
_TRIGGER = re.compile("[" + re.escape("".join(_READERS)) + "]")
