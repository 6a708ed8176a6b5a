"""Regular slips of the OCR engine, repaired from tables, one character for one.

Every function keeps the length of the text, so that a repaired character keeps its glyph.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HIRAGANA = r"\u3041-\u3096"
_KATAKANA = r"\u30a1-\u30faー"
_KANJI = r"\u4e00-\u9fff々"
_JAPANESE = _HIRAGANA + _KATAKANA + _KANJI
_WIDE_ASCII = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDE_ASCII = {k: v for k, v in _WIDE_ASCII.items() if chr(v).isalnum()} | {0xFF06: 0x26}

_KANJI_OF = {"ー": "一", "ロ": "口", "エ": "工", "カ": "力", "ニ": "二"}
_SUFFIXES = "口力工千"
"""Kanji that also stand before a katakana word, as in 口コミ: only a long mark tells them apart."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair and what was done, as ``"O→○"``; a slip made twice is told once."""

    text: str
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slips:
    """The tables: characters by themselves, rules by neighbours (in order), whole words."""

    characters: Mapping[int, str]
    rules: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[str, str], ...]


def repair(text: str) -> Repaired:
    """Repair the engine's regular slips in a line; the text keeps its length."""
    slips = load_slips()
    fixed = text.translate(slips.characters)
    for wrong, right in slips.words:
        fixed = fixed.replace(wrong, right)
    for pattern, right in slips.rules:
        fixed = pattern.sub(right, fixed)
    return Repaired(fixed, differences(text, fixed))


def differences(before: str, after: str) -> tuple[str, ...]:
    """What was changed between two texts of one length, as ``"O→○"``, each slip once."""
    pairs = (f"{b}→{a}" for b, a in zip(before, after, strict=True) if a != b)
    return tuple(dict.fromkeys(pairs))


@cache
def load_slips() -> Slips:
    """The tables of this package, compiled once."""
    tables = tomllib.loads(_read("repairs.toml"))
    variants = (line.split() for line in _read("variants.txt").splitlines() if line[0] != "#")
    characters = {ord(read): printed for read, printed in variants}
    characters |= {wide: chr(narrow) for wide, narrow in _WIDE_ASCII.items()}
    rules = _katakana_rules(tables["katakana"], tables["kanji"])
    rules += _kanji_rules(tables["kanji"])
    rules += [*_script_rules(tables["scripts"]), *_sign_rules()]
    return Slips(characters, tuple(rules), tuple(tables["words"].items()))


def _read(name: str) -> str:
    return files("parsers.ocr").joinpath(name).read_text(encoding="utf-8")


def _katakana_rules(
    table: Mapping[str, str], kanji: Mapping[str, str]
) -> list[tuple[re.Pattern[str], str]]:
    """A look-alike inside a katakana word is katakana; a long mark may also end the word."""
    rules = []
    for read, printed in table.items():
        if printed == "ー":
            rules.append((rf"(?<=[{_KATAKANA}]){read}(?![{kanji[printed]}])", printed))
            continue
        rules.append((rf"(?<=[{_KATAKANA}]){read}(?=[{_KATAKANA}])", printed))
        begins_a_word = "ー" if read in _SUFFIXES else rf"(?:ー|[{_KATAKANA}]{{2}})"
        rules.append((rf"(?<![{_KANJI}{_HIRAGANA}]){read}(?={begins_a_word})", printed))
    return [(re.compile(pattern), printed) for pattern, printed in rules]


def _kanji_rules(table: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """A katakana look-alike outside a katakana word, before what follows the kanji, is kanji."""
    return [
        (re.compile(rf"(?<![{_KATAKANA}]){read}(?=[{followers}])"), _KANJI_OF[read])
        for read, followers in table.items()
    ]


def _script_rules(table: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """Letters alike in both scripts follow the script of the word that they stand in."""
    rules = []
    for hiragana, katakana in table.items():
        rules.append((rf"(?<![{_HIRAGANA}{_KANJI}]){hiragana}(?=[{_KATAKANA}])", katakana))
        rules.append((rf"(?<=[{_KATAKANA}]){hiragana}(?=[{_KATAKANA}])", katakana))
        rules.append((rf"{hiragana}(?=ー)", katakana))
        rules.append((rf"(?<=[{_HIRAGANA}{_KANJI}]){katakana}(?![{_KATAKANA}])", hiragana))
        if hiragana == "へ":  # the particle may follow a katakana word and its bracket
            rules.append((rf"(?<=[{_KATAKANA}」』）)]){katakana}(?=[{_HIRAGANA}、])", hiragana))
    return [(re.compile(pattern), printed) for pattern, printed in rules]


def _sign_rules() -> list[tuple[re.Pattern[str], str]]:
    """Circles, middle dots and digits by their place."""
    rules = [
        # Small vowels of borrowed sounds: no katakana word has フエ, チエ or ジエ between letters.
        (rf"(?<=[{_KATAKANA}][フチジ])エ(?=[{_KATAKANA}])|(?<=[{_KATAKANA}]フ)エ", "ェ"),
        # A Roman numeral of one sign which the engine gives with a stroke of it before.
        (r"[IlＩⅠ|](?=[Ⅱ-Ⅻ])", " "),
        # A capital I of a word of Latin letters, given as the Roman numeral of its shape.
        (r"(?<=[A-Za-z])Ⅰ|Ⅰ(?=[A-Za-z])", "I"),
        (r"(?<!\d)[·•･‧⋅](?!\d)", "・"),
        (rf"^[O0◯](?=[{_JAPANESE}])", "○"),
        (r"^[O◯〇]$", "○"),
        (rf"(?<=[{_HIRAGANA}{_KATAKANA}])\?", "？"),
        (r"(?<=\d)[O〇○](?=[\d,.年月日件人円％%万億])", "0"),
        (r"(?<=\d)[lI|](?=[\d年月日件人円])", "1"),
        (r"(?<=[年月])[lI|](?=[\d月日])", "1"),
        # A bracket that closes a wide one, or one of a line above among Japanese, is wide too.
        (r"(（[^（()）]*)\)", r"\1）"),
        (rf"^([^（(]*[{_JAPANESE}])\)", r"\1）"),
    ]
    return [(re.compile(pattern), printed) for pattern, printed in rules]
