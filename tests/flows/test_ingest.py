"""The flow gives what ``kouyaku run`` gives, on every engine, and tells what it did."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import obstore
import pytest
from obstore.store import from_url

from pipeline.archive.store import Archive
from pipeline.profiles import load_profile
from pipeline.run import reading
from pipeline.run.reading import LIMITS
from pipeline.run.workspace import Workspace
from schemas.errors import BusyError, RunError
from tests.flows import faulty
from tests.run.test_sample import tree

pytestmark = pytest.mark.usefixtures("harness")


def test_the_flow_gives_the_bytes_of_the_plain_run(plain_run: Path, tmp_path: Path) -> None:
    from flows.ingest import ingest
    from flows.places import Places
    from tests.flows.telling import artifacts, events

    versions = ingest("sample", Places(out=str(tmp_path / "out")))
    assert tree(tmp_path / "out" / "releases") == tree(plain_run / "releases")
    assert (tmp_path / "out" / "latest").resolve().name == versions[-1]
    seen = artifacts()
    assert versions[-1] in seen["sample-run"]
    changes = json.loads(seen["sample-changes"])
    assert {"old": "0.4", "new": "0.6"}.items() <= next(
        row for row in changes if row["old"] == "0.4"
    ).items()
    assert {"severity", "rule", "count"} == json.loads(seen["sample-issues"])[0].keys()
    assert {"state", "kind", "count"} == json.loads(seen["sample-documents"])[0].keys()
    assert seen["sample-progress"] == 100
    assert len(events("source-changed", 2)) == 2
    assert [e["payload"]["version"] for e in events("release-published", 2)] == versions[::-1]


def test_a_dask_cluster_and_a_bucket_give_the_same_bytes(
    plain_run: Path, tmp_path: Path, bucket: str
) -> None:
    from distributed import LocalCluster

    from flows.ingest import ingest
    from flows.places import Places, Readers

    places = Places(
        out=f"{bucket}/releases", work=str(tmp_path / "one"), archive=f"{bucket}/archive"
    )
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        readers = Readers(engine="dask", scheduler=cluster.scheduler_address, batch=2)
        ingest("sample", places, readers)
    assert in_bucket(f"{bucket}/releases") == contents(plain_run)
    # Another machine knows nothing but the bucket: it fetches and reads nothing twice.
    other = places.model_copy(update={"work": str(tmp_path / "other")})
    versions = ingest("sample", other)
    assert in_bucket(f"{bucket}/releases") == contents(plain_run)
    log = from_url(f"{bucket}/releases/runs")
    newest = max(e["path"] for b in obstore.list(log) for e in b if e["path"].endswith(".json"))
    report = json.loads(bytes(obstore.get(log, newest).bytes()))
    assert report["version"] == versions[-1]
    assert (report["changed"], report["documents_read"]) == (False, 0)
    assert report["captures"] == {"unchanged": 9}


def contents(out: Path) -> dict[str, bytes]:
    files = (path for path in (out / "releases").rglob("*") if path.is_file())
    return {path.relative_to(out / "releases").as_posix(): path.read_bytes() for path in files}


def in_bucket(address: str) -> dict[str, bytes]:
    store = from_url(f"{address}/releases")
    paths = [entry["path"] for batch in obstore.list(store) for entry in batch]
    return {path: bytes(obstore.get(store, path).bytes()) for path in paths}


def forget(out: Path, *endings: str) -> None:
    """Delete what was read of the papers whose addresses end so."""
    for capture in Archive(Workspace(out).archive).captures():
        if capture.document_id and capture.url.endswith(endings):
            digest = capture.document_id.removeprefix("sha256:")
            for kept in Workspace(out).readings.rglob(f"{digest}.json"):
                kept.unlink()


def test_a_document_that_hangs_and_one_that_crashes_cost_only_themselves(
    plain_run: Path, copied_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.ingest import ingest
    from flows.places import Places

    places = Places(out=str(copied_run))
    forget(copied_run, faulty.HANGS, faulty.CRASHES)
    with monkeypatch.context() as faults:
        faults.setattr(reading, "TASK", "tests.flows.faulty:read")
        faults.setattr(reading, "LIMITS", replace(LIMITS, wall_seconds=3.0))
        ingest("sample", places)
    issues = rows(copied_run, "issues")
    assert {(row["rule"], (row["text_raw"] or "").rpartition("/")[2]) for row in issues} >= {
        ("document.timeout", faulty.HANGS),
        ("document.crashed", faulty.CRASHES),
    }
    # The machine may have been at fault, so the next run tries again, and all is as before.
    ingest("sample", places)
    before, now = (
        {row["document_id"]: row["state"] for row in rows(out, "documents")}
        for out in (plain_run, copied_run)
    )
    assert now == before
    assert rows(copied_run, "issues") == rows(plain_run, "issues")


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    lines = (out / "latest" / "json" / f"{table}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line) for line in lines]


def test_a_page_that_changes_its_structure_is_refused_and_told(
    copied_run: Path, tmp_path: Path
) -> None:
    from flows.canary import canary
    from flows.ingest import ingest
    from flows.places import Places
    from tests.flows.telling import events

    profile = changed_site(tmp_path)
    before = (copied_run / "latest").resolve()
    with pytest.raises(RunError, match=r"site\.index_unreadable"):
        ingest(profile, Places(out=str(copied_run)))
    assert (copied_run / "latest").resolve() == before
    assert events("run-refused")[0]["payload"]["code"] == "site.index_unreadable"
    with pytest.raises(RunError, match=r"site\.changed"):
        canary(profile)
    assert events("site-changed")[0]["payload"]["differences"]


def changed_site(folder: Path) -> str:
    """The sample's profile with one more edition, whose page has lost its papers."""
    site = load_profile("sample")
    page = folder / "edition-3" / "page" / "1.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>市長の公約</title><p>準備中です。</p>", encoding="utf-8")
    profile = Path(site.folder) / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    for edition in site.editions:
        there = Path(site.folder, edition.folder).resolve()
        text = text.replace(f'"{edition.folder}"', json.dumps(str(there)))
    text += f'\n[[editions]]\nfolder = "{folder / "edition-3"}"\npublished = 2026-03-01T00:00:00Z\n'
    (folder / "changed.toml").write_text(text, encoding="utf-8")
    return str(folder / "changed.toml")


