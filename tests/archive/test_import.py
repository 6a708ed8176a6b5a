"""WARC files by others become history, whatever tool wrote them."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import brotli
import pytest
from warcio.capture_http import capture_http
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive.importing import import_warc
from pipeline.archive.run import begin
from pipeline.archive.store import Archive
from pipeline.archive.verifying import verify
from pipeline.fetch.model import document_id_of
from pipeline.serve import serve_folder
from schemas.errors import DocumentError
from schemas.records import Capture
from tests.archive.city import AGENT, FIRST, HOST, collect, paper, run_edition, url, write_site
from tests.archive.foreign import (
    chunked,
    http,
    member_each,
    member_for_all,
    plain,
    record,
    response,
    sha1,
    warcinfo,
)

A, B = paper("a"), paper("b")
PDF_TYPE = "Content-Type: application/pdf"
DAY = "2023-05-0{}T01:02:03Z"
PACKINGS: list[Callable[[Sequence[bytes]], bytes]] = [plain, member_each, member_for_all]


def wget_like() -> list[bytes]:
    """Request first, target URIs in angle brackets, its own log at the end."""
    target = ("WARC-Target-URI", f"<{url('a.pdf')}>")
    block = http(A, PDF_TYPE, 'ETag: "a"', "Last-Modified: Mon, 01 May 2023 00:00:00 GMT")
    digests = [("WARC-Block-Digest", sha1(block)), ("WARC-Payload-Digest", sha1(A))]
    log = [
        ("WARC-Target-URI", "<metadata://gnu.org/software/wget/warc/wget.log>"),
        ("WARC-Date", DAY.format(1)),
        ("Content-Type", "text/plain"),
    ]
    request = [target, ("WARC-Date", DAY.format(1)), ("Content-Type", "application/http")]
    return [
        warcinfo("Wget/1.21.3 (linux-gnu)"),
        record("request", request, b"GET /a.pdf HTTP/1.1\r\nHost: city\r\n\r\n"),
        response(f"<{url('a.pdf')}>", DAY.format(1), block, 1, *digests),
        record("resource", log, b"--2023-05-01-- ...\n"),
    ]


def browser_like() -> list[bytes]:
    """WARC 1.1, digests in hexadecimal, chunked and compressed bodies, page records of its own."""
    coded = chunked(brotli.compress(A))
    one = http(coded, PDF_TYPE, "Transfer-Encoding: chunked", "Content-Encoding: br")
    two = http(chunked(gzip.compress(B)), PDF_TYPE, "transfer-encoding: Chunked").replace(
        b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n", 1
    )
    page = [("WARC-Target-URI", f"urn:pageinfo:{url('')}"), ("WARC-Date", DAY.format(1))]
    precise = DAY.format(2).replace("Z", ".123456Z")
    return [
        warcinfo("Browsertrix-Crawler 1.0"),
        response(url("a.pdf"), DAY.format(1), one, 1, ("WARC-Payload-Digest", sha1(coded))),
        record("resource", page, b"{}", "1.1"),
        response(url("b.pdf"), precise, two, 2, version="1.1"),
    ]


def library_like() -> list[bytes]:
    """A national web archive: revisits by digest, 304s, redirects, errors, records of DNS."""
    block = http(A, PDF_TYPE)
    again = [
        ("WARC-Target-URI", url("a.pdf")),
        ("WARC-Date", DAY.format(3)),
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
        ("WARC-Payload-Digest", sha1(A)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    unmodified = [
        ("WARC-Target-URI", url("a.pdf")),
        ("WARC-Date", DAY.format(4)),
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/server-not-modified"),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    dns = [("WARC-Target-URI", f"dns:{HOST}"), ("WARC-Date", DAY.format(1))]
    moved = http(b"", f"Location: {url('a.pdf')}", status="302 Found")
    return [
        warcinfo("heritrix/3.4"),
        record("response", [*dns, ("Content-Type", "text/dns")], b"20230501 127.0.0.1\n"),
        response(url("old.pdf"), DAY.format(1), moved, 1),
        response(url("a.pdf"), DAY.format(1), block, 2, ("WARC-Payload-Digest", sha1(A))),
        record("revisit", again, http(b"", PDF_TYPE)),
        record("revisit", unmodified, http(b"", status="304 Not Modified")),
        response(url("a.pdf"), DAY.format(5), http(b"gone", status="404 Not Found"), 3),
        response(url("a.pdf"), DAY.format(6), http(b"<html>oops</html>", PDF_TYPE), 4),
    ]


def imported(tmp_path: Path, content: bytes) -> Archive:
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(content)
    archive = Archive(tmp_path / "archive")
    import_warc(archive, path)
    return archive


def shown(archive: Archive) -> list[tuple[str, str, str, str | None]]:
    names = {document_id_of(A): "A", document_id_of(B): "B", None: None}
    return [
        (f"{c.requested_at:%d}", c.url.rsplit("/", 1)[-1], c.result.value, names.get(c.document_id))
        for c in archive.captures()
    ]


@pytest.mark.parametrize("packed", PACKINGS)
def test_wget(packed: Callable[[Sequence[bytes]], bytes], tmp_path: Path) -> None:
    archive = imported(tmp_path, packed(wget_like()))
    assert shown(archive) == [("01", "a.pdf", "new", "A")]
    (capture,) = archive.captures()
    assert (capture.etag, capture.url) == ('"a"', url("a.pdf"))
    assert archive.payload(document_id_of(A)) == A
    assert list(verify(archive)) == []


@pytest.mark.parametrize("packed", PACKINGS)
def test_a_browser(packed: Callable[[Sequence[bytes]], bytes], tmp_path: Path) -> None:
    archive = imported(tmp_path, packed(browser_like()))
    assert shown(archive) == [("01", "a.pdf", "new", "A"), ("02", "b.pdf", "new", "B")]
    assert [archive.payload(document_id_of(p)) for p in (A, B)] == [A, B]


@pytest.mark.parametrize("packed", PACKINGS)
def test_a_library(packed: Callable[[Sequence[bytes]], bytes], tmp_path: Path) -> None:
    archive = imported(tmp_path, packed(library_like()))
    assert [row for row in shown(archive) if row[1] == "a.pdf"] == [
        ("01", "a.pdf", "new", "A"),
        ("03", "a.pdf", "unchanged", "A"),
        ("04", "a.pdf", "unchanged", "A"),
        ("05", "a.pdf", "not_published", None),
        ("06", "a.pdf", "broken", None),
    ]
    (redirected,) = (c for c in archive.captures() if c.url == url("old.pdf"))
    assert (redirected.final_url, redirected.document_id) == (url("a.pdf"), document_id_of(A))
    assert list(verify(archive)) == []


def test_warcio_in_another_style(tmp_path: Path) -> None:
    """Response before request, SHA-1, WARC 1.0, one file not compressed."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "application/pdf")], protocol="HTTP/1.0")
    theirs = writer.create_warc_record(
        url("a.pdf"),
        "response",
        payload=io.BytesIO(A),
        length=len(A),
        http_headers=headers,
        warc_headers_dict={"WARC-Date": DAY.format(1)},
    )
    request = StatusAndHeaders("GET /a.pdf HTTP/1.0", [("Host", HOST)], is_http_request=True)
    asked = writer.create_warc_record(url("a.pdf"), "request", http_headers=request)
    writer.write_request_response_pair(asked, theirs)
    archive = imported(tmp_path, out.getvalue())
    assert shown(archive) == [("01", "a.pdf", "new", "A")]


