"""``kouyaku diff`` on the sample city: releases, days and documents say the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from pipeline.diff import Difference, compare, open_side
from pipeline.diff.render import as_json, as_markdown, as_text
from pipeline.profiles import load_profile
from pipeline.run import RunReport
from pipeline.run.workspace import Workspace
from schemas.errors import UsageError

TRUTH = Path(__file__).parents[2] / "samples" / "truth" / "changes.json"
Run = tuple[Path, list[RunReport]]


def differences(out: Path, before: str, after: str) -> list[Difference]:
    site = load_profile("sample")
    return compare(open_side(before, out, site), open_side(after, out, site))


def told(found: list[Difference]) -> set[tuple[str | None, str]]:
    return {(row.title, row.change.value) for row in found}


def test_releases_and_days_differ_in_the_same(first_run: Run) -> None:
    out, reports = first_run
    by_release = differences(out, reports[0].version, "latest")
    by_day = differences(out, "2025-08-04", "2026-02-02")
    assert told(by_release) == told(by_day)
    kinds = [row["change"] for row in json.loads(TRUTH.read_text(encoding="utf-8"))]
    # What was merged is simply gone for who compares two states.
    expected = {"removed" if kind == "merged" else kind for kind in kinds}
    assert {row.change.value for row in by_release} == expected


def test_a_day_is_read_from_what_the_runs_read(first_run: Run) -> None:
    out = first_run[0]
    kept = sorted(Workspace(out).readings.rglob("*.json"))
    differences(out, "2025-08-04", "2026-02-02")
    assert sorted(Workspace(out).readings.rglob("*.json")) == kept


def test_documents_are_matched_by_what_they_say(first_run: Run) -> None:
    out = first_run[0]
    captures = [c for c in Archive(out / "archive").captures() if "/2043." in c.url]
    old, new = (c.document_id or "" for c in captures)
    found = told(differences(out, old, new))
    assert ("小水力発電の導入可能性調査", "removed") in found
    assert ("ごみの分別徹底とリサイクル率の向上", "due_postponed") in found


def test_a_release_does_not_differ_from_itself(first_run: Run) -> None:
    assert differences(first_run[0], "latest", "latest") == []


def test_markdown_shows_both_crops(first_run: Run, tmp_path: Path) -> None:
    out, reports = first_run
    found = differences(out, reports[0].version, "latest")
    archive = Archive(out / "archive")
    page = as_markdown(("a", "b"), found, archive.payload, tmp_path / "diff.crops")
    crops = sorted(path.name for path in (tmp_path / "diff.crops").iterdir())
    assert crops
    assert all(f"diff.crops/{name}" in page for name in crops)
    assert all((tmp_path / "diff.crops" / n).read_bytes()[:4] == b"\x89PNG" for n in crops)
    assert {name[-7:] for name in crops} == {"old.png", "new.png"}


def test_text_and_json_hold_every_difference(first_run: Run) -> None:
    found = differences(first_run[0], "2025-08-04", "latest")
    assert as_text(found).endswith(f"{len(found)} differences\n")
    assert [row["title"] for row in json.loads(as_json(found))] == [row.title for row in found]


@pytest.mark.parametrize("name", ["nothing", "2001-01-01", "sha256:00"])
def test_an_unknown_name_is_said(first_run: Run, name: str) -> None:
    with pytest.raises(UsageError, match=r"diff\.unknown"):
        differences(first_run[0], name, "latest")
