"""Whether what a second engine read instead of a value could be that value.

A field is closed when its texts are few or follow a grammar. A reading that breaks it (吉和6年,
坪期) is the second engine's own slip: it neither doubts nor confirms what the first one read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from parsers.ocr.closed import fold, repair_closed
from parsers.ocr.repairs import repair
from parsers.values import Value, find_values
from parsers.values.eras import MODERN
from parsers.vocabulary import Vocabulary

_DIGITS = frozenset("0123456789")
_ERAS = frozenset("".join(era.name for era in MODERN))
_TIMES = _DIGITS | _ERAS | frozenset("RHS元一二三四五六七八九十年月日度末初頃上中下旬半期四")
_NUMBERS = _TIMES | frozenset("百千万億円%")
_BRACKETS = re.compile(r"[\[\](){}<>【】〔〕「」『』（）［］＜＞〈〉《》]")


def is_possible(field: str, told: str, seen: str, vocabulary: Vocabulary) -> bool:
    """Whether ``seen`` is another possible text of a field in which ``told`` was read.

    A text that the vocabulary or the grammar does not know (``told`` itself included) leaves
    every other reading possible.
    """
    match field:
        case "term_raw" | "term":
            return _other_choice(told, seen, tuple(vocabulary.sheet.terms))
        case "pillar_number" | "pillar_name":
            return _other_pillar(told, seen, vocabulary.pillars)
        case "value":
            units = "".join(vocabulary.sheet.units)
            return _heard(told, seen, _NUMBERS | frozenset(units)) != _narrow(told)
        case _:
            return _other_time(told, seen)


def _other_choice(told: str, seen: str, choices: Sequence[str]) -> bool:
    own = repair_closed(_BRACKETS.sub("", told), choices)
    if own is None:
        return True
    other = repair_closed(_BRACKETS.sub("", seen), choices)
    return other is not None and other.text != own.text


def _other_pillar(told: str, seen: str, names: Mapping[int, str]) -> bool:
    """Whether the name that was read with a number is rather another pillar's."""
    own = [number for number, name in names.items() if fold(told).endswith(fold(name))]
    if len(own) != 1:
        return True
    near = {n: Levenshtein.distance(_tail(seen, name), fold(name)) for n, name in names.items()}
    return min(near.values()) < near[own[0]]


def _tail(text: str, name: str) -> str:
    return fold(text)[-len(fold(name)) :]


def _other_time(told: str, seen: str) -> bool:
    """Whether another time stands in ``seen``; one that differs in its figures always may."""
    own, heard = _narrow(told), _heard(told, seen, _TIMES)
    if not _times(own):
        return True
    if _figures(own) != _figures(heard):
        return True
    return own != heard and bool(_times(heard)) and _around(own) == _around(heard)


def _times(text: str) -> list[Value]:
    found = find_values(text)
    return [value for value in found if value.valid and isinstance(value.start, date)]


def _around(text: str) -> str:
    """What a text holds beside its times."""
    for value in sorted(_times(text), key=lambda value: -value.span[0]):
        text = text[: value.span[0]] + text[value.span[1] :]
    return text


def _figures(text: str) -> str:
    return "".join(char for char in text if char in _DIGITS)


def _heard(told: str, seen: str, telling: frozenset[str]) -> str:
    """``seen``, with what cannot stand in such a text taken from ``told``."""
    own, other = _narrow(told), _narrow(seen)
    parts = []
    for block in Levenshtein.opcodes(own, other):
        here = own[block.src_start : block.src_end]
        there = "".join(c for c in other[block.dest_start : block.dest_end] if c in telling)
        lost = block.tag == "delete" and bool(telling & set(here))
        parts.append(here if block.tag == "equal" or not (there or lost) else there)
    return "".join(parts)


def _narrow(text: str) -> str:
    """The text in one width, without the spaces that engines add."""
    return "".join(unicodedata.normalize("NFKC", repair(text).text).split()).replace("〇", "0")
