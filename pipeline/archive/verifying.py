"""Reading the whole archive again, to be sure that it still holds what it should."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.archive.history import Holdings
from pipeline.archive.index import cdxj
from pipeline.archive.model import Damage, Entry, Scan
from pipeline.archive.reading import scan_file
from pipeline.archive.store import OPEN, Archive, only_committed


def verify(archive: Archive) -> Iterator[Damage]:
    """Everything that is wrong with the archive, worked out from the files themselves.

    Digests of blocks and payloads, records that refer to others, cards and their documents, and
    the index. The cache is not believed.
    """
    scans = [fresh_scan(archive, path.name) for path in archive.files()]
    holdings = Holdings(entry for scan in scans for entry in scan.entries)
    for scan in scans:
        yield from scan.damages
        for entry in scan.entries:
            yield from dangling(entry, holdings)
        if scan.entries != archive.scan_of(scan.file).entries:
            what = "changed since it was indexed"
            yield Damage(file=scan.file, offset=0, what=what)
    yield from stale_index(archive, scans)


def fresh_scan(archive: Archive, name: str) -> Scan:
    """What a file holds, read now."""
    scan = scan_file(archive.warcs / name, name.removesuffix(OPEN))
    return only_committed(scan) if name.endswith(OPEN) else scan


def dangling(entry: Entry, holdings: Holdings) -> Iterator[Damage]:
    """What a record refers to and the archive does not hold."""
    card = entry.card
    if card is None:
        if entry.kind == "revisit" and holdings.resolved(entry) is None:
            yield damage(entry, "refers to a payload that the archive does not hold")
        return
    missing = [record for record in card.responses if record not in holdings.by_record]
    if missing:
        yield damage(entry, f"tells of {len(missing)} responses that are not there")
    if card.document_id is not None and holdings.holder(card.document_id) is None:
        yield damage(entry, f"tells of {card.document_id}, which the archive does not hold")


def damage(entry: Entry, what: str) -> Damage:
    """Something wrong at a record."""
    return Damage(file=entry.file, offset=entry.offset, what=what)


def stale_index(archive: Archive, scans: list[Scan]) -> Iterator[Damage]:
    """An index that does not say what the closed files hold."""
    path = archive.folder / "index.cdxj"
    closed = [s for s in scans if (archive.warcs / s.file).exists()]
    if not closed:
        return
    wanted = set(cdxj(entry for scan in closed for entry in scan.entries).splitlines())
    held = set(path.read_bytes().splitlines()) if path.exists() else set()
    if missing := len(wanted - held):
        yield Damage(file=path.name, offset=0, what=f"lacks {missing} records")
