"""Every way a server can misbehave: the right result, nothing lost, nothing written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.archive.collect import Collector
from pipeline.archive.run import ArchiveRun, begin
from pipeline.archive.store import Archive
from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.model import Want, document_id_of
from schemas.enums import CaptureResult
from tests.fetch.hostile import CP932_PAGE, Hostile, hostile_server
from tests.fetch.world import NOW, OTHER_PDF, PDF, World, fetcher_for

NEW, UNCHANGED = CaptureResult.NEW, CaptureResult.UNCHANGED
BROKEN, REFUSED = CaptureResult.BROKEN, CaptureResult.REFUSED
NOT_PUBLISHED = CaptureResult.NOT_PUBLISHED
LIMIT = 1_000_000
DAY = timedelta(days=1)

OUTCOMES: dict[str, tuple[CaptureResult, str | None]] = {
    "/good.pdf": (NEW, None),
    "/endless.pdf": (BROKEN, "fetch.too_large"),
    "/stalls.pdf": (BROKEN, "fetch.timeout"),
    "/silent.pdf": (BROKEN, "fetch.timeout"),
    "/reset-at-once.pdf": (BROKEN, "fetch.connection"),
    "/hangs-up.pdf": (BROKEN, "fetch.protocol"),
    "/gzip-bomb.pdf": (BROKEN, "fetch.too_large"),
    "/gzip-in-gzip-bomb.pdf": (BROKEN, "fetch.too_large"),
    "/deflate-bomb.pdf": (BROKEN, "fetch.too_large"),
    "/brotli-bomb.pdf": (BROKEN, "fetch.too_large"),
    "/not-gzip.pdf": (BROKEN, "fetch.content_encoding"),
    "/half-gzip.pdf": (BROKEN, "fetch.content_encoding"),
    "/odd-coding.pdf": (BROKEN, "fetch.content_encoding"),
    "/many-codings.pdf": (BROKEN, "fetch.content_encoding"),
    "/gzip.pdf": (NEW, None),
    "/raw-deflate.pdf": (NEW, None),
    "/brotli.pdf": (NEW, None),
    "/length-too-long.pdf": (BROKEN, "fetch.cut"),
    "/length-too-short.pdf": (BROKEN, "fetch.pdf_cut"),
    "/two-lengths.pdf": (BROKEN, "fetch.protocol"),
    "/no-length.pdf": (NEW, None),
    "/chunked.pdf": (NEW, None),
    "/chunk-cut.pdf": (BROKEN, "fetch.cut"),
    "/not-http.pdf": (BROKEN, "fetch.protocol"),
    "/headers-without-end.pdf": (BROKEN, "fetch.protocol"),
    "/early-hints.pdf": (NEW, None),
    "/error-page.pdf": (BROKEN, "fetch.media_type"),
    "/html-as-pdf": (BROKEN, "fetch.media_type"),
    "/zip-as.pdf": (BROKEN, "fetch.media_type"),
    "/pdf-as-html.pdf": (NEW, None),
    "/truncated.pdf": (BROKEN, "fetch.pdf_cut"),
    "/empty.pdf": (BROKEN, "fetch.empty"),
    "/blank.pdf": (BROKEN, "fetch.empty"),
    "/cp932.html": (NEW, None),
    "/loop-a.pdf": (BROKEN, "fetch.redirect_loop"),
    "/itself.pdf": (BROKEN, "fetch.redirect_loop"),
    "/no-location.pdf": (BROKEN, "fetch.redirect"),
    "/to-other-host.pdf": (REFUSED, "fetch.host"),
    "/to-file.pdf": (REFUSED, "fetch.scheme"),
    "/to-javascript.pdf": (REFUSED, "fetch.scheme"),
    "/to-user.pdf": (REFUSED, "fetch.bad_url"),
    "/to-other-port.pdf": (REFUSED, "fetch.port"),
    "/bounce.pdf": (NEW, None),
    "/moved.pdf": (NEW, None),
    "/to-raw-bytes.pdf": (NEW, None),
    "/公約.pdf": (NEW, None),
    "/%e5%85%ac%E7%B4%84.pdf": (NEW, None),
    "/%8c%f6%96%f1.pdf": (NEW, None),
    "/Case.PDF": (NEW, None),
    "/case.pdf": (NOT_PUBLISHED, "fetch.gone"),
    "/../../outside.pdf": (NEW, None),
    "/x/%2e%2e/%2E%2e/outside.pdf": (NEW, None),
    "/a%2f..%2f..%2fb.pdf": (NEW, None),
    "/429-then-fine.pdf": (NEW, None),
    "/429-date.pdf": (NEW, None),
    "/429-tomorrow.pdf": (BROKEN, "fetch.retry_after"),
    "/503-then-fine.pdf": (NEW, None),
    "/408-then-fine.pdf": (NEW, None),
    "/500.pdf": (BROKEN, "fetch.status"),
    "/odd-retry-after.pdf": (NEW, None),
    "/reset-then-fine.pdf": (NEW, None),
    "/401.pdf": (REFUSED, "fetch.forbidden"),
    "/403.pdf": (REFUSED, "fetch.forbidden"),
    "/404.pdf": (NOT_PUBLISHED, "fetch.gone"),
    "/410.pdf": (NOT_PUBLISHED, "fetch.gone"),
    "/204.pdf": (BROKEN, "fetch.status"),
    "/206.pdf": (BROKEN, "fetch.status"),
    "/418.pdf": (BROKEN, "fetch.status"),
    "/304-unasked.pdf": (BROKEN, "fetch.status"),
    "/bad-date.pdf": (NEW, None),
    "/cookies.pdf": (NEW, None),
}


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with hostile_server() as server:
        yield server


@pytest.fixture
def fetcher(hostile: Hostile) -> Fetcher:
    return fetcher_for(hostile.url("/index.html"), max_document_bytes=LIMIT, max_page_bytes=LIMIT)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[ArchiveRun]:
    with begin(Archive(tmp_path / "archive"), "city", NOW, "kouyaku/0 (+x)") as run:
        yield run


@pytest.mark.parametrize("path", OUTCOMES)
def test_result(path: str, hostile: Hostile, fetcher: Fetcher, run: ArchiveRun) -> None:
    expected, code = OUTCOMES[path]
    fetched = fetcher.fetch(hostile.url(path))
    assert (fetched.result, (fetched.error or ":").split(":")[0] or None) == (expected, code)
    if expected is NEW:
        body = CP932_PAGE if path == "/cp932.html" else PDF
        assert (fetched.content, fetched.document_id) == (body, document_id_of(body))
    capture = run.append(fetched)
    assert (capture.result, capture.error, capture.document_id) == (
        expected,
        fetched.error,
        fetched.document_id,
    )
    run.finish()
    reopened = Archive(run.archive.folder)
    assert capture in reopened.captures()
    assert not reopened.damages()
    if capture.document_id is not None:
        assert reopened.payload(capture.document_id) == fetched.content
    outside = [p for p in run.archive.folder.parent.rglob("*") if p.is_file()]
    assert all(p.is_relative_to(run.archive.folder) for p in outside)


@pytest.mark.parametrize("path", [p for p, (result, _) in OUTCOMES.items() if result is not NEW])
def test_good_data_is_kept(path: str, hostile: Hostile, fetcher: Fetcher, run: ArchiveRun) -> None:
    """What was good stays the latest, whatever comes of the same URL later."""
    bad = hostile.files.get(path)
    hostile.files[path] = hostile.files["/good.pdf"]
    good = Collector(fetcher, run, NOW).collect(hostile.url(path))
    assert good.result is NEW
    hostile.files[path] = bad or hostile.files["/404.pdf"]
    previous = run.archive.previous(hostile.url(path))
    later = fetcher_for(hostile.url("/index.html"), now=NOW + DAY, max_document_bytes=LIMIT)
    after = run.append(later.fetch(hostile.url(path), previous=previous))
    latest = run.archive.latest(hostile.url(path))
    assert latest is not None
    if path == "/304-unasked.pdf":  # Asked with a condition now, the answer is a proper one.
        assert after.result is UNCHANGED
    else:
        assert after.result is OUTCOMES[path][0]
    assert latest.document_id == good.document_id
    assert run.archive.payload(good.document_id or "") == PDF


@pytest.mark.parametrize("path", ["/drip.pdf", "/drip-headers.pdf"])
def test_slow_drip_ends(path: str, hostile: Hostile) -> None:
    """The timer moves one second at each look: no test waits for a slow server."""
    fetcher = fetcher_for(hostile.url("/index.html"), World(tick=1.0), total_timeout=120.0)
    fetched = fetcher.fetch(hostile.url(path))
    assert (fetched.result, (fetched.error or "")[:14]) == (BROKEN, "fetch.too_slow")
    assert hostile.asked.count(path) == 1


def test_page_limit_is_not_the_document_limit(hostile: Hostile) -> None:
    fetcher = fetcher_for(hostile.url("/index.html"), max_page_bytes=50)
    page = fetcher.fetch(hostile.url("/index.html"), Want.PAGE)
    document = fetcher.fetch(hostile.url("/index.html"), Want.DOCUMENT)
    assert (page.error or "").startswith("fetch.too_large")
    assert document.error is None


def test_a_pdf_where_a_page_is_wanted(hostile: Hostile, fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(hostile.url("/pdf-as-html.pdf"), Want.PAGE)
    assert (fetched.result, fetched.media_type_detected) == (BROKEN, "application/pdf")


def test_conditional_request(hostile: Hostile, fetcher: Fetcher, run: ArchiveRun) -> None:
    url = hostile.url("/conditional.pdf")
    first = run.append(fetcher.fetch(url))
    later = fetcher_for(hostile.url("/index.html"), now=NOW + DAY)
    second = run.append(later.fetch(url, previous=run.archive.previous(url)))
    assert (second.result, second.status) == (UNCHANGED, 304)
    assert "If-Modified-Since: Wed, 01 Apr 2026 00:00:00 GMT" in hostile.requests[-1]
    assert (first.result, first.status) == (NEW, 200)
    assert (second.document_id, second.etag) == (first.document_id, '"v1"')


def test_304_that_names_another_version_is_not_believed(
    hostile: Hostile, fetcher: Fetcher, run: ArchiveRun
) -> None:
    url = hostile.url("/lying-304.pdf")
    run.append(fetcher.fetch(url))
    second = run.append(fetcher.fetch(url, previous=run.archive.previous(url)))
    assert second.result is NEW
    assert run.archive.payload(second.document_id or "") == OTHER_PDF


@pytest.mark.parametrize(
    ("path", "result", "body"),
    [("/changing-etag.pdf", UNCHANGED, PDF), ("/same-etag.pdf", NEW, OTHER_PDF)],
)
def test_bytes_decide_not_tags(
    path: str, result: CaptureResult, body: bytes, hostile: Hostile, fetcher: Fetcher
) -> None:
    from pipeline.fetch.model import Previous

    url = hostile.url(path)
    first = fetcher.fetch(url)
    previous = Previous(url=url, document_id=first.document_id or "", etag=first.etag)
    second = fetcher.fetch(url, previous=previous)
    assert (second.result, second.content) == (result, body)


def test_no_cookie_is_ever_sent_back(hostile: Hostile, fetcher: Fetcher) -> None:
    fetcher.fetch(hostile.url("/cookies.pdf"))
    fetcher.fetch(hostile.url("/bounce.pdf"))
    fetcher.fetch(hostile.url("/cookies.pdf"))
    assert not [r for r in hostile.requests if "cookie:" in r.lower()]


def test_every_response_on_the_way_is_archived(hostile: Hostile, fetcher: Fetcher) -> None:
    redirected = fetcher.fetch(hostile.url("/bounce.pdf"))
    retried = fetcher.fetch(hostile.url("/503-then-fine.pdf"))
    assert [x.status for x in redirected.exchanges] == [302, 200]
    assert redirected.final_url == hostile.url("/bounced.pdf")
    assert [x.status for x in retried.exchanges] == [503, 503, 200]


def test_a_cut_body_is_kept_in_part(hostile: Hostile, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(hostile.url("/endless.pdf")).exchanges[-1]
    assert (len(exchange.body), exchange.truncated) == (64 * 1024, "length")
