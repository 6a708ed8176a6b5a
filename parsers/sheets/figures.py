"""The figures of a sheet as records: those of lines and those of tables, in reading order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from parsers.sheets.metrics import Figure, read_figures
from parsers.sheets.model import Fragment
from parsers.sheets.paragraphs import Paragraph, joined
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.yearly import YearlyTable
from schemas.records import Metric

_SPACE = 0.2
"""A gap of this many ems between two Japanese characters of a figure line parts two figures."""


@dataclass(frozen=True, slots=True)
class HeldFigure:
    """A figure with the text it stands in."""

    figure: Figure
    text: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of one line, or of one row of a table."""

    figures: tuple[HeldFigure, ...]


def written_line(paragraph: Paragraph, vocabulary: SheetVocabulary) -> FigureLine:
    """The figures of a paragraph that holds nothing else."""
    text = _spaced(paragraph)
    figures = read_figures(text, vocabulary) or read_figures(paragraph.text, vocabulary)
    return FigureLine(tuple(HeldFigure(held, text, paragraph.fragments) for held in figures))


def table_lines(table: YearlyTable) -> list[FigureLine]:
    """The rows of a table."""
    rows: dict[int, list[HeldFigure]] = defaultdict(list)
    for held in table.figures:
        rows[held.line].append(HeldFigure(held.figure, joined([held.cell]), (held.cell,)))
    return [FigureLine(tuple(rows[line])) for line in sorted(rows)]


def place(line: FigureLine) -> tuple[int, float]:
    """Where a line stands: its page and its height on it."""
    first = line.figures[0].fragments[0]
    return first.page or 0, first.box.top if first.box else 0.0


def metric(sheet_id: str, line: int, order: int, held: HeldFigure) -> Metric:
    """The record of a figure."""
    figure = held.figure
    return Metric(
        sheet_id=sheet_id,
        line=line,
        order=order,
        label_raw=figure.label_raw,
        fiscal_year=figure.fiscal_year,
        item=figure.item,
        value=figure.value,
        unit=figure.unit,
        as_of_date=figure.as_of_date,
        text_raw=held.text,
    )


def _spaced(paragraph: Paragraph) -> str:
    """The text with the spaces that part its figures, which the page shows as gaps only.

    In prose a gap between Japanese characters is layout; in 62施設 電気代1,450万円 it is a space.
    """
    pieces: list[str] = []
    for fragment in paragraph.fragments:
        pieces.append(_with_gaps(fragment))
    whole = "".join(pieces)
    bare = paragraph.text.replace(" ", "")
    start = next((i for i in range(len(whole)) if whole[i:].replace(" ", "") == bare), None)
    return whole[start:].strip() if start is not None else paragraph.text


def _with_gaps(fragment: Fragment) -> str:
    text = fragment.text[:1]
    for index in range(1, len(fragment.text)):
        before, char = fragment.text[index - 1], fragment.text[index]
        if _parted(fragment, index) and not before.isspace() and not char.isspace():
            text += " "
        text += char
    return text


def _parted(fragment: Fragment, index: int) -> bool:
    if len(fragment.glyphs) != len(fragment.text):
        return False
    before, glyph = fragment.glyphs[index - 1], fragment.glyphs[index]
    if before is None or glyph is None or not _wide(before.text) or not _wide(glyph.text):
        return False
    return glyph.box.x0 - before.box.x1 > _SPACE * fragment.size


def _wide(text: str) -> bool:
    return text.isalpha() and ord(text[0]) >= 0x2E80
