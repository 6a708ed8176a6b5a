"""The main job on the sample city, held against the truth its builder wrote."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.profiles import load_profile
from pipeline.run import RunOptions, RunReport, Silent, run_site
from schemas.arrow import arrow_schema
from schemas.enums import CaptureResult
from schemas.errors import BusyError, RunError
from schemas.tables import published_tables

TRUTH = Path(__file__).parents[2] / "samples" / "truth"
Run = tuple[Path, list[RunReport]]


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(
        out / "latest/tables" / f"{table}.parquet"
    ).to_pylist()
    return found


def truth(*parts: str) -> Any:
    return json.loads(TRUTH.joinpath(*parts).read_text(encoding="utf-8"))


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_both_editions_become_releases(first_run: Run) -> None:
    out, reports = first_run
    assert [report.changed for report in reports] == [True, True]
    assert [report.sheets for report in reports] == [30, 29]
    assert [report.meetings for report in reports] == [15, 19]
    assert [report.achieved for report in reports] == [14, 16]
    assert (out / "latest").resolve().name == reports[-1].version
    assert [r.captures[CaptureResult.NEW] for r in reports] == [9, 6]
    assert reports[1].captures[CaptureResult.UNCHANGED] == 3
    assert not reports[-1].failures


def test_every_table_has_exactly_its_schema(first_run: Run) -> None:
    for table in published_tables():
        schema = pq.read_schema(first_run[0] / "latest/tables" / f"{table.name}.parquet")
        assert schema.equals(arrow_schema(table)), table.name


def test_the_changes_are_those_of_the_truth(first_run: Run) -> None:
    titles = {row["pledge_id"]: row["title"] for row in rows(first_run[0], "pledges")}
    former = {row["title"]: row["pledge_id"] for row in rows(first_run[0], "pledge_titles")}
    found = {
        (titles[row["pledge_id"]], row["change"])
        for row in rows(first_run[0], "changes")
        if row["old_document_id"] is not None or row["change"] == "added"
    }
    expected = {(titles[former[row["title"]]], row["change"]) for row in truth("changes.json")}
    assert found == expected


def test_a_paper_saved_again_has_other_bytes_and_the_same_content(first_run: Run) -> None:
    hashes: dict[str, list[str]] = {}
    for row in rows(first_run[0], "documents"):
        hashes.setdefault(row["source_url"].rpartition("/")[2], []).append(row["content_hash"])
    assert len(hashes["2045.pdf"]) == 2
    assert len(set(hashes["2045.pdf"])) == 1
    assert len(set(hashes["2041.pdf"])) == 2


def test_the_meetings_are_those_of_the_truth(first_run: Run) -> None:
    expected = {f"992011-{m['meeting_id']}" for m in truth("edition-2", "meetings.json")}
    assert {row["meeting_id"] for row in rows(first_run[0], "meetings")} == expected


def test_a_second_run_finds_nothing_new(copied_run: Path) -> None:
    before = tree(copied_run / "releases")
    (report,) = run_site(load_profile("sample"), RunOptions(copied_run), Silent())
    assert not report.changed
    assert report.documents_read == 0
    assert report.captures == {CaptureResult.UNCHANGED: 9}
    assert tree(copied_run / "releases") == before


def test_a_rebuild_from_the_archive_gives_the_same_bytes(copied_run: Path) -> None:
    before = tree(copied_run / "releases")
    for derived in ("cache", "releases", "latest", "reports", "runs"):
        path = copied_run / derived
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
    reports = run_site(load_profile("sample"), RunOptions(copied_run, offline=True), Silent())
    assert all(report.changed for report in reports)
    assert tree(copied_run / "releases") == before


def test_two_runs_on_one_folder_are_kept_apart(copied_run: Path) -> None:
    from pipeline.run.workspace import Workspace

    with Workspace(copied_run).locked(), pytest.raises(BusyError, match=r"run\.busy"):
        run_site(load_profile("sample"), RunOptions(copied_run), Silent())


def test_nothing_to_rebuild_from(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"archive\.empty"):
        run_site(load_profile("sample"), RunOptions(tmp_path, offline=True), Silent())
