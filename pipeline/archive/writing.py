"""Turning a fetch into WARC 1.1 records, the same bytes for the same fetch.

Record ids are made from the file's name and the record's offset, dates are handed in, and each
record is a gzip member of its own, so that a run that is cut and goes on writes the same file.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import datetime

import msgspec
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive.digests import digest_of
from pipeline.archive.model import Card, Entry, warc_date
from pipeline.fetch.model import Exchange, Fetched
from schemas.errors import RunError

VERSION = "WARC/1.1"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
HTTP_RESPONSE = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "kouyaku.archive")

Holder = Callable[[str], Entry | None]
"""From a payload digest or a document id to the response record that holds the payload."""


class RawHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers that warcio writes exactly as they were received."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("", [], protocol="HTTP/1.1")
        self.raw = raw

    def __bool__(self) -> bool:
        return True

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self.raw


class GroupWriter:
    """Writes the records of fetches into memory, as they will stand in a file from an offset."""

    def __init__(self, file: str, offset: int) -> None:
        self._file = file
        self._offset = offset
        self._buffer = io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=True, warc_version=VERSION)

    def content(self) -> bytes:
        """All records written so far, compressed."""
        return self._buffer.getvalue()

    def write(
        self,
        kind: str,
        date: datetime,
        content_type: str,
        headers: list[tuple[str, str]],
        head: bytes,
        payload: bytes,
    ) -> str:
        """Write one record and return its id. ``head`` are HTTP headers, or empty."""
        place = self._offset + self._buffer.tell()
        record_id = f"<urn:uuid:{uuid.uuid5(IDS, f'{self._file}@{place}')}>"
        warc_headers = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", warc_date(date)),
            *headers,
            ("WARC-Block-Digest", digest_of(head + payload)),
        ]
        if kind not in ("warcinfo", "revisit"):
            warc_headers.append(("WARC-Payload-Digest", digest_of(payload)))
        record = ArcWarcRecord(
            "warc",
            kind,
            StatusAndHeaders("", warc_headers, protocol=VERSION),
            io.BytesIO(payload),
            RawHeaders(head) if head else None,
            content_type,
            len(payload),
        )
        record.payload_length = len(payload)
        self._writer.write_record(record)
        return record_id

    def warcinfo(self, date: datetime, fields: dict[str, str]) -> None:
        """The record a file begins with."""
        body = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        headers = [("WARC-Filename", self._file)]
        self.write("warcinfo", date, "application/warc-fields", headers, b"", body)

    def fetch(self, fetched: Fetched, holder: Holder) -> None:
        """All records of one fetch, its card last."""
        responses = [self._exchange(x, fetched, holder) for x in fetched.exchanges]
        card = card_of(fetched, tuple(responses))
        headers = [("WARC-Target-URI", fetched.url)]
        if responses:
            headers.append(("WARC-Concurrent-To", responses[-1]))
        body = msgspec.json.encode(card)
        self.write("metadata", fetched.requested_at, "application/json", headers, b"", body)

    def _exchange(self, exchange: Exchange, fetched: Fetched, holder: Holder) -> str:
        """A response (or a revisit in its place) and its request; the id of the first."""
        shared = [("WARC-Target-URI", exchange.url), ("WARC-IP-Address", exchange.address)]
        extra, payload = response_headers(exchange, fetched, holder)
        kind = "revisit" if any(name == "WARC-Profile" for name, _ in extra) else "response"
        date = exchange.requested_at
        response = self.write(
            kind, date, HTTP_RESPONSE, [*shared, *extra], exchange.response_head, payload
        )
        concurrent = [*shared, ("WARC-Concurrent-To", response)]
        self.write("request", date, HTTP_REQUEST, concurrent, exchange.request_head, b"")
        return response


def response_headers(
    exchange: Exchange, fetched: Fetched, holder: Holder
) -> tuple[list[tuple[str, str]], bytes]:
    """The WARC headers particular to a response, and the payload to write with it."""
    if exchange.truncated:
        return [("WARC-Truncated", exchange.truncated)], exchange.body
    if exchange is fetched.exchanges[-1] and fetched.status == 304 and fetched.document_id:
        held = holder(fetched.document_id)
        if held is None:
            raise RunError(
                "archive.unknown_document",
                f"the server says {fetched.document_id} stands, but the archive does not hold it",
                exchange.url,
                "run `kouyaku archive verify`",
            )
        return revisit_headers(NOT_MODIFIED, held), b""
    digest_text = digest_of(exchange.body)
    held = holder(digest_text) if exchange.body else None
    if held is not None:
        return revisit_headers(SAME_PAYLOAD, held), b""
    return [], exchange.body


def revisit_headers(profile: str, held: Entry) -> list[tuple[str, str]]:
    """What says that a payload is already held by another record."""
    return [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", held.record_id),
        ("WARC-Refers-To-Target-URI", held.url),
        ("WARC-Refers-To-Date", warc_date(held.date)),
        ("WARC-Payload-Digest", held.payload_digest or ""),
    ]


def card_of(fetched: Fetched, responses: tuple[str, ...]) -> Card:
    """The card of a fetch."""
    return Card(
        url=fetched.url,
        final_url=fetched.final_url,
        requested_at=fetched.requested_at,
        result=fetched.result,
        status=fetched.status,
        document_id=fetched.document_id,
        bytes=None if fetched.content is None else len(fetched.content),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        media_type_declared=fetched.media_type_declared,
        media_type_detected=fetched.media_type_detected,
        robots=fetched.robots,
        error=fetched.error,
        responses=responses,
    )
