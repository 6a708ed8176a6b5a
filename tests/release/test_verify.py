"""A release that was tampered with is refused, with the file and the row named."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.release.model import Finding
from pipeline.release.publish import publish
from pipeline.release.store import open_store
from pipeline.release.verify import verify
from schemas.tables import published_tables
from tests.release.rows import inputs, profile, rows

TEXTS = [("csv", "csv"), ("csv-ja", "csv"), ("json", "jsonl")]


def _verify(latest: Path) -> list[Finding]:
    return verify(open_store(str(latest.parents[1])), latest.name)


def _sign_again(latest: Path, *paths: str) -> None:
    """Make the checksums fit the files again, as a careful forger would."""
    for path in paths:
        payload = (latest / path).read_bytes()
        for name in ("manifest.json", "SHA256SUMS"):
            text = (latest / name).read_text()
            old = _stated(latest, path)
            (latest / name).write_text(text.replace(old, sha256(payload).hexdigest()))
            if name == "manifest.json":
                _sign_manifest(latest)


def _stated(latest: Path, path: str) -> str:
    lines = (latest / "SHA256SUMS").read_text().splitlines()
    return next(line.split()[0] for line in lines if line.endswith(f"  {path}"))


def _sign_manifest(latest: Path) -> None:
    digest = sha256((latest / "manifest.json").read_bytes()).hexdigest()
    text = (latest / "SHA256SUMS").read_text()
    (latest / "SHA256SUMS").write_text(text.replace(_stated(latest, "manifest.json"), digest))


def test_a_good_release_has_no_findings(latest: Path) -> None:
    assert _verify(latest) == []


def test_one_flipped_byte_in_any_file_is_found(latest: Path) -> None:
    rng = random.Random(7)
    for path in sorted(p for p in latest.rglob("*") if p.stat().st_size and p.is_file()):
        payload = path.read_bytes()
        place = rng.randrange(len(payload))
        flipped = bytes([payload[place] ^ (1 << rng.randrange(8))])
        path.write_bytes(payload[:place] + flipped + payload[place + 1 :])
        name = path.relative_to(latest).as_posix()
        findings = _verify(latest)
        named = {finding.file for finding in findings}
        assert name in named or (name in ("SHA256SUMS", "manifest.json") and named), name
        path.write_bytes(payload)


@pytest.mark.parametrize("seed", range(6))
def test_a_flipped_byte_in_a_table_names_its_row(latest: Path, seed: int) -> None:
    rng = random.Random(seed)
    for folder, ending in [*TEXTS, ("tables", "parquet")]:
        path = latest / folder / f"sheets.{ending}"
        payload = path.read_bytes()
        place = rng.randrange(len(payload))
        flipped = bytes([payload[place] ^ (1 << rng.randrange(8))])
        path.write_bytes(payload[:place] + flipped + payload[place + 1 :])
        ours = [f for f in _verify(latest) if f.file == f"{folder}/sheets.{ending}"]
        assert any(f.row for f in ours), (folder, place, ours)
        if ending != "parquet":
            expected = _row_at(payload, place)
            assert any(f"row {expected} " in f.row or expected == 0 for f in ours), (place, ours)
        path.write_bytes(payload)


def _row_at(payload: bytes, place: int) -> int:
    """The row a byte belongs to, 0 for the header; the fixture's rows begin with the code."""
    start = b'{"municipality_code"' if payload.startswith(b"{") else b'\r\n"999997"'
    return payload[: place + len(start)].count(start, 0, place + 1 + len(start) - 1)


def _without_row(path: Path, key: str) -> None:
    if path.suffix == ".parquet":
        rows_there = pq.read_table(path)
        pq.write_table(rows_there.slice(0, rows_there.num_rows - 1), path)
        return
    start = b'{"municipality_code"' if path.suffix == ".jsonl" else b'\r\n"999997"'
    payload = path.read_bytes()
    last = payload.rindex(start)
    path.write_bytes(payload[:last] + (b"" if path.suffix == ".jsonl" else b"\r\n"))
    assert key.encode() not in path.read_bytes()


@pytest.mark.parametrize(("folder", "ending"), [*TEXTS, ("tables", "parquet")])
def test_one_row_short_is_found_although_the_checksums_fit(
    latest: Path, folder: str, ending: str
) -> None:
    name = f"{folder}/pledges.{ending}"
    _without_row(latest / name, "pledge-0002")
    _sign_again(latest, name)
    findings = [str(finding) for finding in _verify(latest)]
    assert f"{name}: 1 rows instead of 2" in findings
    assert f"{name}, row 2 (pledge_id=999997-pledge-0002): is missing" in findings


@pytest.mark.parametrize(("folder", "ending"), TEXTS)
def test_one_wrong_key_is_found_although_the_checksums_fit(
    latest: Path, folder: str, ending: str
) -> None:
    name = f"{folder}/pledges.{ending}"
    payload = (latest / name).read_bytes()
    (latest / name).write_bytes(payload.replace(b"pledge-0002", b"pledge-0003"))
    _sign_again(latest, name)
    findings = [str(finding) for finding in _verify(latest)]
    assert f"{name}, row 2 (pledge_id=999997-pledge-0002): is missing" in findings
    assert f"{name}, row 2 (pledge_id=999997-pledge-0003): is not in the release" in findings


def test_a_key_that_is_wrong_in_every_format_is_found_by_what_refers_to_it(latest: Path) -> None:
    for folder, ending in TEXTS:
        path = latest / folder / f"pledges.{ending}"
        path.write_bytes(path.read_bytes().replace(b"pledge-0002", b"pledge-0003"))
    parquet = latest / "tables" / "pledges.parquet"
    there = pq.read_table(parquet)
    ids = [v.replace("0002", "0003") for v in there.column("pledge_id").to_pylist()]
    place = there.schema.get_field_index("pledge_id")
    pq.write_table(there.set_column(place, there.schema.field(place), [ids]), parquet)
    names = [f"{folder}/pledges.{ending}" for folder, ending in [*TEXTS, ("tables", "parquet")]]
    _sign_again(latest, *names)
    findings = [str(finding) for finding in _verify(latest)]
    assert any("no format has the 2 rows that the manifest states" in f for f in findings)
    assert any(
        f.startswith("tables/sheets.parquet, row 2 (") and "pledge_id names no pledges" in f
        for f in findings
    )


def test_missing_and_foreign_files_are_found(latest: Path) -> None:
    (latest / "csv" / "pledges.csv").unlink()
    (latest / "notes.txt").write_text("x")
    findings = [str(finding) for finding in _verify(latest)]
    assert "csv/pledges.csv: is missing" in findings
    assert "notes.txt: is not of this release" in findings


def test_every_published_table_is_looked_at(out: str) -> None:
    done = publish(rows(), profile(), out, inputs())
    folder = Path(out) / "releases" / done.version
    for table in published_tables():
        path = folder / "json" / f"{table.name}.jsonl"
        payload = path.read_bytes()
        path.write_bytes(payload + b"{}\n")
        found = {finding.file for finding in verify(open_store(out), done.version)}
        assert f"json/{table.name}.jsonl" in found
        path.write_bytes(payload)
