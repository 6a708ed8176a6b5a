"""Reading WARC files record by record, past damage, with every digest checked."""

from __future__ import annotations

import io
import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.archive.digests import digest_matches, digest_of
from pipeline.archive.model import Card, Damage, Entry, Scan, read_warc_date
from pipeline.fetch.decoding import decode_body
from pipeline.fetch.errors import FetchError
from pipeline.fetch.fetcher import http_date
from pipeline.fetch.media import detect_media_type
from pipeline.fetch.model import document_id_of
from pipeline.fetch.urls import normalise_url
from schemas.errors import DocumentError

MEMBER_MAGIC = b"\x1f\x8b\x08"
READ_SIZE = 1 << 20
MAX_PAYLOAD = 256 * 1024 * 1024
"""Bytes of one decoded payload; more than any profile accepts."""
MAX_RECORD = MAX_PAYLOAD + READ_SIZE
WITH_PAYLOAD = frozenset({"response", "resource"})
HTTP_KINDS = frozenset({"response", "revisit"})


class Member(msgspec.Struct, frozen=True):
    """One gzip member of a WARC file, which is one record. Null data: it cannot be read."""

    offset: int
    length: int
    data: bytes | None


def members(content: bytes | mmap.mmap) -> Iterator[Member]:
    """The gzip members of a WARC file.

    What cannot be read is passed over up to the next place where a member begins.
    """
    place = 0
    while place < len(content):
        data, end = inflate_member(content, place)
        if data is None:
            following = content.find(MEMBER_MAGIC, place + 1)
            end = following if following > 0 else len(content)
        yield Member(place, end - place, data)
        place = end


def inflate_member(content: bytes | mmap.mmap, place: int) -> tuple[bytes | None, int]:
    """The data of the gzip member at an offset, and where it ends; null when it is not whole."""
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces: list[bytes] = []
    room = MAX_RECORD
    while place < len(content) and room > 0:
        piece = content[place : place + READ_SIZE]
        place += len(piece)
        try:
            while piece and room > 0:
                pieces.append(machine.decompress(piece, room))
                room -= len(pieces[-1])
                piece = machine.unconsumed_tail
        except zlib.error:
            return None, place
        if machine.eof:
            return b"".join(pieces), place - len(machine.unused_data)
    return None, place


def scan_file(path: Path, name: str) -> Scan:
    """Read a WARC file whole. ``name`` is the one its records go by."""
    size = path.stat().st_size
    if size == 0:
        return Scan(file=name, size=0, committed=0)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return scan(content, name)


def scan(content: bytes | mmap.mmap, name: str, base: int = 0) -> Scan:
    """Read the records of a WARC file, or of a part of it that begins at offset ``base``."""
    entries: list[Entry] = []
    damages: list[Damage] = []
    committed = 0
    for member in members(content):
        offset = base + member.offset
        try:
            kind, entry = read_member(member, name, offset)
        except ValueError as error:
            damages.append(Damage(file=name, offset=offset, what=str(error)))
            continue
        if entry is not None:
            entries.append(entry)
        if kind == "warcinfo" or (entry is not None and entry.card is not None):
            committed = member.offset + member.length
    return Scan(
        file=name,
        size=len(content),
        committed=base + committed,
        entries=tuple(entries),
        damages=tuple(damages),
    )


def read_member(member: Member, name: str, offset: int) -> tuple[str, Entry | None]:
    """The kind of a record, and its entry if it is one the archive works with.

    Raises ``ValueError`` when it is damaged or its digests do not hold.
    """
    if member.data is None:
        raise ValueError("record cut off or damaged")
    record = parse_record(member.data)
    body = record.raw_stream.read()
    check_block(record, member.data)
    if record.rec_type == "metadata":
        return record.rec_type, card_entry(record, body, name, offset, member.length)
    if record.rec_type in WITH_PAYLOAD | HTTP_KINDS:
        return record.rec_type, payload_entry(record, body, name, offset, member.length)
    return record.rec_type, None


