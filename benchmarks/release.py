"""Writing a release beside pyarrow writing the same tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.measure import paired
from benchmarks.nation import write_city
from benchmarks.report import Bar, Section
from benchmarks.scale import run_city, shares
from schemas.arrow import arrow_schema
from schemas.records import Record
from schemas.tables import published_tables

Rows = dict[str, list[Record]]


def section(full: bool) -> Section:
    """Our writer (sorted, checked, four formats) against pyarrow's (Parquet, CSV)."""
    sheets = 10_000 if full else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _nation(sheets, folder)
        profile = folder / "1" / "profile.toml"
        turns = iter(range(1_000))
        times = paired(
            {
                "ours": lambda: _ours(rows, profile, folder / f"ours-{next(turns)}"),
                "pyarrow": lambda: _pyarrow(rows, folder / f"arrow-{next(turns)}"),
            },
            3,
        )
    count = sum(map(len, rows.values()))
    return Section(
        f"Release of {sheets:,} sheets",
        f"{count:,} rows. Ours sorts and checks every row, looks for personal data, and writes "
        "Parquet, JSON Lines and CSV in English and Japanese; pyarrow makes its tables from the "
        "same records and writes Parquet and CSV.",
        ("what", "CPU s"),
        [
            ("kouyaku", f"{times['ours']:.2f}"),
            ("pyarrow", f"{times['pyarrow']:.2f}"),
        ],
        (Bar("release / pyarrow alone", times["ours"] / times["pyarrow"], 2.0),),
    )


def _nation(sheets: int, folder: Path) -> Rows:
    rows: Rows = {}
    for city, share in shares(sheets):
        place = folder / str(city.number)
        for name, held in run_city(write_city(city, place, share), place / "out", False).items():
            rows.setdefault(name, []).extend(held)
    return rows


def _ours(rows: Rows, profile_path: Path, folder: Path) -> None:
    from pipeline.profiles import load_profile
    from pipeline.release.prepare import prepare
    from pipeline.release.staging import write_tables

    profile = load_profile(str(profile_path))
    prepared = prepare(rows, profile)
    folder.mkdir()
    write_tables(folder, prepared.arrow, prepared.lines, profile.municipality.name)


def _pyarrow(rows: Rows, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    folder.mkdir()
    for table in published_tables():
        listed: list[dict[str, Any]] = msgspec.to_builtins(
            rows.get(table.name, []), builtin_types=(_date(), _datetime())
        )
        arrow = pa.Table.from_pylist(listed, schema=arrow_schema(table))
        pyarrow.parquet.write_table(arrow, folder / f"{table.name}.parquet", compression="zstd")
        pyarrow.csv.write_csv(arrow, folder / f"{table.name}.csv")


def _date() -> type:
    from datetime import date

    return date


def _datetime() -> type:
    from datetime import datetime

    return datetime
