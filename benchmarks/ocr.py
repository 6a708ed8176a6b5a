"""Pages read from pixels: our whole way beside the bare engine, and two cores beside one."""

from __future__ import annotations

from benchmarks.measure import paired, wall_seconds
from benchmarks.papers import scanned_papers, with_document
from benchmarks.report import Bar, Section


def section() -> Section:
    """Ours against bare calls of the same engine on the same pixels, one thread each."""
    import numpy as np

    from parsers.document import load_engines, parse_document
    from parsers.ocr import render_scale
    from pipeline.profiles import base_vocabulary

    (paper,) = scanned_papers(1)
    engines, vocabulary = load_engines(), base_vocabulary()
    engine = engines.engine()
    if engine is None:
        return Section("OCR", "No OCR engine is installed; nothing was measured.", ("what",), ())
    pixels = with_document(
        paper.data,
        lambda document: [
            np.ascontiguousarray(
                np.asarray(
                    page.render(scale=render_scale(*page.get_size())).to_pil().convert("RGB")
                )
            )
            for page in document
        ],
    )
    times = paired(
        {
            "bare": lambda: [engine.read(one) for one in pixels],
            "whole": lambda: parse_document(paper.data, "scan.pdf", vocabulary, engines),
        },
        3,
    )
    cores = _on_cores()
    return Section(
        "OCR",
        "One page at 200 dpi, CPU time; then four documents of one page in one and in "
        "two reading processes, wall time with the start of the processes. Two processes gain "
        "less than this machine could give where other work shares its cores.",
        ("what", "s a page"),
        [
            ("RapidOCR, bare calls", f"{times['bare'] / paper.pages:.2f}"),
            ("kouyaku: checked records with evidence", f"{times['whole'] / paper.pages:.2f}"),
            ("one process, wall", f"{cores['one'] / 4:.2f}"),
            ("two processes, wall", f"{cores['two'] / 4:.2f}"),
        ],
        (
            Bar("OCR: whole way / bare engine", times["whole"] / times["bare"], 1.15),
            Bar("OCR: one process / two, wall", cores["one"] / cores["two"], 1.8, True),
        ),
    )


def _on_cores() -> dict[str, float]:
    from pipeline.profiles import base_vocabulary
    from pipeline.run.reading import Paper, read_papers

    (scan,) = scanned_papers(1)
    vocabulary = base_vocabulary()
    jobs = [Paper(f"sha256:{n:064d}", f"scan-{n}.pdf", scan.data) for n in range(4)]
    works = {
        "one": lambda: list(read_papers(jobs, vocabulary, 1)),
        "two": lambda: list(read_papers(jobs, vocabulary, 2)),
    }
    return paired(works, 1, wall_seconds)
