"""What kinds of characters a text layer holds, and which of them no document would print."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["kana", "kanji", "rare", "other", "foreign", "private", "broken"]

_CID = re.compile(r"\(cid:\d+\)")
_ORDINARY_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "CJK"}
_ONE_SCRIPT = 0.85
"""A page in another language is in one script; a layer without a map scatters over many."""
_ONE_CHARSET = 0.97
_FEW_KANA = 0.02


@dataclass(frozen=True, slots=True)
class Characters:
    """Counts of a page's printed characters by kind; ``total`` is all of them."""

    total: int
    kana: int
    kanji: int
    private: int
    wrong: int
    """Characters that no document prints: control, unassigned, cid codes, scattered scripts."""
    chinese: bool
    """Whether the ideographs are those of Chinese and not of Japanese, and there is no kana."""

    @property
    def wrong_share(self) -> float:
        """Share of wrong characters, 0 to 1."""
        return self.wrong / self.total if self.total else 0.0

    @property
    def private_share(self) -> float:
        """Share of private-use characters, 0 to 1; bullets of symbol fonts are such."""
        return self.private / self.total if self.total else 0.0

    @property
    def japanese_share(self) -> float:
        """Share of kana and kanji, 0 to 1."""
        return (self.kana + self.kanji) / self.total if self.total else 0.0


def count_characters(text: str) -> Characters:
    """Count the characters of a page's text layer as it stands, before any repair."""
    bare, cids = _CID.subn("", text) if "(cid:" in text else (text, 0)
    printed = Counter("".join(bare.split()))
    kinds: Counter[str] = Counter()
    for char, count in printed.items():
        kinds[kind_of(char)] += count
    wrong = cids + kinds["broken"]
    wrote = kinds["kanji"] + kinds["rare"]
    if not _in_one_language(printed, kinds):
        wrong += kinds["foreign"] + kinds["rare"]
    return Characters(
        total=printed.total() + cids,
        kana=kinds["kana"],
        kanji=kinds["kanji"],
        private=kinds["private"],
        wrong=wrong,
        chinese=kinds["rare"] > 0 and _in_chinese(printed) and kinds["kana"] <= _FEW_KANA * wrote,
    )


@cache
def kind_of(char: str) -> Kind:
    """The kind of a character; ``rare`` is a kanji outside JIS X 0213."""
    category = unicodedata.category(char)
    if category == "Co":
        return "private"
    if category in {"Cc", "Cn", "Cs"} or char == "\ufffd":
        return "broken"
    if "\u3041" <= char <= "\u30ff" or "\uff66" <= char <= "\uff9f":
        return "kana"
    name = unicodedata.name(char, "")
    if name.startswith("CJK UNIFIED"):
        return "kanji" if _encodes(char, "euc_jis_2004") else "rare"
    if category[0] in "LM" and script_of(char) not in _ORDINARY_SCRIPTS:
        return "other" if category in {"Lm", "Mn"} and name.startswith("VARIATION") else "foreign"
    return "other"


@cache
def script_of(char: str) -> str:
    """The first word of a character's name, which for letters is its script."""
    return unicodedata.name(char, "?").split(" ")[0]


def _in_one_language(printed: Counter[str], kinds: Counter[str]) -> bool:
    """Whether the letters that are not Japanese are all of one script or of Chinese."""
    if kinds["foreign"]:
        scripts: Counter[str] = Counter()
        for char, count in printed.items():
            if kind_of(char) == "foreign":
                scripts[script_of(char)] += count
        if max(scripts.values()) < _ONE_SCRIPT * scripts.total():
            return False
    # Kanji are the ideographs that the Japanese character set holds.
    ideographs = kinds["kanji"] + kinds["rare"]
    return kinds["kanji"] >= _ONE_CHARSET * ideographs or _in_chinese(printed)


def _in_chinese(printed: Counter[str]) -> bool:
    """Whether a Chinese character set holds the ideographs."""
    ideographs = _ideographs(printed)
    return any(_share(ideographs, charset) >= _ONE_CHARSET for charset in ("gb2312", "big5"))


def _ideographs(printed: Counter[str]) -> Counter[str]:
    return Counter({c: count for c, count in printed.items() if kind_of(c) in {"kanji", "rare"}})


def _share(characters: Counter[str], charset: str) -> float:
    """The share of characters that a national character set holds; 1 where there are none."""
    held = sum(count for char, count in characters.items() if _encodes(char, charset))
    return held / characters.total() if characters else 1.0


@cache
def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
