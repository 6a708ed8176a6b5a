"""From captures to editions: which version of which paper was in force from when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.resolve.addresses import with_addresses
from schemas.enums import CaptureResult, DocumentKind, DocumentState, LinkRole, Method
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Link

INDEX = "index"
_WITH_PAYLOAD = (CaptureResult.NEW, CaptureResult.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Version:
    """A payload that came into force in its series. ``link`` is how the index page leads to it."""

    series: str
    seen_at: datetime
    capture: Capture
    parsed: ParsedDocument
    link: Link | None = None

    @property
    def document_id(self) -> str:
        return self.parsed.document.document_id

    @property
    def is_whole(self) -> bool:
        """Whether every page was read, so that what is not there is really gone."""
        unread = [page for page in self.parsed.pages if page.method is None and page.reason]
        return self.parsed.document.state is DocumentState.READ and not unread

    @property
    def by_ocr(self) -> bool:
        """Whether any of its pages was read by recognition."""
        return any(page.method is Method.OCR for page in self.parsed.pages)


def editions(
    captures: Iterable[Capture], parsed: Mapping[str, ParsedDocument], index_url: str
) -> list[Version]:
    """Versions in the order in which they came into force.

    Depends on the set of captures alone. A payload that repeats the one in force in its series
    is no new version; an earlier payload that comes back is.
    """
    ordered = sorted(captures, key=lambda c: (c.requested_at, c.url != index_url, c.url))
    readable = [c for c in ordered if c.result in _WITH_PAYLOAD and c.document_id in parsed]
    versions: list[Version] = []
    in_force: dict[str, str] = {}
    pages: list[ParsedDocument] = []
    known: dict[tuple[str, str], ParsedDocument] = {}
    for capture in readable:
        document = parsed[capture.document_id or ""]
        if document.document.kind is DocumentKind.INDEX:
            # A page that stands for years is seen at every visit.
            place = (document.document.document_id, capture.final_url or capture.url)
            document = known.get(place) or with_addresses(document, capture)
            known[place] = document
            if not pages or pages[-1] is not document:
                pages.append(document)
        version = _version(capture, document, pages, index_url)
        if in_force.get(version.series) != version.document_id:
            in_force[version.series] = version.document_id
            versions.append(version)
    return versions


def _version(
    capture: Capture, document: ParsedDocument, pages: Sequence[ParsedDocument], index_url: str
) -> Version:
    link = _link_to(capture.url, pages)
    series = INDEX if capture.url == index_url else _series(capture.url, document, link)
    return Version(series, capture.requested_at, capture, document, link)


def _link_to(url: str, pages: Sequence[ParsedDocument]) -> Link | None:
    """The newest link to the address; older pages count where the newest has none."""
    found = (link for page in reversed(pages) for link in page.links if link.url == url)
    return next(found, None)


def _series(url: str, document: ParsedDocument, link: Link | None) -> str:
    """Papers of one pillar follow each other whatever their address; others by address."""
    number = link.pillar_number if link else None
    if number is None and document.sheets:
        numbers = [s.sheet.pillar_number for s in document.sheets if s.sheet.pillar_number]
        number = max(set(numbers), key=numbers.count) if numbers else None
    if number is not None and (link is None or link.role is LinkRole.PILLAR):
        return f"pillar-{number}"
    if document.document.kind is DocumentKind.GOAL_LIST:
        return "goal_list"
    return url
