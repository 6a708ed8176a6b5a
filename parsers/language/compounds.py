"""Noun compounds: runs of nouns with what is joined to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.language.model import Morpheme

_NOUN = ("名詞", "接頭辞", "接尾辞-名詞的", "形状詞-一般", "形状詞-タリ", "記号")
_NOT = ("名詞-普通名詞-副詞可能-代",)
_JOINING = frozenset("・-&ー")
_HIRAGANA_JOINS = frozenset({"づくり", "まちづくり", "見守り", "子ども", "こども"})


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
    for word in words:
        cut = any(word.start in span or word.end - 1 in span for span in inside)
        if not cut and (is_nominal(word) or (run and word.surface in _JOINING)):
            run.append(word)
            continue
        yield from _closed(run)
        run = []
    yield from _closed(run)


def is_nominal(word: Morpheme) -> bool:
    """Whether a word can be part of a noun compound."""
    return word.tag.startswith(_NOUN) or (not word.known and word.tag.startswith("名詞"))


def _closed(run: list[Morpheme]) -> Iterator[Run]:
    while run and run[-1].surface in _JOINING:
        run = run[:-1]
    if run:
        yield Run(tuple(run))
