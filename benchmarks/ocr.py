"""Pages read from pixels: our whole way beside the bare engine, and two cores beside one."""

from __future__ import annotations

from typing import Any

from benchmarks.measure import paired, wall_seconds
from benchmarks.papers import Paper, scanned_papers, with_document
from benchmarks.report import Bar, Section

DOCUMENTS = 16
"""So many that the start of the processes, which a night pays once, does not hide the rest."""


def section() -> Section:
    """Ours against bare calls of the same engine on the same pixels, one thread each."""
    (paper,) = scanned_papers(1)
    times = _beside_the_engine(paper)
    if times is None:
        return Section("OCR", "No OCR engine is installed; nothing was measured.", ("what",), ())
    cores = _on_cores(paper)
    return Section(
        "OCR",
        f"One page at 200 dpi, CPU time; then {DOCUMENTS} documents of one page in one and in "
        "two reading processes, wall time with the start of the processes. Two processes gain "
        "less than this machine could give where other work shares its cores.",
        ("what", "s a page"),
        [
            ("RapidOCR, bare calls", f"{times['bare'] / paper.pages:.2f}"),
            ("kouyaku: checked records with evidence", f"{times['whole'] / paper.pages:.2f}"),
            ("one process, wall", f"{cores['one'] / DOCUMENTS:.2f}"),
            ("two processes, wall", f"{cores['two'] / DOCUMENTS:.2f}"),
        ],
        (
            Bar("OCR: whole way / bare engine", times["whole"] / times["bare"], 1.15),
            Bar("OCR: one process / two, wall", cores["one"] / cores["two"], 1.8, True),
        ),
    )


def _beside_the_engine(paper: Paper) -> dict[str, float] | None:
    """CPU seconds of the bare engine and of the whole way; None without an engine."""
    from parsers.document import load_engines, parse_document
    from pipeline.profiles import base_vocabulary

    engines, vocabulary = load_engines(), base_vocabulary()
    engine = engines.engine()
    if engine is None:
        return None
    pixels = with_document(paper.data, _pixels)
    return paired(
        {
            "bare": lambda: [engine.read(one) for one in pixels],
            "whole": lambda: parse_document(paper.data, "scan.pdf", vocabulary, engines),
        },
        3,
    )


def _pixels(document: Any) -> list[Any]:
    """The pixels that our way gives the engine."""
    import numpy as np

    from parsers.ocr import render_scale

    pages = (page.render(scale=render_scale(*page.get_size())).to_pil() for page in document)
    return [np.ascontiguousarray(np.asarray(page.convert("RGB"))) for page in pages]


def _on_cores(scan: Paper) -> dict[str, float]:
    from pipeline.profiles import base_vocabulary
    from pipeline.run import reading

    vocabulary = base_vocabulary()
    names = [(f"sha256:{n:064d}", f"scan-{n}.pdf") for n in range(DOCUMENTS)]
    jobs = [reading.Paper(*name, scan.data) for name in names]
    works = {
        "one": lambda: list(reading.read_papers(jobs, vocabulary, 1)),
        "two": lambda: list(reading.read_papers(jobs, vocabulary, 2)),
    }
    return paired(works, 1, wall_seconds)
