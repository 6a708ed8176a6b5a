"""What goes into a fetch and what comes out of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

import msgspec

from schemas.enums import CaptureResult


class Want(StrEnum):
    """What a URL is asked for; it decides the size limit and what may come back."""

    PAGE = "page"
    DOCUMENT = "document"
    ROBOTS = "robots"


class Previous(msgspec.Struct, frozen=True, kw_only=True):
    """The last good capture of a URL, as far as a conditional request needs it."""

    url: str
    document_id: str
    etag: str | None = None
    last_modified: datetime | None = None


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its response, as they went over the wire.

    ``body`` is the payload after transfer decoding and before content decoding. ``truncated``
    is the reason for which it is not whole.
    """

    url: str
    requested_at: datetime
    request_head: bytes
    response_head: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one URL, with everything that went over the wire for it.

    ``exchanges`` holds every response received, in order: redirects and answers that were tried
    again too. ``content`` is the whole decoded body; null when there is none or it is not whole.
    ``robots_visits`` are the fetches of robots.txt that came before it, if there were any.
    """

    url: str
    want: Want
    requested_at: datetime
    result: CaptureResult
    final_url: str | None = None
    status: int | None = None
    exchanges: tuple[Exchange, ...] = ()
    content: bytes | None = None
    document_id: str | None = None
    etag: str | None = None
    last_modified: datetime | None = None
    media_type_declared: str | None = None
    media_type_detected: str | None = None
    robots: str | None = None
    error: str | None = None
    robots_visits: tuple[Fetched, ...] = ()


def document_id_of(content: bytes) -> str:
    """``sha256:<hex>`` of the bytes of a document, as the contract names it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
