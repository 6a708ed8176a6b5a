"""The pages in vertical writing, laid in rows as the finder of sheets wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from parsers.layout.model import Box, Line, Page
from parsers.layout.turning import Turned, turn
from parsers.sheets.frames import page_fragments
from parsers.sheets.geometry import holds
from parsers.sheets.regions import split_regions
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.words import sort_words
from schemas.parsed import ParsedSheet
from schemas.records import Evidence

_HEAD = 6
"""So many letters in rows make a head; fewer are the words at the ends of a graphic."""

_CLEAR = 6.0
"""Sheets side by side are at least this many points apart."""


def turned_pages(
    pages: Sequence[Page], vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> dict[int, Turned]:
    """The pages that are read turned, by their number."""
    found: dict[int, Turned] = {}
    for page in pages:
        whole = turn(page)
        if whole is not None:
            parts = _sheets_with_heads(page, vocabulary, pillars)
            found[page.number] = (turn(page, parts) if parts else None) or whole
    return found


def _sheets_with_heads(
    page: Page, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> list[Box]:
    """The parts of a page that are sheets with a head in rows each; none where it is one sheet."""
    level = [line for line in page.lines if not line.vertical and not line.angle]
    if sum(len(line.text) for line in level) < 2 * _HEAD:
        return []
    framed = page_fragments(page)
    words = sort_words(framed.fragments, vocabulary, pillars)
    words.panels = framed.frames
    parts = _parted_clear(split_regions(words, Box(0, 0, page.width, page.height)), page)
    if not all(any(holds(part, line.box) for part in parts) for line in page.lines):
        return []
    heads = [sum(len(line.text) for line in level if holds(part, line.box)) for part in parts]
    return parts if sum(head >= _HEAD for head in heads) >= 2 else []


def _parted_clear(parts: Sequence[Box], page: Page) -> list[Box]:
    """The parts with the edges between those side by side moved off the heads; none if they cross.

    Columns begin at the right of their sheet, so its neighbour begins at the first gap after them.
    """
    moved = list(parts)
    for at, left in enumerate(moved):
        for other, right in enumerate(moved):
            if right.x0 != left.x1 or (left.top, left.bottom) != (right.top, right.bottom):
                continue
            edge = _edge(left, right, [line for line in page.lines if _within(left, line.box)])
            if edge is None:
                return []
            moved[at], moved[other] = left._replace(x1=edge), right._replace(x0=edge)
            left = moved[at]
    return moved


def _within(part: Box, box: Box) -> bool:
    return part.top <= (box.top + box.bottom) / 2 <= part.bottom


def _edge(left: Box, right: Box, lines: Sequence[Line]) -> float | None:
    """Where two parts side by side are best parted: at the first gap after the left columns."""
    columns = [line.box for line in lines if line.vertical or line.angle == 90]
    reach = max((box.x1 for box in columns if holds(left, box)), default=left.x1)
    until = min((box.x0 for box in columns if holds(right, box)), default=right.x0)
    for box in sorted(line.box for line in lines):
        if box.x1 > reach:
            if box.x0 - reach >= _CLEAR:
                return (reach + box.x0) / 2
            reach = box.x1
    return (reach + until) / 2 if reach < until else None


def on_paper(held: ParsedSheet, turned: Mapping[int, Turned]) -> ParsedSheet:
    """The sheet with boxes of turned pages where they lie on the paper."""
    if not turned:
        return held
    return replace(held, evidence=tuple(_laid_back(row, turned) for row in held.evidence))


def _laid_back(row: Evidence, turned: Mapping[int, Turned]) -> Evidence:
    page = turned.get(row.page or 0)
    if page is None or row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return row
    box = page.on_paper(Box(row.x0, row.top, row.x1, row.bottom))
    x0, top, x1, bottom = (round(edge, 2) for edge in box)
    return replace(row, x0=x0, top=top, x1=x1, bottom=bottom)
