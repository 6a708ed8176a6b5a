"""The documents that are read: sheets of the synthetic nation, and published ones where present."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.nation import cities, pdfs

T = TypeVar("T")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF and how many pages it has."""

    name: str
    data: bytes
    pages: int


def text_papers() -> list[Paper]:
    """Sheets with a text layer: three PDFs made here, and the published one if it is at hand."""
    (city,) = cities(1)
    made = [_paper(f"made, pillar {number}", data) for number, data in pdfs(city, 42)]
    return [*made, *_published("sheets-6.pdf")]


def scanned_papers(pages: int = 2) -> list[Paper]:
    """Sheets without a text layer: pictures of made ones, and the published scan if at hand."""
    (city,) = cities(1)
    _, data = next(pdfs(city, pages))
    return [_paper("made, as pictures", _as_pictures(data))]


def _published(name: str) -> Iterator[Paper]:
    shared = Path(os.environ.get("KOUYAKU_SHARED", ROOT.parent / "shared"))
    path = shared / "published" / name
    if path.is_file():
        yield _paper(f"published, {name}", path.read_bytes())


def _paper(name: str, data: bytes) -> Paper:
    return Paper(name, data, with_document(data, len))


def with_document(data: bytes, use: Callable[[Any], T]) -> T:
    """What ``use`` makes of an open pdfium document."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return use(document)
    finally:
        document.close()


def _as_pictures(data: bytes) -> bytes:
    """The pages as grey pictures at 200 dpi, in a PDF."""
    from io import BytesIO

    def pictures(document: Any) -> bytes:
        first, *rest = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
        stream = BytesIO()
        first.save(stream, "PDF", save_all=True, append_images=rest, resolution=200)
        return stream.getvalue()

    return with_document(data, pictures)
