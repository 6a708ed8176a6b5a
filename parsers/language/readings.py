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
from parsers.language.tokens import (
    PROPER,
    Tokenizers,
    cuts_a_name,
    katakana,
    morphemes,
    second_reading,
)
from parsers.language.words import Behind, base_words

_NAMES_OF_LETTERS = (
    "エー ビー シー ディー イー エフ ジー エイチ アイ ジェイ ケー エル エム "
    "エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット"
)
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _NAMES_OF_LETTERS.split(" "), strict=True))
_SIGNS = {"&": "アンド", "%": "パーセント", "+": "プラス", "〜": "カラ", "~": "カラ"}
_NUMBER = r"\d[\d,]*(?:\.\d+)?[千百]?(?:[兆億万](?:\d[\d,]*(?:\.\d+)?[千百]?)?)*"
_ERAS = {"R": "レイワ", "H": "ヘイセイ", "S": "ショウワ"}
_ERA = r"(?<![A-Za-z])[RHS](?=(?:\d{1,2}(?:[〜~・、-][RHS]?\d{1,2})*|元)(?:年|\.\d))"
_FIRST_OF_MONTH = re.compile(r"[\d毎翌]月$")
_KA = re.compile("[カヵヶケ箇ヶ](?=所|月|年|国)")
_KANA = re.compile(r"[^ァ-ヺー]")
_VOICED = frozenset("川山谷沢原島城橋町村坂")
"""Behind a name nobody but its people know whether they are voiced or read by their sound."""
_NOUN = "名詞"
_NUMERALS = frozenset("〇一二三四五六七八九十百千万億")
_SAID_ALIKE = str.maketrans({"ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ー": ""})
_SAME_WORD = {"ニッポン": "ニホン"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads titles; a pure function of the dictionaries and the lexicon it holds.

    ``names`` are the lexicon's, of which the ``unsure`` are doubted; they and ``words`` count
    wherever they stand, ``whole`` only where the text is cut around them, as do all words of one
    character. ``counters`` stand longest first.
    """

    tokenizers: Tokenizers
    names: Mapping[str, str]
    unsure: Collection[str]
    words: Mapping[str, str]
    whole: Mapping[str, str]
    behind: Sequence[Behind]
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
        ends = {word.end for word in words}
        at, end, before = 0, 0, ""
        while found := self.pattern.search(text, at):
            if found["name"] and cuts_a_name(words, *found.span()):
                at = found.start() + 1
                continue
            yield from self._stretch(words, text, (end, found.start()), before)
            piece = self._special(found, ends)
            yield piece
            at = end = piece.end
            before = PROPER if found["name"] else _NOUN
        yield from self._stretch(words, text, (end, len(text)), before)

    def _stretch(
        self, words: list[Morpheme], text: str, span: tuple[int, int], before: str
    ) -> Iterator[_Piece]:
        """The words of a stretch as the whole text cuts them, or by itself where it cannot.

        ``before`` is the tag of what stands before it.
        """
        start, end = span
        inside = [word for word in words if word.start >= start and word.end <= end]
        offset = 0
        if sum(word.end - word.start for word in inside) != end - start:
            inside, offset = list(morphemes(text[start:end], self.tokenizers)), start
        for word in inside:
            piece = self._word(word, offset)
            if not piece.settled:
                unsure = piece.unsure or (word.surface in _VOICED and before.startswith(PROPER))
                piece = replace(self._behind(text, piece, before), unsure=unsure)
            yield piece
            before = word.tag

    def _behind(self, text: str, piece: _Piece, before: str) -> _Piece:
        """The piece as what stands before it makes it sound."""
        for each in self.behind:
            if each.holds(text[: piece.end], piece.surface, piece.kana, before):
                kana = piece.kana.removesuffix(each.alone) + each.reading
                return replace(piece, kana=kana, settled=True)
        return piece

    def _word(self, word: Morpheme, offset: int) -> _Piece:
        span = (offset + word.start, offset + word.end)
        if word.surface in self.whole:
            return _Piece(*span, word.surface, self.whole[word.surface], settled=True)
        if word.tag.startswith(("補助記号", "空白", "記号")):
            return _Piece(*span, word.surface, "", settled=True)
        unsure = not word.known and _has_kanji(word.surface)
        kana = katakana(word.reading)
        return _Piece(*span, word.surface, _SAME_WORD.get(kana, kana), unsure=unsure)

    def _special(self, found: re.Match[str], ends: Collection[int]) -> _Piece:
        """A word of the lexicon, a counted number, the letter of an era or a run of letters."""
        span, surface = found.span(), found.group()
        if found["name"]:
            unsure = surface in self.unsure
            return _Piece(*span, surface, self.names[surface], settled=True, unsure=unsure)
        if found["word"]:
            return _Piece(*span, surface, self.words[surface], settled=True)
        if found["number"]:
            return self._counted(found, ends)
        if found["era"]:
            return _Piece(*span, surface, _ERAS[surface], settled=True)
        if found["latin"]:
            kana, unsure = self._latin(surface)
            return _Piece(*span, surface, kana, settled=True, unsure=unsure)
        return _Piece(*span, surface, _SIGNS[surface], settled=True)

    def _counted(self, found: re.Match[str], ends: Collection[int]) -> _Piece:
        """A number with what it counts: the longest counter that ends where a word ends."""
        number, (start, end), text = found["number"], found.span(), found.string
        counter = next(
            (c for c in self.counters if text.startswith(c, end) and end + len(c) in ends), ""
        )
        if not counter:
            return _Piece(start, end, number, read_number(number), settled=True)
        first = (number, counter) == ("1", "日") and _FIRST_OF_MONTH.search(text[:start])
        kana = "ツイタチ" if first else read_counted(number, self.counters[counter])
        return _Piece(start, end + len(counter), number + counter, kana, settled=True)

    def _latin(self, word: str) -> tuple[str, bool]:
        """By the dictionary where it has the word, otherwise by its letters; and whether unsure."""
        if len(word) == 1:
            return _LETTERS[word.upper()], False
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
    base = base_words()
    known = [
        {_plain(e.surface): e.reading for e in each if e.reading} for each in (base.entry, lexicon)
    ]
    words, names = ({k: v for k, v in each.items() if len(k) > 1} for each in known)
    single = {k: v for each in known for k, v in each.items() if len(k) == 1}
    whole = {each.surface: each.reading for each in base.whole if each.reading} | single
    counters = msgspec.convert(loads(_data("counters.toml")), dict[str, Counter])
    longest = {name: counters[name] for name in sorted(counters, key=len, reverse=True)}
    pattern = re.compile(
        f"(?P<name>{_any_of(names)})"
        f"|(?P<word>{_any_of(words)})"
        f"|(?P<number>{_NUMBER})"
        f"|(?P<era>{_ERA})"
        "|(?P<latin>[A-Za-z]+)"
        f"|[{re.escape(''.join(_SIGNS))}]"
    )
    unsure = frozenset(_plain(each.surface) for each in lexicon if not each.sure)
    return Reader(tokenizers, names, unsure, words, whole, base.behind, longest, pattern)


def _any_of(words: Mapping[str, object]) -> str:
    """Longest first; a Latin word only as a whole; nothing where there is no word."""
    if not words:
        return "(?!)"
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
        if word[-1].isascii() and word.isalpha()
        else re.escape(word)
        for word in longest
    )


def _data(name: str) -> str:
    return files("parsers.language").joinpath(name).read_text(encoding="utf-8")
