"""Noun compounds: runs of nouns with what is joined to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.language.model import Morpheme

_NOUN = ("名詞", "接頭辞", "接尾辞-名詞的", "接尾辞-形状詞的", "形状詞-一般", "形状詞-タリ", "記号")
_JOINING = frozenset("・-&ー")
_STEM = "連用形"


@dataclass(frozen=True, slots=True)
class Run:
    """A compound: its words, which touch."""

    words: tuple[Morpheme, ...]

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def text(self) -> str:
        return "".join(word.surface for word in self.words)


def runs(words: Sequence[Morpheme], cuts: Iterable[tuple[int, int]] = ()) -> Iterator[Run]:
    """The compounds of a text, none of them over a cut (``start, end`` of a date or amount)."""
    inside = [range(start, end) for start, end in cuts]
    run: list[Morpheme] = []
    for number, word in enumerate(words):
        cut = any(word.start in span or word.end - 1 in span for span in inside)
        joined = bool(run) and word.surface in _JOINING
        if not cut and (is_nominal(word) or joined or _is_stem(words, number)):
            run.append(word)
            continue
        yield from _closed(run)
        run = []
    yield from _closed(run)


def _is_stem(words: Sequence[Morpheme], number: int) -> bool:
    """A verb's stem that begins a compound, as in 空き店舗; not one that ends a clause."""
    word = words[number]
    before = words[number - 1].tag if number else ""
    stem = word.tag.startswith("動詞") and _STEM in word.tag
    clause = before.startswith("助詞") and words[number - 1].surface not in ("の", "や")
    if not stem or clause or number + 1 == len(words):
        return False
    return is_nominal(words[number + 1]) or _is_stem(words, number + 1)


def is_nominal(word: Morpheme) -> bool:
    """Whether a word can be part of a noun compound."""
    return word.tag.startswith(_NOUN) or (not word.known and word.tag.startswith("名詞"))


def _closed(run: list[Morpheme]) -> Iterator[Run]:
    while run and run[-1].surface in _JOINING:
        run = run[:-1]
    if run:
        yield Run(tuple(run))
