"""Readings of titles in full-width katakana (フリガナ), and which words of them are not sure.

Particles and long vowels keep their kana spelling (現代仮名遣い): は ハ, を ヲ, コウ not コー.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from tomllib import loads

import msgspec

from parsers.language.counting import Counter, read_counted, read_number
from parsers.language.model import Entry, Morpheme, Reading
from parsers.language.tokens import Tokenizers, katakana, morphemes, second_reading

_NAMES_OF_LETTERS = (
    "エー ビー シー ディー イー エフ ジー エイチ アイ ジェイ ケー エル エム "
    "エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット"
)
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _NAMES_OF_LETTERS.split(" "), strict=True))
_SIGNS = {"&": "アンド", "%": "パーセント", "+": "プラス", "〜": "カラ", "~": "カラ"}
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:[億万](?:\d[\d,]*)?)*[千百]?[億万]?"
_KA = re.compile("[カヵヶケ箇ヶ](?=所|月|年|国)")
_KANA = re.compile(r"[^ァ-ヺー]")
_VOICED = frozenset("川山谷沢原島城橋町村坂")
"""Behind a name nobody but its people know whether they are voiced or read by their sound."""
_NUMERALS = frozenset("〇一二三四五六七八九十百千万億")
_SAID_ALIKE = str.maketrans({"ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ー": ""})
_SAME_WORD = {"ニッポン": "ニホン"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads titles; a pure function of the dictionaries and the lexicon it holds.

    ``singles`` are words of one character, which count only where the text is cut around them.
    """

    tokenizers: Tokenizers
    words: Mapping[str, str]
    singles: Mapping[str, str]
    counters: Mapping[str, Counter]
    pattern: re.Pattern[str]

    def read(self, text: str) -> Reading:
        """The reading of a text; brackets, points and spaces have none."""
        plain = _plain(text)
        pieces = list(self._pieces(plain))
        kana = _KANA.sub("", "".join(piece.kana for piece in pieces))
        doubts = [piece.surface for piece in pieces if piece.unsure]
        doubts += _disagreements(plain, pieces, self.tokenizers)
        return Reading(kana, tuple(dict.fromkeys(doubts)))

    def _pieces(self, text: str) -> Iterator[_Piece]:
        words = list(morphemes(text, self.tokenizers))
        end = 0
        for found in self.pattern.finditer(text):
            yield from self._stretch(words, text, end, found.start())
            yield self._special(found)
            end = found.end()
        yield from self._stretch(words, text, end, len(text))

    def _stretch(self, words: list[Morpheme], text: str, start: int, end: int) -> Iterator[_Piece]:
        """The words of a stretch as the whole text cuts them, or by itself where it cannot."""
        inside = [word for word in words if word.start >= start and word.end <= end]
        offset = 0
        if sum(word.end - word.start for word in inside) != end - start:
            inside, offset = list(morphemes(text[start:end], self.tokenizers)), start
        for before, word in zip([None, *inside], inside, strict=False):
            piece = self._word(word, offset)
            voiced = word.surface in _VOICED and before and "固有名詞" in before.tag
            yield replace(piece, unsure=True) if voiced and not piece.settled else piece

    def _word(self, word: Morpheme, offset: int) -> _Piece:
        span = (offset + word.start, offset + word.end)
        if word.surface in self.singles:
            return _Piece(*span, word.surface, self.singles[word.surface], settled=True)
        if word.tag.startswith(("補助記号", "空白", "記号")):
            return _Piece(*span, word.surface, "", settled=True)
        unsure = not word.known and _has_kanji(word.surface)
        return _Piece(*span, word.surface, katakana(word.reading), unsure=unsure)

    def _special(self, found: re.Match[str]) -> _Piece:
        """A word of the lexicon, a counted number or a run of Latin letters."""
        span, surface = found.span(), found.group()
        if found["word"]:
            return _Piece(*span, surface, self.words[surface], settled=True)
        if found["number"]:
            return _Piece(*span, surface, self._counted(found["number"], found["counter"]), True)
        if found["latin"]:
            kana, unsure = self._latin(surface)
            return _Piece(*span, surface, kana, settled=True, unsure=unsure)
        return _Piece(*span, surface, _SIGNS[surface], settled=True)

    def _counted(self, number: str, counter: str | None) -> str:
        return read_counted(number, self.counters[counter]) if counter else read_number(number)

    def _latin(self, word: str) -> tuple[str, bool]:
        """By the dictionary where it has the word, otherwise by its letters; and whether unsure."""
        words = list(morphemes(word, self.tokenizers))
        read = "".join(katakana(each.reading) for each in words)
        if all(each.known for each in words) and not _KANA.search(read):
            return read, False
        return "".join(_LETTERS[letter.upper()] for letter in word), not word.isupper()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text with its reading. What is ``settled`` needs no second opinion."""

    start: int
    end: int
    surface: str
    kana: str
    settled: bool = False
    unsure: bool = False


def _disagreements(text: str, pieces: Sequence[_Piece], tokenizers: Tokenizers) -> Iterator[str]:
    """The smallest stretches both dictionaries cut alike, with kanji, that they read otherwise."""
    second = second_reading(text, tokenizers)
    shared = {piece.end for piece in pieces} & {end for end, _ in second}
    theirs = _joined_at(shared, ((end, kana) for end, kana in second))
    mine = _joined_at(shared, ((piece.end, piece.kana) for piece in pieces))
    settled = _joined_at(shared, ((p.end, "x" * (p.settled or p.unsure)) for p in pieces))
    start = 0
    for end in sorted(shared):
        surface = text[start:end]
        open_ = not settled[end] and _has_kanji(surface) and not set(surface) <= _NUMERALS
        if open_ and _sound(mine[end]) != _sound(theirs[end]):
            yield surface
        start = end


def _joined_at(ends: Collection[int], parts: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The texts of parts joined up to each of the ends."""
    joined: dict[int, str] = {}
    kept = ""
    for end, text in parts:
        kept += text
        if end in ends:
            joined[end], kept = kept, ""
    return joined


