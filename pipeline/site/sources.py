"""出典: where a value came from, ready to be shown beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.site.pictures import Picture
from pipeline.site.shown import web_address
from pipeline.site.tables import Tables
from schemas.records import Document, Evidence

_MARGIN = 6.0
"""Points of the page around a value that its crop shows."""


class Box(NamedTuple):
    """A part of a page, in points of the upright page."""

    x: float
    y: float
    width: float
    height: float

    def viewbox(self, margin: float = _MARGIN) -> str:
        """The value of SVG's viewBox, with some of what stands around."""
        x, y = self.x - margin, self.y - margin
        return f"{x:.1f} {y:.1f} {self.width + 2 * margin:.1f} {self.height + 2 * margin:.1f}"


class Source(NamedTuple):
    """One place that a value stands on or was concluded from."""

    evidence: Evidence
    document: Document | None
    url: str | None
    picture: Picture | None
    box: Box | None


def sources(
    tables: Tables,
    rows: Sequence[Evidence],
    pictures: Mapping[tuple[str, int], Picture],
    table: str,
    fields: Sequence[str],
    order: int | None = None,
) -> list[Source]:
    """The evidence of the first of ``fields`` that has any."""
    for field in fields:
        found = [
            row
            for row in rows
            if row.table == table and row.field == field and order in (None, row.order)
        ]
        if found:
            return [_source(tables, row, pictures) for row in found]
    return []


def _source(tables: Tables, row: Evidence, pictures: Mapping[tuple[str, int], Picture]) -> Source:
    document = tables.document.get(row.document_id)
    picture = pictures.get((row.document_id, row.page)) if row.page else None
    return Source(
        evidence=row,
        document=document,
        url=paper_address(document, row.page),
        picture=picture,
        box=box_of(row),
    )


def paper_address(document: Document | None, page: int | None = None) -> str | None:
    """The city's own paper, opened at the page where the browser can."""
    url = web_address(document.source_url) if document else None
    return f"{url}#page={page}" if url and page else url


def box_of(row: Evidence) -> Box | None:
    """Where on the page; null where the evidence has no place."""
    if row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return None
    return Box(row.x0, row.top, row.x1 - row.x0, row.bottom - row.top)
