"""A city run from nothing, run again unchanged, and run with one changed document.

``python -m benchmarks.runs PROFILE OUT`` is one run in a process of its own.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import cpu_seconds, in_child
from benchmarks.nation import cities, pdfs, write_city
from benchmarks.report import Bar, Section

START = "start-up (imports, profile)"


class Quiet:
    """A reporter that says nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""

    def step(self, what: str) -> None:
        """A part of it is done."""


def section() -> Section:
    """CPU seconds of the runs, start-up apart."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile, out = write_city(next(cities(1)), folder), folder / "out"
        start = _cpu(profile, "")
        times = {"cold": _cpu(profile, out), "unchanged": _cpu(profile, out)}
        _change_one(folder, profile)
        times["one document changed"] = _cpu(profile, out)
    beyond = {what: seconds - start for what, seconds in times.items()}
    rows = [(what, f"{s:.2f}", f"{s / beyond['cold']:.3f}") for what, s in beyond.items()]
    ratio = beyond["unchanged"] / beyond["cold"]
    return Section(
        "Runs of a city",
        "A fictional city of 98 sheets in 7 PDFs, from its page to a release with its site, "
        f"CPU seconds beyond a start-up of {start:.2f} s.",
        ("run", "CPU s", "of the cold run"),
        rows,
        (Bar("unchanged run / cold run", ratio, 0.10),),
    )


def _cpu(profile: Path, out: Path | str) -> float:
    return float(in_child("benchmarks.runs", profile, out)["cpu"])


def _change_one(folder: Path, profile: Path) -> None:
    """A second edition, in which one PDF has other sheets."""
    shutil.copytree(folder / "site", folder / "site-2")
    (other,) = list(cities(2))[1:]
    number, payload = next(pdfs(other))
    path = folder / "site-2" / "uploaded" / "attachment" / f"{number}.pdf"
    path.write_bytes(payload)
    edition = '\n[[editions]]\nfolder = "site-2"\npublished = 2025-09-04T00:00:00Z\n'
    profile.write_text(profile.read_text("utf-8") + edition, encoding="utf-8")


def _run(profile: str, out: str) -> None:
    from pipeline.profiles import load_profile
    from pipeline.run import RunOptions, run_site

    site = load_profile(profile)
    if out:
        run_site(site, RunOptions(Path(out)), Quiet())
    print(json.dumps({"cpu": cpu_seconds()}))


if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2])
