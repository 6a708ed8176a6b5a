"""How time and memory grow with the number of sheets, from cities' pages to published tables.

``python -m benchmarks.scale SHEETS FOLDER`` reads that many sheets, city after city, in a process
of its own. Sites are left out: drawing their pages takes the same time for each sheet.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import cpu_seconds, in_child, peak_megabytes
from benchmarks.nation import SHEETS_A_PDF, City, cities, write_city
from benchmarks.report import Bar, Section
from benchmarks.runs import Quiet
from schemas.records import Record

A_CITY = 7 * SHEETS_A_PDF


def section(full: bool) -> Section:
    """Times and memory from 10 to 1,000 sheets, and 10,000 if asked for."""
    sizes = (10, 100, 1_000, 10_000) if full else (10, 100, 1_000)
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found[size] = in_child("benchmarks.scale", size, folder)
    rows = [
        (f"{n:,}", f"{one['cpu']:.2f}", f"{1000 * one['cpu'] / n:.1f}", f"{one['peak']:.0f}")
        for n, one in found.items()
    ]
    large, small = sizes[-1], sizes[-2]
    times, peaks = (found[large][key] / found[small][key] for key in ("cpu", "peak"))
    steps = f"{large:,} sheets / {small:,}"
    return Section(
        "Scale",
        "Fetching, reading, resolving and publishing without the site; making the papers is not "
        "counted. Memory is the largest of any one process.",
        ("sheets", "CPU s", "ms a sheet", "peak MB"),
        rows,
        (Bar(f"time, {steps}", times, 10.5), Bar(f"peak memory, {steps}", peaks, 1.25)),
    )


def shares(sheets: int) -> Iterator[tuple[City, int]]:
    """The cities of a nation with so many sheets, and how many each has."""
    for city in cities(-(-sheets // A_CITY)):
        yield city, min(A_CITY, sheets)
        sheets -= A_CITY


def run_city(profile_path: Path, out: Path, publish: bool = True) -> dict[str, list[Record]]:
    """One city from its page to the rows of its tables, and to a release if asked for."""
    from pipeline.overrides import load_ledger
    from pipeline.profiles import load_profile
    from pipeline.release.publish import publish as publish_rows
    from pipeline.run import RunOptions
    from pipeline.run.assembling import assemble
    from pipeline.run.site import SiteRun, inputs_of

    profile = load_profile(str(profile_path))
    run = SiteRun(profile, RunOptions(out), Quiet())
    for visit in run.visits():
        run.collect(visit)
    captures = run.captures()
    rows = assemble(captures, run.read(captures), profile, load_ledger(profile))
    if publish:
        publish_rows(rows, profile, str(out), inputs_of(captures, rows))
    return {name: list(held) for name, held in rows.items()}


def _measure(sheets: int, folder: Path) -> None:
    making = 0.0
    for city, share in shares(sheets):
        place = folder / str(city.number)
        begin = cpu_seconds()
        profile = write_city(city, place, share)
        making += cpu_seconds() - begin
        run_city(profile, place / "out")
    print(json.dumps({"cpu": cpu_seconds() - making, "peak": peak_megabytes()}))


if __name__ == "__main__":
    _measure(int(sys.argv[1]), Path(sys.argv[2]))
