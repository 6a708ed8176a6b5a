"""What a run tells of itself: log lines, figures, and that what was planned is there."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.profiles import load_profile
from pipeline.run import RunOptions, RunReport, Silent, SiteRun
from pipeline.run.completeness import require_complete
from pipeline.run.logs import LOGGER, Logged, write_log
from pipeline.run.metrics import as_table, figures, require_exporter
from pipeline.run.outcome import outcome_of
from pipeline.run.workspace import Workspace
from schemas.enums import CaptureResult
from schemas.errors import RunError, UsageError


def report(version: str = "v1") -> RunReport:
    return RunReport(
        site="sample",
        started_at=datetime(2026, 4, 1, tzinfo=UTC),
        seconds=2.5,
        captures={CaptureResult.NEW: 3, CaptureResult.BROKEN: 1},
        bytes_fetched=1000,
        documents_read=3,
        pages_read=12,
        pages_ocr=4,
        documents=3,
        sheets=9,
        meetings=2,
        pledges=9,
        achieved=1,
        issues={"error": 1, "warning": 2},
        changes={"added": 2, "removed": 1},
        version=version,
        changed=True,
        path="out/releases/v1",
    )


@pytest.fixture
def no_handlers() -> Iterator[None]:
    yield
    for handler in list(LOGGER.handlers):
        LOGGER.removeHandler(handler)
        handler.close()


@pytest.mark.usefixtures("no_handlers")
def test_every_log_line_is_json_with_run_site_and_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOUYAKU_LOG", str(tmp_path / "log"))
    write_log()
    write_log()
    told = Logged(Silent(), "sample", "run-1")
    told.stage("read", 1)
    told.step("http://example.org/公約.pdf")
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert [line["message"] for line in lines] == [
        "read begins: 1",
        "read: http://example.org/公約.pdf",
    ]
    assert {"site": "sample", "run": "run-1", "stage": "read", "level": "info"}.items() <= lines[
        1
    ].items()
    assert lines[1]["document"] == "http://example.org/公約.pdf"


@pytest.mark.usefixtures("no_handlers")
def test_a_log_that_cannot_be_written_is_said_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOUYAKU_LOG", str(tmp_path / "missing" / "log"))
    with pytest.raises(RunError, match=r"run\.log"):
        write_log()


def test_the_figures_are_one_row_that_adds_up() -> None:
    (row,) = csv.DictReader(as_table(report()).decode().splitlines())
    assert row["site"] == "sample"
    assert row["changed"] == "true"
    assert {name: float(row[name]) for name in figures(report())} == {
        "seconds": 2.5,
        "bytes_fetched": 1000,
        "documents": 3,
        "documents_new": 3,
        "documents_unchanged": 0,
        "documents_failed": 1,
        "documents_read": 3,
        "pages_read": 12,
        "pages_ocr": 4,
        "changes": 3,
        "issues_error": 1,
        "issues_warning": 2,
        "issues_info": 0,
    }


def test_an_endpoint_without_exporter_is_said_before_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    require_exporter()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("pipeline.run.metrics.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"run\.telemetry"):
        require_exporter()


def test_the_figures_of_a_run_are_kept_beside_the_releases(plain_run: Path) -> None:
    files = sorted((plain_run / "runs").glob("*.csv"))
    rows = [next(csv.DictReader(f.read_text("utf-8").splitlines())) for f in files]
    assert [row["documents_read"] for row in rows] == ["9", "6"]
    assert [int(row["pages_read"]) for row in rows] == [35, 27]
    assert int(rows[0]["pages_ocr"]) > 0
    assert all(float(row["seconds"]) > 0 and int(row["bytes_fetched"]) > 100_000 for row in rows)


def test_what_is_planned_and_not_produced_is_an_error(copied_run: Path) -> None:
    run = SiteRun(load_profile("sample"), RunOptions(copied_run), Silent())
    version = (copied_run / "latest").resolve().name
    require_complete(run, 1, [report(version)])
    with pytest.raises(RunError, match=r"1 looks at the site .*run\.incomplete"):
        require_complete(run, 2, [report(version)])
    with pytest.raises(RunError, match="release v9"):
        require_complete(run, 1, [report("v9")])
    next(Workspace(copied_run).readings.rglob("*.json")).unlink()
    with pytest.raises(RunError, match="1 documents"):
        require_complete(run, 1, [report(version)])


def test_the_outcome_tells_old_and_new_of_this_release_alone(plain_run: Path) -> None:
    from pipeline.release.store import open_store

    store = open_store(str(plain_run))
    first, second = (outcome_of(store, version) for version in store.versions())
    progress = [row for row in second.changes if row["change"] == "progress_changed"]
    assert {"old": "0.4", "new": "0.6"}.items() <= next(
        row for row in progress if row["old"] == "0.4"
    ).items()
    assert not {str(row) for row in first.changes} & {str(row) for row in second.changes}
    assert sum(row["count"] for row in second.documents) == 15
