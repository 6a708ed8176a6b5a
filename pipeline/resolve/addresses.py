"""Links of a page as absolute addresses: a page is read without knowing where it stands."""

from __future__ import annotations

from urllib.parse import urljoin

import msgspec

from pipeline.fetch.urls import archived_url
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Link


def with_addresses(page: ParsedDocument, capture: Capture) -> ParsedDocument:
    """The page with its links resolved against the address it was fetched from."""
    base = capture.final_url or capture.url
    return msgspec.structs.replace(page, links=tuple(_resolved(link, base) for link in page.links))


def _resolved(link: Link, base: str) -> Link:
    return (
        msgspec.structs.replace(link, url=archived_url(urljoin(base, link.url)))
        if link.url
        else link
    )
