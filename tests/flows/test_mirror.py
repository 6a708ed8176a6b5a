"""The mirror: nothing twice, nothing lost, and a refusing store is one line."""

from __future__ import annotations

from pathlib import Path

import obstore
import pytest
from obstore.store import from_url

from pipeline.archive.mirror import Mirror
from schemas.errors import RunError


def warc(folder: Path, name: str, content: bytes) -> Path:
    path = folder / "archive" / "warc" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(address: str) -> set[str]:
    return {e["path"] for batch in obstore.list(from_url(address)) for e in batch}


def test_only_finished_files_go_and_each_once(tmp_path: Path, bucket: str) -> None:
    warc(tmp_path, "a.warc.gz", b"first")
    warc(tmp_path, "b.warc.gz.open", b"under way")
    warc(tmp_path, "c.warc.gz.tmp", b"half")
    reading = tmp_path / "cache" / "readings" / "1" / "d.json"
    reading.parent.mkdir(parents=True)
    reading.write_bytes(b"{}")
    mirror = Mirror(f"{bucket}/m")
    assert mirror.push(tmp_path) == 2
    assert mirror.push(tmp_path) == 0
    assert names(f"{bucket}/m") == {"archive/warc/a.warc.gz", "cache/readings/1/d.json"}


def test_another_machine_gets_what_it_lacks(tmp_path: Path, bucket: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    warc(one, "a.warc.gz", b"first")
    warc(other, "b.warc.gz", b"second")
    mirror = Mirror(bucket)
    mirror.push(one)
    assert mirror.pull(other) == 1
    assert mirror.push(other) == 1
    assert mirror.pull(one) == 1
    kept = [sorted(p.read_bytes() for p in each.rglob("*.warc.gz")) for each in (one, other)]
    assert kept == [[b"first", b"second"]] * 2


def test_two_files_of_one_name_are_not_taken_for_one(tmp_path: Path, bucket: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    warc(one, "a.warc.gz", b"first")
    warc(other, "a.warc.gz", b"another")
    mirror = Mirror(bucket)
    mirror.push(one)
    for act in (mirror.push, mirror.pull):
        with pytest.raises(RunError, match=r"archive\.forked"):
            act(other)
    assert (other / "archive" / "warc" / "a.warc.gz").read_bytes() == b"another"


def test_a_store_that_refuses_is_one_line(tmp_path: Path, bucket: str) -> None:
    with pytest.raises(RunError, match=r"archive\.mirror") as error:
        Mirror(bucket.replace("kouyaku", "nowhere")).pull(tmp_path)
    assert "\n" not in str(error.value)


def test_a_file_sent_by_an_attempt_whose_answer_was_lost_is_no_fork(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warc(tmp_path, "a.warc.gz", b"first")
    mirror = Mirror(bucket)
    mirror.push(tmp_path)
    monkeypatch.setattr(mirror, "_sizes", dict)
    assert mirror.push(tmp_path) == 1
    (tmp_path / "archive/warc/a.warc.gz").write_bytes(b"other")
    with pytest.raises(RunError, match=r"archive\.forked"):
        mirror.push(tmp_path)
