"""From the records of WARC files to captures: what was asked for, when, and what came of it.

Nothing here depends on which run, or which tool, brought a record: captures are put in the order
of their times, and ``new``, ``unchanged`` and ``revisit_of`` follow from that order alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

import msgspec

from pipeline.archive.model import Entry, warc_date
from pipeline.fetch.errors import FetchError
from pipeline.fetch.fetcher import NOT_MODIFIED, REDIRECTS
from pipeline.fetch.media import check_content_type, promised_media_type
from pipeline.fetch.model import Previous, Want
from pipeline.fetch.status import FORBIDDEN, GONE
from pipeline.fetch.urls import archived_url, normalise_url
from schemas.enums import CaptureResult
from schemas.records import Capture

GOOD = frozenset({CaptureResult.NEW, CaptureResult.UNCHANGED})
REDIRECT_WITHIN = timedelta(hours=1)
MAX_HOPS = 5
OK = frozenset({200, 203})


class Holdings:
    """Which record holds which payload: by document id, by payload digest, by URL and time."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._held: dict[str, Entry] = {}
        self._by_place: dict[tuple[str, str], Entry] = {}
        self._by_url: dict[str, list[Entry]] = {}
        self.by_record: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda e: (e.date, e.file, e.offset)):
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in one more record."""
        if entry.card is not None:
            return
        self.by_record[entry.record_id] = entry
        self._by_url.setdefault(entry.url, []).append(entry)
        if entry.document_id is None or entry.problem is not None:
            return
        self._by_place.setdefault((entry.url, warc_date(entry.date)), entry)
        for key in (entry.document_id, entry.payload_digest):
            if key is not None:
                self._held.setdefault(key, entry)

    def holder(self, key: str) -> Entry | None:
        """The record that holds a payload, by document id or by payload digest as stated."""
        return self._held.get(key)

    def resolved(self, entry: Entry) -> Entry | None:
        """The record that holds the payload of a record, itself unless it is a revisit."""
        if entry.kind != "revisit" and entry.status != NOT_MODIFIED:
            return entry if entry.document_id else None
        if entry.payload_digest in self._held:
            return self._held[entry.payload_digest]
        if entry.refers_to_url is not None and entry.refers_to_date is not None:
            return self._by_place.get((entry.refers_to_url, warc_date(entry.refers_to_date)))
        return self._standing(entry) if entry.status == NOT_MODIFIED else None

    def _standing(self, entry: Entry) -> Entry | None:
        """What a URL had brought before, for a 304 that does not say what it confirms."""
        earlier = [e for e in self._by_url.get(entry.url, []) if e.date < entry.date]
        return next((e for e in reversed(earlier) if e.status in OK and e.document_id), None)

    def landing(self, entry: Entry) -> Entry | None:
        """Where the redirects of somebody else's archive lead, if it holds what is there."""
        for _ in range(MAX_HOPS):
            if entry.status not in REDIRECTS:
                return entry
            following = self._next_hop(entry)
            if following is None:
                return None
            entry = following
        return None

    def _next_hop(self, entry: Entry) -> Entry | None:
        try:
            target = normalise_url(urljoin(entry.url, entry.location or ""))
        except FetchError:
            return None
        latest = entry.date + REDIRECT_WITHIN
        found = self._by_url.get(target, [])
        return next((e for e in found if entry.date <= e.date <= latest and e != entry), None)


def captures_of(known: Sequence[Entry], holdings: Holdings) -> tuple[Capture, ...]:
    """Every capture that the records tell of, by time, then URL; each only once."""
    claimed = {record for e in known if e.card is not None for record in e.card.responses}
    captures = [
        from_card(entry, holdings) if entry.card is not None else from_record(entry, holdings)
        for entry in known
        if entry.card is not None or entry.record_id not in claimed
    ]
    return in_sequence(without_doubles(captures))


def from_card(entry: Entry, holdings: Holdings) -> Capture:
    """The capture that a card of ours describes."""
    card = entry.card
    assert card is not None
    response = holdings.by_record.get(card.responses[-1]) if card.responses else None
    place = response or entry
    held = holdings.holder(card.document_id) if card.document_id else None
    return Capture(
        capture_id="",
        url=card.url,
        final_url=card.final_url,
        requested_at=card.requested_at,
        status=card.status,
        result=card.result,
        etag=card.etag,
        last_modified=card.last_modified,
        document_id=card.document_id,
        # A 304 brings no bytes; what it confirms has them.
        bytes=held.bytes if held else card.bytes,
        media_type_declared=card.media_type_declared,
        media_type_detected=held.media_type_detected if held else card.media_type_detected,
        archive_file=place.file,
        archive_offset=place.offset,
        archive_length=place.length,
        robots=card.robots,
        error=card.error,
    )


