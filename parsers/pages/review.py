"""What a meeting's text says of the measures it treated."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.pages.figures import Count
from schemas.enums import Outcome, Term

_AMONG_OTHERS = Outcome.CONFIRMED_ACHIEVED
"""Measures confirmed as achieved are among those decided on."""


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """An outcome with its count. ``start``..``end`` is where the text says so."""

    outcome: Outcome
    count: int
    start: int
    end: int
    note: str | None = None


@dataclass(slots=True)
class Review:
    """What a text says of measures. ``parts_differ`` holds parts and the sum printed with them."""

    reviewed: Count | None = None
    reviewed_value: int | None = None
    carried_in: int | None = None
    approximate: bool = False
    note: str | None = None
    terms: list[Term] = field(default_factory=list)
    outcomes: list[OutcomeFigure] = field(default_factory=list)
    parts_differ: tuple[tuple[int, ...], int] | None = None
    leftover: list[Count] = field(default_factory=list)

    def take_sum(self) -> None:
        """Take the only count said of nothing else, if it is what the outcomes add up to."""
        told = [figure for figure in self.outcomes if figure.outcome is not _AMONG_OTHERS]
        whole = sum(figure.count for figure in told)
        equal = [count for count in self.leftover if count.of_measures and count.value == whole]
        if told and len(equal) == 1 and equal[0].start < min(figure.start for figure in told):
            self.reviewed, self.reviewed_value = equal[0], whole
            self.approximate = equal[0].approximate
            self.note = "the count that the outcomes add up to"
            self.leftover.remove(equal[0])
