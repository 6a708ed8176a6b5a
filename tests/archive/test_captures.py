"""What captures say, whatever brought them, and that other tools read what we write."""

from __future__ import annotations

import io
import itertools
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import fastwarc.warc as independent
import msgspec
import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.archive.exporting import export_document, export_warc
from pipeline.archive.history import Holdings, captures_of
from pipeline.archive.importing import import_warc
from pipeline.archive.index import surt
from pipeline.archive.model import Entry
from pipeline.archive.run import begin
from pipeline.archive.store import Archive
from pipeline.archive.verifying import verify
from pipeline.fetch.model import document_id_of
from pipeline.serve import serve_folder
from schemas.enums import CaptureResult
from schemas.errors import DocumentError, UsageError
from schemas.records import Capture
from tests.archive.city import AGENT, FIRST, MONTH, collect, paper, run_edition, url, write_site

A, B, C = paper("a"), paper("b"), paper("c")
EDITIONS = [
    {"a.pdf": A, "b.pdf": B},
    {"a.pdf": A, "b.pdf": C, "new.pdf": A},
    {"a.pdf": B, "b.pdf": B, "new.pdf": A},
]
NAMES = ["a.pdf", "b.pdf", "new.pdf"]


def archived(folder: Path, order: tuple[int, ...] = (0, 1, 2)) -> Archive:
    """An archive of the editions, visited in any order of time."""
    archive = Archive(folder / "archive")
    for number in order:
        site = write_site(folder / f"site-{number}", EDITIONS[number])
        run_edition(archive, site, FIRST + number * MONTH, NAMES)
    return archive


def told(captures: tuple[Capture, ...]) -> list[Capture]:
    """Captures without what depends on the file they are kept in, or on how they were asked."""
    return [
        msgspec.structs.replace(
            c,
            archive_file=None,
            archive_offset=None,
            archive_length=None,
            status=None if c.document_id else c.status,
            media_type_declared=None,
        )
        for c in captures
    ]


def results(archive: Archive, name: str) -> list[str]:
    return [c.result.value for c in archive.captures() if c.url == url(name)]