def parse_record(data: bytes) -> ArcWarcRecord:
    """The one record in the bytes. Raises ``ValueError`` when there is none."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
    except ArchiveLoadFailed as error:
        raise ValueError(f"not a WARC record ({error})") from error
    if record is None:
        raise ValueError("empty record")
    return record


def check_block(record: ArcWarcRecord, data: bytes) -> None:
    """Raise ``ValueError`` unless the record is as long as it says and its block digest holds."""
    block = data[data.index(b"\r\n\r\n") + 4 :]
    length = int(record.rec_headers.get_header("Content-Length") or 0)
    if len(block) < length:
        raise ValueError("record shorter than it says")
    stated = record.rec_headers.get_header("WARC-Block-Digest")
    if stated and digest_matches(stated, [block[:length]]) is False:
        raise ValueError("block digest does not hold")


def card_entry(
    record: ArcWarcRecord, body: bytes, name: str, offset: int, length: int
) -> Entry | None:
    """The entry of a metadata record if it is a card of ours."""
    if not body.startswith(b'{"kouyaku_capture":'):
        return None
    try:
        card = msgspec.json.decode(body, type=Card)
    except msgspec.MsgspecError as error:
        raise ValueError(f"capture card cannot be read ({error})") from error
    return Entry(
        file=name,
        offset=offset,
        length=length,
        kind="metadata",
        record_id=record.rec_headers.get_header("WARC-Record-ID") or "",
        url=card.url,
        date=card.requested_at,
        card=card,
    )


def payload_entry(
    record: ArcWarcRecord, body: bytes, name: str, offset: int, length: int
) -> Entry | None:
    """The entry of a record that brings a document or refers to one; null for other schemes."""
    headers = record.rec_headers
    url = target_of(headers.get_header("WARC-Target-URI") or "")
    if url is None:
        return None
    http = record.http_headers
    payload, problem = None, None
    if record.rec_type in WITH_PAYLOAD:
        payload, problem = payload_of(record, body, url)
    refers_to_date = headers.get_header("WARC-Refers-To-Date")
    status = int(record.http_headers.get_statuscode() or 0) or None if http else None
    return Entry(
        file=name,
        offset=offset,
        length=length,
        kind=record.rec_type,
        record_id=headers.get_header("WARC-Record-ID") or "",
        url=url,
        date=read_warc_date(headers.get_header("WARC-Date") or ""),
        status=status,
        media_type_declared=http.get_header("Content-Type") if http else record.content_type,
        media_type_detected=None if payload is None else detect_media_type(payload),
        etag=http.get_header("ETag") if http else None,
        last_modified=http_date(http.get_header("Last-Modified")) if http else None,
        location=http.get_header("Location") if http else None,
        payload_digest=headers.get_header("WARC-Payload-Digest") or digest_of(body),
        document_id=document_id_of(payload) if payload else None,
        bytes=None if payload is None else len(payload),
        refers_to_url=target_of(headers.get_header("WARC-Refers-To-Target-URI") or ""),
        refers_to_date=read_warc_date(refers_to_date) if refers_to_date else None,
        problem=problem,
    )


def target_of(uri: str) -> str | None:
    """A target URI as a normalised URL; null when it is not http or https."""
    try:
        return normalise_url(uri.strip("<>"))
    except FetchError:
        return None


def payload_of(record: ArcWarcRecord, body: bytes, where: str) -> tuple[bytes | None, str | None]:
    """The decoded payload of a record, or why there is none.

    Raises ``ValueError`` when the payload digest does not hold; tools differ on whether it is
    taken with the chunks of the transfer coding or without, so either will do.
    """
    http = record.http_headers
    plain = body
    if http and "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        plain = ChunkedDataReader(io.BytesIO(body), decomp_type=None).read(MAX_PAYLOAD)
    truncated = record.rec_headers.get_header("WARC-Truncated")
    stated = record.rec_headers.get_header("WARC-Payload-Digest")
    if stated and digest_matches(stated, [plain, body]) is False:
        raise ValueError("payload digest does not hold")
    if truncated:
        return None, f"archive.truncated: body cut ({truncated})"
    try:
        coding = http.get_header("Content-Encoding") if http else None
        return decode_body(plain, coding, MAX_PAYLOAD, where), None
    except FetchError as error:
        return None, error.note


def read_payload(path: Path, entry: Entry) -> bytes:
    """The payload of one record, checked against the document id it goes by.

    Raises :class:`DocumentError` when the archive does not hold what it should.
    """
    with path.open("rb") as file:
        file.seek(entry.offset)
        compressed = file.read(entry.length)
    where = f"{entry.file}@{entry.offset}"
    member = next(members(compressed), None)
    try:
        if member is None or member.data is None:
            raise ValueError("record cut off or damaged")
        record = parse_record(member.data)
        payload, problem = payload_of(record, record.raw_stream.read(), entry.url)
    except ValueError as error:
        raise damaged(str(error), where) from error
    if payload is None or document_id_of(payload) != entry.document_id:
        raise damaged(problem or "payload is not the document it goes by", where)
    return payload


def damaged(what: str, where: str) -> DocumentError:
    """The error for a record whose bytes are no longer what was archived."""
    return DocumentError("archive.damaged", what, where, "restore the file from a copy")