def _sound(kana: str) -> str:
    for one, other in _SAME_WORD.items():
        kana = kana.replace(one, other)
    return kana.translate(_SAID_ALIKE)


def _has_kanji(text: str) -> bool:
    return any("一" <= c <= "鿿" or c == "々" for c in text)


def _plain(text: str) -> str:
    """Full-width letters and digits as ASCII, one small か; nothing else."""
    narrow = "".join(
        unicodedata.normalize("NFKC", c) if "！" <= c <= "～" or "｡" <= c <= "ﾟ" else c for c in text
    )
    return _KA.sub("か", unicodedata.normalize("NFC", narrow))


def make_reader(tokenizers: Tokenizers, lexicon: Sequence[Entry] = ()) -> Reader:
    """A reader with the words of any city and the lexicon of one, which wins."""
    entries = [*base_words(), *lexicon]
    read = {_plain(entry.surface): entry.reading for entry in entries if entry.reading}
    words = {surface: kana for surface, kana in read.items() if len(surface) > 1}
    singles = {surface: kana for surface, kana in read.items() if len(surface) == 1}
    counters = msgspec.convert(loads(_data("counters.toml")), dict[str, Counter])
    pattern = re.compile(
        f"(?P<word>{_any_of(words)})"
        f"|(?P<number>{_NUMBER})(?P<counter>{_any_of(counters)})?"
        "|(?P<latin>[A-Za-z]+)"
        f"|[{re.escape(''.join(_SIGNS))}]"
    )
    return Reader(tokenizers, words, singles, counters, pattern)


def base_words() -> list[Entry]:
    """The words of any city, with their reasons."""
    return msgspec.convert(loads(_data("words.toml"))["entry"], list[Entry])


def _any_of(words: Mapping[str, object]) -> str:
    """Longest first; a Latin word only as a whole."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
        if word[-1].isascii() and word.isalpha()
        else re.escape(word)
        for word in longest
    )


def _data(name: str) -> str:
    return files("parsers.language").joinpath(name).read_text(encoding="utf-8")
