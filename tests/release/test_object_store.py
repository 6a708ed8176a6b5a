"""The same promises on an object store, against moto's server on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.commands import query
from pipeline.release.model import Published
from pipeline.release.publish import publish
from pipeline.release.retention import prune, releases, tag
from pipeline.release.store import open_store
from pipeline.release.verify import verify
from schemas.errors import RefusedError, RunError
from tests.release.rows import inputs, profile, rows


def test_a_release_in_a_bucket_has_the_bytes_of_one_in_a_folder(bucket: str, out: str) -> None:
    there = publish(rows(), profile(), bucket, inputs())
    here = publish(rows(), profile(), out, inputs())
    assert there == here
    store, folder = open_store(bucket), open_store(out)
    assert store.files(there.version) == folder.files(there.version)
    for path in store.files(there.version):
        name = f"releases/{there.version}/{path}"
        assert store.read(name) == folder.read(name)
    assert verify(store, there.version) == []


def test_nothing_new_makes_no_release_and_a_refusal_leaves_the_last(bucket: str) -> None:
    first = publish(rows(), profile(), bucket, inputs())
    assert not publish(rows(), profile(), bucket, inputs()).changed
    with pytest.raises(RefusedError, match=r"release\.gate"):
        publish(rows(count=1), profile(), bucket, inputs())
    store = open_store(bucket)
    assert store.versions() == [first.version]
    (report,) = store.names("reports")
    assert report.startswith("refused-")


def test_of_two_publishers_at_once_one_wins_and_the_other_says_so(bucket: str) -> None:
    won: list[Published] = []

    def overtake(_: Path) -> None:
        won.append(publish(rows(2), profile(), bucket, inputs()))

    publish(rows(3), profile(), bucket, inputs())
    with pytest.raises(RunError, match=r"release\.overtaken"):
        publish(rows(1), profile(), bucket, inputs(), overtake)
    pointer = open_store(bucket).latest()
    assert pointer is not None
    assert pointer.version == won[0].version


def test_a_pointer_switched_at_the_last_moment_is_noticed(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(rows(3), profile(), bucket, inputs())
    store = open_store(bucket)
    put = type(store).put

    def put_and_lose(self: object, path: str, payload: bytes) -> None:
        put(self, path, payload)  # type: ignore[arg-type]
        if path.endswith("manifest.json"):
            monkeypatch.setattr(type(store), "put", put)
            publish(rows(2), profile(), bucket, inputs())

    monkeypatch.setattr(type(store), "put", put_and_lose)
    with pytest.raises(RunError, match=r"release\.overtaken"):
        publish(rows(1), profile(), bucket, inputs())
    pointer = store.latest()
    assert pointer is not None
    assert verify(store, pointer.version) == []


def test_tags_prune_and_query(bucket: str) -> None:
    versions = [publish(rows(n), profile(), bucket, inputs()).version for n in range(1, 5)]
    store = open_store(bucket)
    tag(store, "first", versions[0])
    assert prune(store, 1) == versions[1:3]
    assert [(each.version, each.is_latest) for each in releases(store)] == [
        (versions[0], False),
        (versions[3], True),
    ]
    result = CliRunner().invoke(
        query.command, ["SELECT count(*) AS n FROM pledges", "--out", bucket, "--format", "json"]
    )
    assert result.output == '{"n":2}\n'


def test_an_object_store_that_refuses_is_one_line(bucket: str) -> None:
    with pytest.raises(RunError, match=r"release\.store") as error:
        publish(rows(), profile(), bucket.replace("kouyaku", "nowhere"), inputs())
    assert "\n" not in str(error.value)
