"""The tables of ``docs/performance.md`` and what they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = (
    "pypdfium2",
    "pdfminer-six",
    "pdfplumber",
    "rapidocr",
    "onnxruntime",
    "opencv-python-headless",
    "pyarrow",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit that a ratio must not pass, or with ``least`` must reach."""

    name: str
    ratio: float
    limit: float
    least: bool = False

    @property
    def holds(self) -> bool:
        return self.ratio >= self.limit if self.least else self.ratio <= self.limit

    def row(self) -> tuple[str, ...]:
        sign = "≥" if self.least else "≤"
        said = "yes" if self.holds else "**no**"
        return self.name, f"{self.ratio:.2f}", f"{sign} {self.limit:g}", said


@dataclass(frozen=True, slots=True)
class Section:
    """One table, what it says, and the bars it decides."""

    title: str
    text: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    bars: Sequence[Bar] = ()


def write(path: Path, sections: Sequence[Section]) -> None:
    """Write the page: the bars first, then every table."""
    bars = [bar for section in sections for bar in section.bars]
    parts = [
        "# Performance",
        "Written by `make bench`; do not edit. "
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {_machine()}.",
        f"Versions: {_versions()}.",
        "Works that are compared take turns in one run; the median counts. Times are CPU time "
        "unless a table says otherwise, because other work may share the machine.",
        "## The limits we set ourselves",
        _table(("what", "ratio", "limit", "holds"), [bar.row() for bar in bars]),
    ]
    for section in sections:
        parts += [f"## {section.title}", section.text, _table(section.head, section.rows)]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruled = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruled, *rows))


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {_processor()}, {memory:.0f} GiB memory, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text("utf-8").splitlines() if listed.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _versions() -> str:
    return ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