def test_the_history_of_each_url(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    assert results(archive, "a.pdf") == ["new", "unchanged", "new"]
    assert results(archive, "b.pdf") == ["new", "new", "new"]
    assert results(archive, "new.pdf") == ["not_published", "new", "unchanged"]
    assert results(archive, "") == ["new", "unchanged", "unchanged"]


def test_identical_payloads_are_kept_once(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    kinds = [e.kind for e in archive.entries() if e.document_id == document_id_of(A)]
    assert kinds == ["response"]
    first = next(c for c in archive.captures() if c.url == url("a.pdf"))
    again = [c for c in archive.captures() if c.document_id == first.document_id][1:]
    assert {c.revisit_of for c in again} == {first.capture_id}
    assert archive.payload(document_id_of(A)) == A


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_captures_do_not_depend_on_the_order_of_runs(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    expected = told(archived(tmp_path / "in-order").captures())
    assert told(archived(tmp_path / "other", order).captures()) == expected


def test_nor_on_which_run_brought_what(tmp_path: Path) -> None:
    """Editions archived apart and imported in any order are the same history."""
    expected = told(archived(tmp_path / "one").captures())
    exports = []
    for number in range(3):
        apart = archived(tmp_path / f"apart-{number}", (number,))
        exports.append(tmp_path / f"{number}.warc.gz")
        export_warc(apart, exports[-1])
    random.Random(3).shuffle(exports)
    gathered = Archive(tmp_path / "gathered")
    for path in exports:
        import_warc(gathered, path)
    assert told(gathered.captures()) == expected
    assert list(verify(gathered)) == []


def test_a_second_look_at_the_same_moment_adds_no_capture(tmp_path: Path) -> None:
    archive = archived(tmp_path, (0, 1))
    before = archive.captures()
    run_edition(archive, tmp_path / "site-1", FIRST + MONTH, NAMES)
    assert archive.captures() == before


def test_reopened_it_says_the_same_with_and_without_its_cache(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    assert Archive(archive.folder).captures() == archive.captures()
    shutil.rmtree(archive.folder / "cache")
    (archive.folder / "index.cdxj").unlink()
    assert Archive(archive.folder).captures() == archive.captures()


def test_latest_before_a_time(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    by_time = [archive.latest(url("b.pdf"), FIRST + n * MONTH) for n in range(3)]
    wanted = [document_id_of(p) for p in (B, C, B)]
    assert [c.document_id for c in by_time if c] == wanted
    assert archive.latest(url("b.pdf"), FIRST - MONTH) is None
    assert archive.latest(url("nothing.pdf")) is None


def test_warcio_finds_every_digest_right(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    program = [sys.executable, "-m", "warcio.cli", "check", "-v"]
    done = subprocess.run(
        [*program, *map(str, archive.files())], capture_output=True, text=True, check=True
    )
    assert "failed" not in done.stdout
    assert done.stdout.count("digest pass") > 30


def test_an_independent_reader_reads_every_record(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    for path in archive.files():
        seen = []
        for record in independent.ArchiveIterator(str(path), parse_http=False):
            assert record.verify_block_digest()
            seen.append(str(record.record_id))
        payloads = independent.ArchiveIterator(
            str(path), record_types=independent.response, parse_http=True
        )
        assert all(record.verify_payload_digest() for record in payloads)
        verified = independent.ArchiveIterator(str(path), verify_digests=True)
        assert len(seen) == len(set(seen)) == sum(1 for _ in verified)


def test_the_index_finds_every_record_by_url_and_time(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    lines = (archive.folder / "index.cdxj").read_bytes().splitlines()
    assert lines == sorted(lines)
    index = [
        (line.split(b" ", 2)[0].decode(), json.loads(line.split(b" ", 2)[2])) for line in lines
    ]
    count = 0
    for path in archive.files():
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "revisit"):
                    continue
                count += 1
                target = record.rec_headers.get_header("WARC-Target-URI")
                record_id = record.rec_headers.get_header("WARC-Record-ID")
                found = [f for key, f in index if key == surt(target) and f["url"] == target]
                assert record_id in {record_at(archive, fields) for fields in found}
    assert count == len(lines)


def record_at(archive: Archive, fields: dict[str, str]) -> str:
    """The id of the record that an index line leads to."""
    content = (archive.warcs / fields["filename"]).read_bytes()
    offset, length = int(fields["offset"]), int(fields["length"])
    record = next(iter(ArchiveIterator(io.BytesIO(content[offset : offset + length]))))
    found: str = record.rec_headers.get_header("WARC-Record-ID")
    return found


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://www.city.example.lg.jp/page/1.html", "jp,lg,example,city)/page/1.html"),
        ("https://example.jp:8443/A?b=2&a=1", "jp,example:8443)/a?a=1&b=2"),
        ("http://127.0.0.1:80/", "127.0.0.1:80)/"),
    ],
)
def test_sort_friendly_urls(address: str, key: str) -> None:
    assert surt(address) == key


def test_a_flipped_bit_is_found_and_the_rest_still_read(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    held = archive.holdings().holder(document_id_of(C))
    assert held is not None
    path = archive.path_of(held.file)
    content = bytearray(path.read_bytes())
    content[held.offset + held.length // 2] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"archive\.damaged"):
        archive.payload(document_id_of(C))
    found = list(verify(archive))
    assert (held.file, held.offset) in {(d.file, d.offset) for d in found}
    shutil.rmtree(archive.folder / "cache")
    assert Archive(archive.folder).payload(document_id_of(A)) == A


def test_a_stale_index_is_found(tmp_path: Path) -> None:
    archive = archived(tmp_path)
    assert list(verify(archive)) == []
    index = archive.folder / "index.cdxj"
    index.write_bytes(b"".join(index.read_bytes().splitlines(keepends=True)[1:]))
    assert [d.what for d in verify(archive)] == ["lacks 1 records"]


def test_what_the_archive_does_not_hold(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"archive\.missing"):
        Archive(tmp_path).payload("sha256:00")


def test_export_never_overwrites(tmp_path: Path) -> None:
    archive = archived(tmp_path, (0,))
    target = tmp_path / "there.pdf"
    assert export_document(archive, document_id_of(A), target) == len(A)
    assert target.read_bytes() == A
    for again in (
        lambda: export_warc(archive, target),
        lambda: export_document(archive, "", target),
    ):
        with pytest.raises(UsageError, match=r"archive\.exists"):
            again()


def test_not_published_is_not_broken(tmp_path: Path) -> None:
    (capture,) = (c for c in archived(tmp_path, (0,)).captures() if c.url == url("new.pdf"))
    assert (capture.result, capture.status) == (CaptureResult.NOT_PUBLISHED, 404)


def test_a_run_tells_of_its_captures_what_the_archive_does_later(tmp_path: Path) -> None:
    archive = archived(tmp_path, (0, 1))
    site, now = write_site(tmp_path / "site-2", EDITIONS[2]), FIRST + 2 * MONTH
    with serve_folder(site, now) as served, begin(archive, "city", now, AGENT) as run:
        said = collect(run, now, served, NAMES)
        run.finish()
    later = {c.capture_id: c for c in Archive(archive.folder).captures()}
    assert [c.result for c in said] == [later[c.capture_id].result for c in said]
    assert [c.revisit_of for c in said] == [later[c.capture_id].revisit_of for c in said]


def test_history_is_not_worked_out_anew_for_each_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number}.pdf" for number in range(30)]
    site = write_site(tmp_path / "site", {name: paper(name, 32) for name in names})
    whole: list[int] = []

    def counted(known: Sequence[Entry], holdings: Holdings) -> tuple[Capture, ...]:
        whole.append(len(known))
        return captures_of(known, holdings)

    monkeypatch.setattr("pipeline.archive.store.captures_of", counted)
    run_edition(Archive(tmp_path / "archive"), site, FIRST, names)
    assert len(whole) < 5
