"""New titles of pledges given in a list: with arrows, or as 変更前 and 変更後."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from parsers.pages.phrases import words_pattern
from parsers.pages.vocabulary import AnnouncementWords
from parsers.values import find_values

_ARROW = re.compile(r"\s*(?:→|⇒|➡|⇨|=>)\s*")
_LEAD = re.compile(r"\s*(?:[・･○●◎■□◆◇※\-]|[0-9]{1,2}[.)]|\([0-9]{1,2}\))?\s*")
_BRACKET = re.compile(r"\s*(?:【([^【】]+)】|\[([^\[\]]+)\]|\(([^()]+)\)|〔([^〔〕]+)〕)\s*")
_LABEL = re.compile(r"[^:「『]{1,16}:\s*")
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]")
_LONGEST = 60
_ABOVE = 3
"""Lines above a pair in which the text may say what is listed."""

PillarOf = Callable[[str], "int | None"]


class ListedChange(NamedTuple):
    """An old and a new title with where they stand, and the pillar named beside them."""

    pillar_number: int | None
    old: tuple[int, int]
    new: tuple[int, int]


class ListedChanges:
    """Reads lists of new titles with one vocabulary; ``pillar_of`` finds a label's pillar."""

    def __init__(self, words: AnnouncementWords, pillar_of: PillarOf) -> None:
        before, after = words_pattern(words.before).pattern, words_pattern(words.after).pattern
        self._pair = re.compile(
            rf"^[^\S\n]*(?:{before})[^\s:]{{0,8}}[: ]\s?(?P<old>[^\n]{{1,{_LONGEST}}}?)\s+"
            rf"(?:{after})[^\s:]{{0,8}}[: ]\s?(?P<new>[^\n]{{1,{_LONGEST}}})$",
            re.MULTILINE,
        )
        self._changed = words_pattern(words.changed)
        self._names = words_pattern(words.names)
        self._other = words_pattern([*words.targets, *words.content])
        self._pillar_of = pillar_of

    def read(self, folded: str) -> list[ListedChange]:
        """Return the new titles that a folded text lists, in order."""
        found = [*self._pairs(folded), *self._arrows(folded)]
        return sorted(found, key=lambda change: change.old)

    def _pairs(self, folded: str) -> Iterator[ListedChange]:
        for found in self._pair.finditer(folded):
            above = folded[: found.start()].split("\n")[-_ABOVE - 1 : -1]
            old, new = (
                self._title(folded, found.span("old")),
                self._title(folded, found.span("new")),
            )
            if old and new and self._may_be_names("\n".join(above)):
                yield ListedChange(self._pillar_of(above[-1]) if above else None, old, new)

    def _arrows(self, folded: str) -> Iterator[ListedChange]:
        start, told = 0, False
        for line in folded.split("\n"):
            arrows = list(_ARROW.finditer(line))
            if not arrows:
                told = self._tells_of_names(line)
            elif len(arrows) == 1:
                yield from self._arrow(folded, start, line, arrows[0], told)
            start += len(line) + 1

    def _arrow(
        self, folded: str, start: int, line: str, arrow: re.Match[str], told: bool
    ) -> Iterator[ListedChange]:
        lead = _LEAD.match(line)
        at = lead.end() if lead else 0
        label = _LABEL.match(line, at, arrow.start())
        if label and self._tells_of_names(label.group()):
            told, at = True, label.end()
        bracket = _BRACKET.match(line, at, arrow.start())
        pillar = self._pillar_of(next(filter(None, bracket.groups()))) if bracket else None
        if bracket and pillar is not None:
            at = bracket.end()
        old = self._title(folded, (start + at, start + arrow.start()))
        new = self._title(folded, (start + arrow.end(), start + len(line)))
        if told and old and new:
            yield ListedChange(pillar, old, new)

    def _tells_of_names(self, text: str) -> bool:
        told = self._names.search(text) or self._changed.search(text)
        return told is not None and self._may_be_names(text)

    def _may_be_names(self, text: str) -> bool:
        """Where a text speaks of target years or contents alone, no titles are listed."""
        return self._names.search(text) is not None or self._other.search(text) is None

    def _title(self, folded: str, span: tuple[int, int]) -> tuple[int, int] | None:
        """Where a title stands without quotation marks; a bare year or count is none."""
        text = folded[slice(*span)]
        quoted = _QUOTED.match(text.lstrip())
        if quoted:
            start = span[0] + len(text) - len(text.lstrip()) + quoted.start(1)
            return start, start + len(quoted.group(1))
        title = text.strip()
        told = sum(value.span[1] - value.span[0] for value in find_values(title))
        if not title or len(title) > _LONGEST or "。" in title or 2 * told >= len(title):
            return None
        start = span[0] + text.index(title)
        return start, start + len(title)