def test_warcio_recording_a_browser_library(tmp_path: Path) -> None:
    """What ``capture_http`` writes of a visit to a real server."""
    import http.client

    path = tmp_path / "recorded.warc.gz"
    site = write_site(tmp_path / "site", {"a.pdf": A})
    with serve_folder(site, FIRST) as served, capture_http(str(path)):
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        connection.request("GET", "/a.pdf")
        assert connection.getresponse().read() == A
        connection.close()
    archive = Archive(tmp_path / "archive")
    assert import_warc(archive, path).captures == 1
    assert archive.payload(document_id_of(A)) == A


WGET = shutil.which("wget")


@pytest.mark.skipif(WGET is None, reason="wget is not installed; test_wget holds its format")
def test_wget_itself(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"a.pdf": A, "b.pdf": B})
    with serve_folder(site, FIRST) as served:
        places = [f"{served.base_url}{name}" for name in ("a.pdf", "b.pdf", "none.pdf")]
        options = ["-q", "--no-proxy", "--warc-file=theirs", "-O", "/dev/null"]
        subprocess.run([WGET or "", *options, *places], cwd=tmp_path, check=False)
    archive = Archive(tmp_path / "archive")
    taken = import_warc(archive, tmp_path / "theirs.warc.gz")
    assert (taken.captures, taken.damages) == (3, ())
    assert [row[2:] for row in sorted(shown(archive))] == [
        ("new", "A"),
        ("new", "B"),
        ("not_published", None),
    ]


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    archive = imported(tmp_path, member_each(library_like()))
    before = {p: p.read_bytes() for p in archive.folder.rglob("*") if p.is_file()}
    again = import_warc(Archive(archive.folder), tmp_path / "theirs.warc.gz")
    assert (again.already, again.captures) == (True, 0)
    assert {p: p.read_bytes() for p in archive.folder.rglob("*") if p.is_file()} == before


