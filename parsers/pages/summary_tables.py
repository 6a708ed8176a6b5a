"""Achievement told by labels: in a table with a row or a column a year, or in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from parsers.pages.lines import Line
from parsers.pages.phrases import words_pattern
from parsers.pages.wording import Wording
from parsers.values import find_values

Figure = Literal["total", "achieved", "rate", "target"]
_LONGEST_LABEL = 20
_LABELLED = re.compile(r"([^:]{2,20}?)\s*:\s*([^:]*[0-9][^:]*)")
_AMOUNT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9.\s(]{0,3})\s*(?:\([^()]*\))?")


@dataclass(slots=True)
class LabelledFigures:
    """The figures of one year. ``head`` is the cell that names the year, empty in a list."""

    head: str
    figures: dict[Figure, float] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def add(self, label: Line, figure: Figure, cell: Line) -> None:
        """Take the figure of a cell, unless there is one already or the cell holds none."""
        amount = _amount(cell.folded)
        if amount is not None and figure not in self.figures:
            self.figures[figure] = amount
            self.words += [label.text, cell.text]

    @property
    def text(self) -> str:
        """The words that say all this, as published."""
        return " ".join([self.head, *self.words]).strip()

    @property
    def complete(self) -> bool:
        """Whether it says how many were achieved, and of how many."""
        whole = "total" in self.figures or "rate" in self.figures
        return whole and "achieved" in self.figures


class FigureTableReader:
    """Reads tables and lists of achievement with one vocabulary."""

    def __init__(self, wording: Wording) -> None:
        words = wording.vocabulary.summary
        units = words_pattern(wording.vocabulary.review.units).pattern
        self._rate = words_pattern(words.rate)
        self._target = words_pattern(words.target)
        self._achieved = words_pattern(words.achieved)
        self._total = re.compile(rf"{words_pattern(words.total).pattern}|(?:{units})の?数")
        self._terms = wording.terms

    def read(self, lines: Sequence[Line]) -> list[LabelledFigures]:
        """Read the lines under one heading; of a list at most one year."""
        found = [one for rows in _tables(lines) for one in self._table(rows)]
        listed = LabelledFigures("")
        for label, cell in self._pairs(lines):
            figure = self._figure(label)
            if figure is not None:
                listed.add(label, figure, cell)
        return [one for one in [*found, listed] if one.complete]

    def _table(self, rows: Sequence[Sequence[Line]]) -> list[LabelledFigures]:
        header, body = rows[0], rows[1:]
        names = {cell.cell: (cell, self._figure(cell)) for cell in header}
        named = {column: known for column, (_, known) in names.items() if known is not None}
        if "achieved" in named.values():
            return [self._of_row(row, header, named) for row in body if _names_year(row[0])]
        years = {cell.cell: LabelledFigures(cell.text) for cell in header if _names_year(cell)}
        for row in body if not named else ():
            figure = self._figure(row[0])
            for cell in row[1:]:
                if figure is not None and cell.cell in years:
                    years[cell.cell].add(row[0], figure, cell)
        return list(years.values())

    def _of_row(
        self, row: Sequence[Line], header: Sequence[Line], named: dict[int, Figure]
    ) -> LabelledFigures:
        labels = {cell.cell: cell for cell in header}
        told = LabelledFigures(row[0].text)
        for cell in row[1:]:
            if cell.cell in named:
                told.add(labels[cell.cell], named[cell.cell], cell)
        return told

    def _pairs(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
        """Labels with what stands behind them on the line, in the next cell or the next line."""
        for row, group in groupby(lines, key=lambda line: line.row):
            cells = list(group)
            if row is not None and len(cells) == 2:
                yield cells[0], cells[1]
            for line in cells if row is None else ():
                split = _LABELLED.fullmatch(line.folded)
                if split:
                    yield Line(line.text[: split.end(1)]), Line(line.text[split.start(2) :])

    def _figure(self, label: Line) -> Figure | None:
        """What a label names, unless it is of one term only."""
        text = label.folded
        if len(text) > _LONGEST_LABEL or any(hit.key for hit in self._terms.find(text)):
            return None
        known: tuple[tuple[Figure, re.Pattern[str]], ...] = (
            ("rate", self._rate),
            ("target", self._target),
            ("achieved", self._achieved),
            ("total", self._total),
        )
        return next((figure for figure, pattern in known if pattern.search(text)), None)


def _tables(lines: Iterable[Line]) -> Iterator[list[list[Line]]]:
    """The rows of each table that has more than one."""
    for in_rows, group in groupby(lines, key=lambda line: (line.row is not None, line.table)):
        if in_rows[0]:
            rows = [list(cells) for _, cells in groupby(group, key=lambda line: line.row)]
            if len(rows) > 1:
                yield rows


def _names_year(cell: Line) -> bool:
    return any(v.kind.startswith(("fiscal_year", "date")) for v in find_values(cell.folded))


def _amount(text: str) -> float | None:
    found = _AMOUNT.fullmatch(text.strip())
    return float(found.group(1).replace(",", "")) if found else None
