"""What the archive knows of the records in its WARC files."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from schemas.enums import CaptureResult


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What we add to the records of one fetch: what was asked for and what came of it.

    It is written as a WARC ``metadata`` record after the requests and responses it speaks of,
    in one piece with them: a fetch is archived when its card is. ``responses`` are the ids of all
    its response records; the last one brought the document.
    """

    kouyaku_capture: int = 1
    url: str
    final_url: str | None = None
    requested_at: datetime
    result: CaptureResult
    status: int | None = None
    document_id: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: datetime | None = None
    media_type_declared: str | None = None
    media_type_detected: str | None = None
    robots: str | None = None
    error: str | None = None
    responses: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record of a WARC file: a response, a revisit, a resource, or a card of ours.

    ``offset`` and ``length`` are bytes of the compressed record in ``file``. ``document_id`` is
    that of the decoded payload; ``payload_digest`` is as the record states it, which is over the
    payload before content decoding. ``problem`` says why the payload cannot be used.
    """

    file: str
    offset: int
    length: int
    kind: str
    record_id: str
    url: str
    date: datetime
    status: int | None = None
    media_type_declared: str | None = None
    media_type_detected: str | None = None
    etag: str | None = None
    last_modified: datetime | None = None
    location: str | None = None
    payload_digest: str | None = None
    document_id: str | None = None
    bytes: int | None = None
    refers_to_url: str | None = None
    refers_to_date: datetime | None = None
    problem: str | None = None
    card: Card | None = None

    @property
    def end(self) -> int:
        """The offset of what follows the record."""
        return self.offset + self.length


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an archive file that is not what it should be."""

    file: str
    offset: int
    what: str


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """All that reading one WARC file gave. ``committed`` is where its last whole fetch ends."""

    file: str
    size: int
    committed: int
    entries: tuple[Entry, ...] = ()
    damages: tuple[Damage, ...] = ()


def warc_date(moment: datetime) -> str:
    """A time as WARC 1.1 writes it: UTC, with a fraction only where there is one."""
    utc = moment.astimezone(UTC)
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if utc.microsecond else "%Y-%m-%dT%H:%M:%SZ"
    return utc.strftime(form)


def read_warc_date(text: str) -> datetime:
    """A WARC-Date in UTC, whatever its precision. Raises ``ValueError`` when it is none."""
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