def test_the_same_captures_packed_otherwise_are_not_counted_twice(tmp_path: Path) -> None:
    archive = imported(tmp_path, member_each(library_like()))
    before = archive.captures()
    (tmp_path / "plain.warc").write_bytes(plain(library_like()))
    assert import_warc(archive, tmp_path / "plain.warc").captures == 0
    assert ids(archive.captures()) == ids(before)


def ids(captures: Sequence[Capture]) -> list[str]:
    return [c.capture_id for c in captures]


def test_history_from_before_our_own_runs(tmp_path: Path) -> None:
    """An older capture makes the first of ours a change, or no change at all."""
    site = write_site(tmp_path / "site", {"a.pdf": A, "b.pdf": B})
    archive = Archive(tmp_path / "archive")
    run_edition(archive, site, FIRST, ["a.pdf", "b.pdf"])
    (tmp_path / "old.warc").write_bytes(plain(wget_like()))
    import_warc(archive, tmp_path / "old.warc")
    of_a = [c for c in archive.captures() if c.url == url("a.pdf")]
    assert [c.result.value for c in of_a] == ["new", "unchanged"]
    assert of_a[1].revisit_of == of_a[0].capture_id


def test_what_was_imported_is_not_downloaded_again(tmp_path: Path) -> None:
    """A site that still has the same tag answers 304, and the import is what it confirms."""
    site = write_site(tmp_path / "site", {"a.pdf": A})
    tag = f'ETag: "{document_id_of(A).removeprefix("sha256:")[:32]}"'
    block = http(A, PDF_TYPE, tag)
    (tmp_path / "old.warc").write_bytes(response(url("a.pdf"), DAY.format(1), block))
    archive = Archive(tmp_path / "archive")
    import_warc(archive, tmp_path / "old.warc")
    with serve_folder(site, FIRST) as served, begin(archive, "city", FIRST, AGENT) as run:
        capture = collect(run, FIRST, served, ["a.pdf"])[-1]
        run.finish()
    assert (capture.status, capture.document_id) == (304, document_id_of(A))
    assert list(verify(archive)) == []


def test_a_record_that_does_not_hold_its_digest_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "theirs.warc"
    wrong = response(url("b.pdf"), DAY.format(2), http(B), 7, ("WARC-Payload-Digest", sha1(A)))
    path.write_bytes(plain([*wget_like(), wrong]))
    archive = Archive(tmp_path / "archive")
    taken = import_warc(archive, path)
    assert [d.what for d in taken.damages] == ["payload digest does not hold"]
    assert shown(archive) == [("01", "a.pdf", "new", "A")]


@pytest.mark.parametrize("packed", PACKINGS)
def test_a_file_that_was_cut_is_taken_as_far_as_it_goes(
    packed: Callable[[Sequence[bytes]], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(packed([*wget_like(), *browser_like()[3:]])[:-300])
    archive = Archive(tmp_path / "archive")
    taken = import_warc(archive, path)
    assert taken.damages
    assert ("01", "a.pdf", "new", "A") in shown(archive)
    assert list(verify(archive)) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"not a WARC", A, gzip.compress(A), b"\x1f\x8b\x08\x00", plain([warcinfo("empty")])],
)
def test_what_is_no_warc_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(content)
    archive = Archive(tmp_path / "archive")
    with pytest.raises(DocumentError, match=r"archive\.import"):
        import_warc(archive, path)
    assert not [p for p in archive.folder.rglob("*") if p.is_file()]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"No such file.*archive\.import"):
        import_warc(Archive(tmp_path / "archive"), tmp_path / "none.warc")


def test_arc_the_format_before_warc(tmp_path: Path) -> None:
    block = http(A, PDF_TYPE)
    version = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    head = f"filedesc://old.arc 0.0.0.0 20080501010203 text/plain {len(version)}\n".encode()
    line = f"{url('a.pdf')} 127.0.0.1 20080501010203 application/pdf {len(block)}\n".encode()
    archive = imported(tmp_path, head + version + b"\n" + line + block + b"\n")
    assert shown(archive) == [("01", "a.pdf", "new", "A")]
    assert archive.payload(document_id_of(A)) == A
    assert list(verify(archive)) == []
