"""The archive: WARC files that are the truth, and what is worked out from them.

warc/<name>.warc.gz        one file a run, or an imported one
warc/<name>.warc.gz.open   the file of a run that is under way, or was cut off
index.cdxj                 where every record is, by URL and time
cache/<name>.json          what reading a closed file gave; may be deleted at any time
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from pipeline.archive.history import Holdings, captures_of, latest_of, previous_of
from pipeline.archive.index import cdxj
from pipeline.archive.model import Damage, Entry, Scan
from pipeline.archive.reading import read_payload, scan_file
from pipeline.fetch.model import Previous
from schemas.errors import DocumentError
from schemas.records import Capture

SUFFIX = ".warc.gz"
OPEN = ".open"
CACHE_VERSION = 1


class CachedScan(msgspec.Struct, frozen=True):
    """A scan with the version of the code that made it."""

    version: int
    scan: Scan


class Archive:
    """All that was ever captured of a site. Reading needs no lock; writing needs the run's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warcs = folder / "warc"
        self._scans: dict[str, Scan] = {}
        self._derived: tuple[Holdings, tuple[Capture, ...]] | None = None
        for path in self.files():
            scan = self._load(path)
            self._scans[scan.file] = scan

    def files(self) -> list[Path]:
        """The WARC files, by name; that of an unfinished run is among them."""
        found = [*self.warcs.glob(f"*{SUFFIX}"), *self.warcs.glob(f"*{SUFFIX}{OPEN}")]
        return sorted(found, key=lambda path: path.name.removesuffix(OPEN))

    def unfinished(self) -> set[str]:
        """Names of the files of runs that were cut off or are under way."""
        return {p.name.removesuffix(OPEN) for p in self.files() if p.name.endswith(OPEN)}

    def path_of(self, file: str) -> Path:
        """Where a WARC file is now, by the name its records go by."""
        closed = self.warcs / file
        return closed if closed.exists() else self.warcs / (file + OPEN)

    def entries(self) -> Iterable[Entry]:
        """Every record, file by file. Records of an unfinished run count once committed."""
        for scan in self._scans.values():
            yield from scan.entries

    def damages(self) -> tuple[Damage, ...]:
        """What reading the files found to be wrong with them."""
        return tuple(damage for scan in self._scans.values() for damage in scan.damages)

    def captures(self) -> tuple[Capture, ...]:
        """Every capture, by time, then URL."""
        return self._derive()[1]

    def holdings(self) -> Holdings:
        """Which record holds which payload."""
        return self._derive()[0]

    def payload(self, document_id: str) -> bytes:
        """The bytes of a document. Raises :class:`DocumentError` when not held or damaged."""
        entry = self.holdings().holder(document_id)
        if entry is None:
            raise DocumentError(
                "archive.missing", "the archive does not hold this document", document_id
            )
        return read_payload(self.path_of(entry.file), entry)

    def latest(self, url: str, before: datetime | None = None) -> Capture | None:
        """The last good capture of a URL, at or before a time."""
        return latest_of(self.captures(), url, before)

    def previous(self, url: str, before: datetime | None = None) -> Previous | None:
        """What a conditional request for a URL needs to know."""
        return previous_of(self.captures(), url, before)

    def take_in(self, scan: Scan) -> None:
        """Note what a file holds now."""
        self._scans[scan.file] = scan
        self._derived = None

    def scan_of(self, file: str) -> Scan:
        """What a file was found to hold."""
        return self._scans[file]

    def settle(self) -> None:
        """Write the index if a run ended between its file and its index."""
        closed = [file for file in self._scans if (self.warcs / file).exists()]
        if not all(self._cache_of(file).exists() for file in closed):
            self.write_index()

    def write_index(self) -> None:
        """Bring the CDXJ index and the cache up to date with the files."""
        closed = [s for s in self._scans.values() if (self.warcs / s.file).exists()]
        index = cdxj(entry for scan in closed for entry in scan.entries)
        write_whole(self.folder / "index.cdxj", index)
        # The cache comes last: that it is there tells that the index is, too.
        for scan in closed:
            cache = self._cache_of(scan.file)
            if not cache.exists():
                write_whole(cache, msgspec.json.encode(CachedScan(CACHE_VERSION, scan)))

    def _derive(self) -> tuple[Holdings, tuple[Capture, ...]]:
        if self._derived is None:
            entries = tuple(self.entries())
            holdings = Holdings(entries)
            self._derived = holdings, captures_of(entries, holdings)
        return self._derived

    def _cache_of(self, file: str) -> Path:
        return self.folder / "cache" / f"{file}.json"

    def _load(self, path: Path) -> Scan:
        """What a file holds, from the cache if that is of this very file."""
        name = path.name.removesuffix(OPEN)
        if path.name.endswith(OPEN):
            return only_committed(scan_file(path, name))
        cached = read_cache(self._cache_of(name))
        if cached is not None and cached.size == path.stat().st_size:
            return cached
        return scan_file(path, name)


def read_cache(path: Path) -> Scan | None:
    """A cached scan; null when there is none or another version wrote it."""
    try:
        cached = msgspec.json.decode(path.read_bytes(), type=CachedScan)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
    return cached.scan if cached.version == CACHE_VERSION else None


def only_committed(scan: Scan) -> Scan:
    """A scan of a file under way without what a cut left unfinished at its end."""
    return msgspec.structs.replace(
        scan,
        entries=tuple(e for e in scan.entries if e.end <= scan.committed),
        damages=tuple(d for d in scan.damages if d.offset < scan.committed),
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".tmp")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as the bytes of its files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
