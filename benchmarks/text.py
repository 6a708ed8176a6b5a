"""Pages with a text layer: bare text by several libraries, and our whole way to checked records."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.measure import paired
from benchmarks.papers import Paper, text_papers, with_document
from benchmarks.report import Bar, Section

ROUNDS = 7
SLOW_ROUNDS = 3
WHOLE = "kouyaku: checked records with evidence"
BARE = "pypdfium2: text"
LINES = "pdfplumber: extract_text_lines"
Read = Callable[[bytes], object]


def pdfium_text(data: bytes) -> int:
    """The length of the bare text of all pages."""

    def read(document: Any) -> int:
        length = 0
        for page in document:
            text_page = page.get_textpage()
            length += len(text_page.get_text_bounded())
            text_page.close()
            page.close()
        return length

    return with_document(data, read)


def _pages(data: bytes) -> None:
    from parsers.layout.document import read_pages

    for _ in read_pages(data):
        pass


def _plumber_lines(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text_lines()
            page.close()


def _miner_text(data: bytes) -> None:
    from pdfminer.high_level import extract_text

    extract_text(io.BytesIO(data))


def _poppler_text(data: bytes) -> None:
    subprocess.run(["pdftotext", "-", "-"], input=data, check=True, stdout=subprocess.DEVNULL)


def _whole() -> Read:
    from parsers.document import load_engines, parse_document
    from pipeline.profiles import base_vocabulary

    engines, vocabulary = load_engines(), base_vocabulary()
    return lambda data: parse_document(data, "sheets.pdf", vocabulary, engines)


def sections() -> list[Section]:
    """A section for each document.

    The documents take turns too: what is remembered of the lines of one is forgotten until it is
    read again, as it is in a run over many documents.
    """
    papers = text_papers()
    times = _timed(_fast(), papers, ROUNDS) | _timed(_slow(), papers, SLOW_ROUNDS)
    return [
        _section(paper, {n: s for (p, n), s in times.items() if p is paper}) for paper in papers
    ]


def _fast() -> dict[str, Read]:
    whole = _whole()
    return {BARE: pdfium_text, "kouyaku: pages (lines, shapes, repairs)": _pages, WHOLE: whole}


def _slow() -> dict[str, Read]:
    readers: dict[str, Read] = {LINES: _plumber_lines, "pdfminer.six: text": _miner_text}
    if shutil.which("pdftotext"):
        readers["pdftotext (with its start)"] = _poppler_text
    return readers


def _timed(
    readers: dict[str, Read], papers: list[Paper], rounds: int
) -> dict[tuple[Paper, str], float]:
    """Median seconds of every reader with every paper."""
    pairs = [(paper, name) for paper in papers for name in readers]
    works = {f"{p.name} {n}": partial(readers[n], p.data) for p, n in pairs}
    times = paired(works, rounds)
    return {(p, n): times[f"{p.name} {n}"] for p, n in pairs}


def _section(paper: Paper, times: dict[str, float]) -> Section:
    rows = [
        (name, f"{1000 * seconds / paper.pages:.2f}", f"{seconds / times[BARE]:.1f}")
        for name, seconds in sorted(times.items(), key=lambda item: item[1])
    ]
    return Section(
        f"Text layer: {paper.name}",
        f"{paper.pages} pages; in one process, after a first reading.",
        ("what", "ms a page", "times pypdfium2"),
        rows,
        (
            Bar(f"records / pypdfium2 text ({paper.name})", times[WHOLE] / times[BARE], 4.0),
            Bar(f"pdfplumber lines / records ({paper.name})", times[LINES] / times[WHOLE], 6, True),
        ),
    )