def from_record(entry: Entry, holdings: Holdings) -> Capture:
    """The capture that a record of somebody else's archive stands for."""
    landed = holdings.landing(entry)
    held = holdings.resolved(landed) if landed is not None else None
    result, error = judge(entry, landed, held)
    final = landed or entry
    return Capture(
        capture_id="",
        url=entry.url,
        final_url=final.url,
        requested_at=entry.date,
        status=final.status,
        result=result,
        etag=final.etag,
        last_modified=final.last_modified,
        document_id=held.document_id if held else None,
        bytes=held.bytes if held else None,
        media_type_declared=final.media_type_declared,
        media_type_detected=held.media_type_detected if held else None,
        archive_file=final.file,
        archive_offset=final.offset,
        archive_length=final.length,
        error=error,
    )


def judge(
    entry: Entry, landed: Entry | None, held: Entry | None
) -> tuple[CaptureResult, str | None]:
    """What came of a request that somebody else made."""
    if landed is None:
        return CaptureResult.BROKEN, "archive.redirect: the archive does not hold the target"
    status = landed.status
    if status in GONE:
        return CaptureResult.NOT_PUBLISHED, f"fetch.gone: status {status}"
    if status in FORBIDDEN:
        return CaptureResult.REFUSED, f"fetch.forbidden: status {status}"
    if status is not None and status not in {*OK, NOT_MODIFIED}:
        return CaptureResult.BROKEN, f"fetch.status: unexpected status {status}"
    if landed.problem is not None:
        return CaptureResult.BROKEN, landed.problem
    if held is None:
        return CaptureResult.BROKEN, "archive.payload: the archive does not hold the payload"
    promised = promised_media_type(landed.url, landed.media_type_declared, Want.DOCUMENT)
    try:
        check_content_type(held.media_type_detected, promised, entry.url)
    except FetchError as wrong:
        return CaptureResult.BROKEN, wrong.note
    return CaptureResult.NEW, None


def without_doubles(captures: Iterable[Capture]) -> list[Capture]:
    """Each capture once, whichever files it came from, by time, then URL.

    The same answer to the same request at the same moment is one capture; the record that holds
    the payload is preferred to one that refers to it.
    """
    unique: dict[str, Capture] = {}
    preferred = sorted(
        captures,
        key=lambda c: (c.status == 304, c.archive_file or "", c.archive_offset or 0),
    )
    for capture in preferred:
        named = identified(capture)
        unique.setdefault(named.capture_id, named)
    return sorted(unique.values(), key=lambda c: (c.requested_at, c.url, c.capture_id))


def identified(capture: Capture) -> Capture:
    """A capture with its name."""
    return msgspec.structs.replace(capture, capture_id=capture_id_of(capture))


def capture_id_of(capture: Capture) -> str:
    """A name for a capture made from what it is, not from where it is kept."""
    parts = (
        capture.url,
        warc_date(capture.requested_at),
        capture.final_url or "",
        capture.document_id or "",
        capture.error or "",
    )
    return "capture:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


class Story:
    """What ``new``, ``unchanged`` and ``revisit_of`` are, told capture by capture in order."""

    def __init__(self) -> None:
        self._current: dict[str, str] = {}
        self._first: dict[str, str] = {}

    def told(self, capture: Capture) -> Capture:
        """The next capture with what follows from those before it."""
        document = capture.document_id
        result = capture.result
        if document is not None and result in GOOD:
            same = self._current.get(capture.url) == document
            result = CaptureResult.UNCHANGED if same else CaptureResult.NEW
            self._current[capture.url] = document
        earlier = self._first.setdefault(document, capture.capture_id) if document else None
        revisit_of = earlier if earlier != capture.capture_id else None
        return msgspec.structs.replace(capture, result=result, revisit_of=revisit_of)


def in_sequence(captures: Iterable[Capture]) -> tuple[Capture, ...]:
    """Captures in order, with ``new``, ``unchanged`` and ``revisit_of`` set from that order."""
    story = Story()
    return tuple(story.told(capture) for capture in captures)


def latest_of(
    captures: Sequence[Capture], url: str, before: datetime | None = None
) -> Capture | None:
    """The last good capture of a URL, at or before a time, of captures in their order."""
    known = archived_url(url)
    for capture in reversed(captures):
        if before is not None and capture.requested_at > before:
            continue
        if capture.url == known and capture.result in GOOD and capture.document_id:
            return capture
    return None


def previous_of(captures: Sequence[Capture], url: str, before: datetime | None) -> Previous | None:
    """What a conditional request for a URL needs to know of captures in their order."""
    capture = latest_of(captures, url, before)
    if capture is None or capture.document_id is None:
        return None
    return Previous(
        url=capture.final_url or capture.url,
        document_id=capture.document_id,
        etag=capture.etag,
        last_modified=capture.last_modified,
    )
