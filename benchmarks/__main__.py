"""``python -m benchmarks``: measure side by side and write ``docs/performance.md``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from benchmarks import ocr, peers, release, runs, scale, text, values
from benchmarks.papers import ROOT
from benchmarks.report import Section, write

PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    """Measure what is asked for; the page grows with every part that is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 sheets too (half an hour)")
    parser.add_argument("--no-peers", action="store_true", help="install nothing")
    parser.add_argument("--only", action="append", help="measure this part and write nothing")
    options = parser.parse_args()
    parts: dict[str, Callable[[], Sequence[Section]]] = {
        "text": text.sections,
        "ocr": lambda: [ocr.section()],
        "runs": lambda: [runs.section()],
        "scale": lambda: [scale.section(options.full)],
        "release": lambda: [release.section(options.full)],
    }
    if not options.no_peers:
        parts |= {"values": lambda: [values.section()], "peers": lambda: [peers.section()]}
    chosen = options.only or list(parts)
    sections: list[Section] = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        measured = parts[name]()
        sections += measured
        for section in measured:
            _show(section)
        if not options.only:
            write(PAGE, sections)


def _show(section: Section) -> None:
    for row in (section.head, *section.rows, *(bar.row() for bar in section.bars)):
        print("  " + "  ".join(row), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