def test_of_many_sites_one_that_fails_costs_only_itself(copied_run: Path, tmp_path: Path) -> None:
    from flows.nation import nation

    copied_run.rename(tmp_path / "sample")
    shutil.copytree(tmp_path / "sample", tmp_path / "changed", symlinks=True)  # read already
    runs = len(list((tmp_path / "sample" / "runs").iterdir()))
    with pytest.raises(RunError, match=r"1 of 2 sites were not completed: .*changed\.toml"):
        nation(["sample", changed_site(tmp_path)], str(tmp_path))
    assert len(list((tmp_path / "sample" / "runs").iterdir())) == runs + 2  # report and figures


def test_a_backfill_makes_history_of_a_warc_file(plain_run: Path, tmp_path: Path) -> None:
    from flows.backfill import backfill
    from flows.places import Places
    from pipeline.archive.exporting import export_warc

    warc, out = tmp_path / "theirs.warc.gz", tmp_path / "out"
    export_warc(Archive(Workspace(plain_run).archive), warc)
    shutil.copytree(plain_run / "cache", out / "cache")  # what was read need not be read again
    backfill([str(warc)], "sample", Places(out=str(out)))
    for table in ("pledges", "changes", "meetings"):
        assert rows(out, table) == rows(plain_run, table)


def test_two_runs_of_one_site_are_kept_apart(copied_run: Path) -> None:
    from flows.ingest import ingest
    from flows.places import Places

    with Workspace(copied_run).locked(), pytest.raises(BusyError, match=r"run\.busy"):
        ingest("sample", Places(out=str(copied_run)))
