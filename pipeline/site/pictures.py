"""Pictures of the pages that values stand on: one a page, from which every crop is cut by SVG."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.reading.limits import Limits
from pipeline.reading.pool import Job, Pool
from pipeline.site.present import Present
from schemas.errors import DocumentError
from schemas.records import Document

Payload = Callable[[str], bytes]
"""The bytes of a document by its id."""

MOST = 400
"""Pages that get a picture. A page takes about a tenth of a second and 40 KB."""

_DPI = 100
_QUALITY = 55
_EFFORT = 2
"""Of the encoder, 0 to 6: 4 takes twice as long as 2 for a picture 4 % smaller."""
_TASK = "pipeline.site.pictures:draw"
_LIMITS = Limits(wall_seconds=60.0, cpu_seconds=50)
_HELD_BACK = "release.personal_data"


class Picture(NamedTuple):
    """A page as WebP. ``width`` and ``height`` are those of the page, in points."""

    path: str
    width: float
    height: float


Drawn = tuple[bytes, float, float]
"""WebP, and the width and height of the page in points."""

Pictures = dict[tuple[str, int], Picture]
"""By document and page."""


def write_pictures(present: Present, payload: Payload | None, folder: Path) -> Pictures:
    """Draw the pages of the sheets published now into ``folder/papers``.

    There are none where there is no payload, or where they would be more than ``MOST``: then
    none at all, so that no pledge is treated unlike another. A page is left out where something
    on it was held back from publication, and where it cannot be drawn.
    """
    wanted = list(_wanted(present))
    if payload is None or not wanted or sum(len(pages) for _, pages in wanted) > MOST:
        return {}
    target = folder / "papers"
    target.mkdir()
    jobs = [Job(d.document_id, (payload(d.document_id), pages)) for d, pages in wanted]
    with Pool(_TASK, min(2, len(jobs)), _LIMITS) as pool:
        drawn = list(pool.map(jobs))
    pictures: Pictures = {}
    for (document, pages), result in zip(wanted, drawn, strict=True):
        if result.error is None:
            pictures |= _written(document.document_id, pages, result.value, target)
    return pictures


def _wanted(present: Present) -> Iterator[tuple[Document, tuple[int, ...]]]:
    """The PDFs of the present sheets with the pages that any evidence points at."""
    tables = present.tables
    held = set(_held_back(present))
    pages: dict[str, set[int]] = {}
    for pledge in present.pledges:
        for row in tables.evidence_of.get(pledge.sheet_id or "", ()):
            if row.page and not {(row.document_id, row.page), (row.document_id, None)} & held:
                pages.setdefault(row.document_id, set()).add(row.page)
    for document_id in sorted(pages):
        document = tables.document[document_id]
        if document.media_type == "application/pdf":
            yield document, tuple(sorted(pages[document_id]))


def _held_back(present: Present) -> Iterator[tuple[str, int | None]]:
    """Pages with something that is not published; a document without page stands for all."""
    tables = present.tables
    for issue in tables.issues:
        if issue.rule != _HELD_BACK:
            continue
        if issue.document_id:
            yield issue.document_id, issue.page
        sheet_id = (issue.row_id or "").partition("/")[0]
        yield from ((row.document_id, row.page) for row in tables.evidence_of.get(sheet_id, ()))


def _written(
    document_id: str, pages: Sequence[int], drawn: Sequence[Drawn | None], target: Path
) -> Iterator[tuple[tuple[str, int], Picture]]:
    for page, outcome in zip(pages, drawn, strict=True):
        if outcome:
            data, width, height = outcome
            name = f"{document_id.removeprefix('sha256:')[:16]}-{page}.webp"
            (target / name).write_bytes(data)
            yield (document_id, page), Picture(f"papers/{name}", width, height)


def draw(data: bytes, pages: Sequence[int]) -> list[Drawn | None]:
    """The task of a drawing process: WebP and size in points of each page; null where it fails."""
    return [_draw_page(data, page) for page in pages]


def _draw_page(data: bytes, page: int) -> Drawn | None:
    from pypdfium2 import PdfiumError

    from parsers.layout.document import open_pdf
    from parsers.layout.pictures import render_page

    try:
        with open_pdf(data) as document:
            picture = render_page(document, page, _DPI)
            width, height = document[page - 1].get_size()
    except (DocumentError, PdfiumError, IndexError):
        return None
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=_QUALITY, method=_EFFORT)
    return stream.getvalue(), round(width, 1), round(height, 1)
