"""Reading a pillar line: 公約 VI 花の咲くまち, 第６の柱「…」, 分野⑥ …"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from parsers.sheets.matching import plain

_ROMAN = {"I": 1, "V": 5, "X": 10}
_KANJI = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_NUMERAL = (
    r"(?P<number>[Ⅰ-Ⅻⅰ-ⅻ]|[IVXＩＶＸ]{1,5}(?![A-Za-zＡ-Ｚａ-ｚ])|[0-9０-９]{1,2}(?![0-9０-９])"
    r"|[①-⑳]|[❶-❿]|[㈠-㈩]|[一二三四五六七八九十]{1,3})"
)
_NO_COUNT = r"(?!\s*(?:つ(?!目)|次|年|月|日|期|件|項目|人|回|％|%|施策|事業|本の|億|万|千))"
_SUFFIX = r"(?P<suffix>\s*(?:の柱|本目の柱|つ目の柱|番目の柱|の約束|つ目の約束|番目|つ目|章|編))?"
_END = r"\s*[)）】〕］\]＞>》]?\s*[.．、,:：。\-－―ー–|｜]?\s*"
_NAME = r"(?P<name>.*?)\s*$"
_LIKE_ROMAN = frozenset("ソレ∨エ工皿川")
"""What OCR gives for V, I, II and III."""
_QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"', "〈": "〉", "《": "》", "【": "】"}


class Pillar(NamedTuple):
    """A pillar as published; ``span`` is that of its name; ``labelled`` tells 公約 or 第…の柱."""

    number: int
    name: str | None
    span: tuple[int, int]
    labelled: bool


def numeral(text: str) -> int | None:
    """The number that a Roman, Arabic, circled or kanji numeral stands for, from 1 to 99."""
    folded = unicodedata.normalize("NFKC", text).strip("() ").upper()
    if "❶" <= text <= "❿":
        return ord(text) - ord("❶") + 1
    if folded.isdigit():
        return int(folded)
    if folded and set(folded) <= set(_ROMAN):
        return _roman(folded)
    if folded and set(folded) <= {*_KANJI, "十"}:
        return _kanji(folded)
    return None


def _kanji(text: str) -> int | None:
    """一 to 九十九, in the usual notation only (十二, not 一二)."""
    tens, mark, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return None
    return (_KANJI.get(tens, 1) * 10 if mark else 0) + (_KANJI[ones] if ones else 0)


def _roman(text: str) -> int | None:
    total = 0
    for char, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN[char]
        total += -value if _ROMAN.get(following, 0) > value else value
    return total


@lru_cache(maxsize=8)
def _patterns(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(re.escape(word) for word in sorted(labels, key=len, reverse=True))
    lead = r"^\s*[^\w\s]?\s*[【〔［\[＜<《]?\s*"
    labelled = rf"{lead}(?P<label>{words})?\s*(?:その|の)?\s*[:：]?\s*[(（]?(?P<dai>第)?\s*"
    behind = _SUFFIX + _END + _NAME
    return (
        re.compile(labelled + _NUMERAL + _NO_COUNT + behind),
        re.compile(labelled + _NUMERAL + behind),
    )


def read_pillar(text: str, labels: tuple[str, ...], names: Mapping[int, str]) -> Pillar | None:
    """The pillar that ``text`` names as a whole, or None.

    Without a label (公約, 第…の柱) the name must be one that the profile knows, or the numeral
    must be Roman.
    """
    strict, loose = _patterns(labels)
    match = strict.match(text) or _known(loose.match(text), names)
    number = numeral(match["number"]) if match else None
    if not match or not number or number > 99:
        return None
    labelled = bool(match["label"] or match["suffix"])
    if labelled and match["number"] in _KANJI and not match["suffix"] and not match["dai"]:
        labelled = match.end("number") == len(text) or not text[match.end("number")].isalnum()
    start, end = _unquoted(text, match.start("name"), match.end("name"))
    name = text[start:end] or None
    known = name is not None and plain(name) in {plain(held) for held in names.values()}
    if not labelled and not known:
        return None
    return Pillar(number, name, (start, end), labelled)


def _known(match: re.Match[str] | None, names: Mapping[int, str]) -> re.Match[str] | None:
    """The match if what looks like a count (2 人を育てる) is a number and a name of the profile."""
    if match is None:
        return None
    start, end = _unquoted(match.string, *match.span("name"))
    wanted = plain(match.string[start:end])
    return match if any(plain(name) == wanted for name in names.values()) else None


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    if end - start >= 2 and _QUOTES.get(text[start]) == text[end - 1]:
        return start + 1, end - 1
    return start, end


def read_numeral_line(text: str) -> Pillar | None:
    """A line that begins with a bare Roman numeral and goes on with a name."""
    match = re.match(
        r"^\s*(?P<number>[Ⅰ-Ⅻ]|[IVXＩＶＸ]{1,4}(?=[\s.．]))[\s.．、]*(?P<name>\S.*?)\s*$", text
    )
    number = numeral(match["number"]) if match else None
    if not match or not number:
        return None
    return Pillar(number, match["name"], match.span("name"), False)


def unnumbered(text: str, labels: tuple[str, ...], names: Mapping[int, str]) -> str | None:
    """The name of a pillar behind its label, whose number is lost (公約 笑顔があふれるまち).

    OCR also gives a Roman numeral as the letter that it looks like (公約 ソ 笑顔があふれるまち).
    """
    line = text.strip()
    if not line.startswith(labels):
        return None
    for label in sorted(labels, key=len, reverse=True):
        name = line.removeprefix(label).strip()
        for held in (name, name[1:].strip() if name[:1] in _LIKE_ROMAN else ""):
            if held and name != line and number_of(held, names) is not None:
                return held
    return None


def number_of(name: str, names: Mapping[int, str]) -> int | None:
    """The number of the one pillar that the profile knows by this name."""
    found = [number for number, held in names.items() if plain(held) == plain(name)]
    return found[0] if len(found) == 1 else None
