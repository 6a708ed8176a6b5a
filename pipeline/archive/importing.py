"""Taking in WARC files that others wrote, so that their captures become history.

Whatever the file is like inside (one gzip member a record, one for all, none at all), its
records are written anew one member each, so that each can be found by its offset; what a record
says is not touched. What does not hold its own digests is left out and reported.
"""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.archive.model import Damage, Scan
from pipeline.archive.reading import MAX_PAYLOAD, READ_SIZE, scan, scan_file
from pipeline.archive.run import unwritable
from pipeline.archive.store import SUFFIX, Archive, sync_folder
from schemas.errors import DocumentError

GZIP_MAGIC = b"\x1f\x8b"
READABLE = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit"})


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of importing one file. ``file`` is its name in the archive."""

    file: str
    already: bool
    records: int
    captures: int
    damages: tuple[Damage, ...] = ()


def import_warc(archive: Archive, path: Path) -> Imported:
    """Take a WARC (or ARC) file into the archive; a second time it changes nothing.

    Raises:
        DocumentError: ``archive.import`` when it is no such file or holds no record.
        RunError: when the archive cannot be written.
    """
    name = f"import-{fingerprint(path)}{SUFFIX}"
    before = {capture.capture_id for capture in archive.captures()}
    if (archive.warcs / name).exists():
        records = len(archive.scan_of(name).entries)
        return Imported(file=name, already=True, records=records, captures=0)
    aside = archive.warcs / f"{name}.tmp"
    try:
        archive.warcs.mkdir(parents=True, exist_ok=True)
        damages = rewrite(path, aside, name)
        taken = scan_file(aside, name)
        if not taken.entries:
            aside.unlink()
            why = damages[0].what if damages else "no capture of a web page or document"
            raise unreadable(why, path)
        aside.replace(archive.warcs / name)
        sync_folder(archive.warcs)
        archive.take_in(taken)
        archive.write_index()
    except OSError as error:
        raise unwritable(error, archive.folder) from error
    after = {capture.capture_id for capture in archive.captures()}
    return Imported(
        file=name,
        already=False,
        records=len(taken.entries),
        captures=len(after - before),
        damages=damages,
    )


def fingerprint(path: Path) -> str:
    """A name for a file's bytes."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError as error:
        raise unreadable(error.strerror or str(error), path) from error


def rewrite(path: Path, target: Path, name: str) -> tuple[Damage, ...]:
    """Write the file's sound records, one gzip member each; what was wrong with the others."""
    damages: list[Damage] = []
    with path.open("rb") as file, target.open("wb") as out:
        stream = Inflated(file) if starts_as_gzip(file) else file
        for record in read_records(stream, damages, path.name):
            try:
                member = one_member(record)
            except ValueError as error:
                damages.append(Damage(file=path.name, offset=0, what=str(error)))
                continue
            found = scan(member, name, out.tell())
            if found.damages:
                damages += found.damages
            elif worth_keeping(found, record.rec_type):
                out.write(member)
        out.flush()
        os.fsync(out.fileno())
    return tuple(damages)


class Inflated(io.RawIOBase):
    """A gzip file of any number of members, as far as it can be read, without an error."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._waiting = b""

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; none at the end, or where the file is damaged."""
        room = size if size > 0 else READ_SIZE
        while True:
            data = self._waiting or self._file.read(READ_SIZE)
            if self._machine.eof:
                self._machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            if not data:
                return b""
            try:
                piece = self._machine.decompress(data, room)
            except zlib.error:
                return b""
            self._waiting = self._machine.unused_data or self._machine.unconsumed_tail
            if piece:
                return piece


def starts_as_gzip(file: IO[bytes]) -> bool:
    """Whether a file is compressed, whatever its name."""
    start = file.read(2)
    file.seek(0)
    return start == GZIP_MAGIC


def read_records(
    stream: IO[bytes] | Inflated, damages: list[Damage], name: str
) -> Iterator[ArcWarcRecord]:
    """The records up to the end, or up to where the file cannot be read on."""
    iterator = ArchiveIterator(
        stream, no_record_parse=True, arc2warc=True, verify_http=False, ensure_http_headers=False
    )
    count = 0
    try:
        for record in iterator:
            count += 1
            if record.rec_type in READABLE and (record.length or 0) <= MAX_PAYLOAD:
                yield record
            elif record.rec_type in READABLE:
                what = f"record {count} is larger than {MAX_PAYLOAD} bytes"
                damages.append(Damage(file=name, offset=0, what=what))
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        what = f"cannot be read after record {count} ({str(error).strip() or 'end of file'})"
        damages.append(Damage(file=name, offset=0, what=what))


def one_member(record: ArcWarcRecord) -> bytes:
    """A record as one gzip member, its block byte for byte as it was.

    Raises ``ValueError`` when the file ends within the record.
    Not by warcio's writer, which writes HTTP headers anew and so may break a block digest.
    """
    machine = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block: bytes = record.raw_stream.read()
    if len(block) < (record.length or 0):
        raise ValueError(f"record {record.rec_headers.get_header('WARC-Record-ID')} is cut off")
    record.rec_headers.replace_header("Content-Length", str(len(block)))
    whole = record.rec_headers.to_bytes(encoding="utf-8") + block + b"\r\n\r\n"
    return machine.compress(whole) + machine.flush()


def worth_keeping(found: Scan, kind: str) -> bool:
    """Whether a record is of use to the archive or to a player of it."""
    return bool(found.entries) or kind in ("warcinfo", "request")


def unreadable(why: str, path: Path) -> DocumentError:
    """The error for a file that cannot be imported."""
    return DocumentError(
        "archive.import", f"cannot be imported ({why})", str(path), "give a WARC file"
    )
