"""Writing the WARC file of one run, so that it may be cut off at any moment and go on."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from pipeline.archive.history import Story, capture_id_of, from_card, identified
from pipeline.archive.index import timestamp
from pipeline.archive.model import Entry, Scan
from pipeline.archive.reading import scan
from pipeline.archive.store import OPEN, SUFFIX, Archive, sync_folder
from pipeline.archive.writing import GroupWriter
from pipeline.fetch.model import Fetched
from pipeline.fetch.urls import archived_url
from schemas.errors import RunError
from schemas.records import Capture

RESUME_WITHIN = timedelta(days=1)
"""A run that was cut off longer ago is closed as it is; what it fetched is history by now."""
FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def begin(archive: Archive, site_id: str, started_at: datetime, agent: str) -> ArchiveRun:
    """Begin a run, or go on with the one of this site that was cut off within the last day.

    ``started_at`` names the file; ``agent`` is the User-Agent of the run. Raises
    :class:`RunError` when the archive cannot be written.
    """
    try:
        archive.warcs.mkdir(parents=True, exist_ok=True)
        for leftover in archive.folder.rglob("*.tmp"):
            leftover.unlink()
        archive.settle()
        name = unfinished(archive, site_id, started_at)
        if name is None:
            name = free_name(archive, f"{site_id}-{timestamp(started_at)}")
        run = ArchiveRun(archive, name)
        run.introduce(begun_at(name, site_id) or started_at, warcinfo(site_id, agent))
        return run
    except OSError as error:
        raise unwritable(error, archive.folder) from error


def unfinished(archive: Archive, site_id: str, now: datetime) -> str | None:
    """The file of a run to go on with; runs that are too old are finished on the way."""
    found: str | None = None
    for path in archive.files():
        if not path.name.startswith(f"{site_id}-") or not path.name.endswith(SUFFIX + OPEN):
            continue
        name = path.name.removesuffix(OPEN)
        begun = begun_at(name, site_id)
        if begun is not None and timedelta(0) <= now - begun <= RESUME_WITHIN:
            found = name
        elif begun is not None:
            with ArchiveRun(archive, name) as old:
                old.finish()
    return found


def begun_at(name: str, site_id: str) -> datetime | None:
    """When a run began, from its file's name; null for the file of another site."""
    digits = name.removeprefix(f"{site_id}-")[:14]
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def free_name(archive: Archive, stem: str) -> str:
    """A file name that no earlier run has taken."""
    taken = {path.name.removesuffix(OPEN) for path in archive.files()}
    number = 1
    while (name := f"{stem}{'' if number == 1 else f'_{number}'}{SUFFIX}") in taken:
        number += 1
    return name


def warcinfo(site_id: str, agent: str) -> dict[str, str]:
    """The fields of the record a file begins with."""
    return {
        "software": agent.split(" ")[0],
        "format": "WARC File Format 1.1",
        "conformsTo": FORMAT,
        "isPartOf": site_id,
        "http-header-user-agent": agent,
        "robots": "obey",
    }


class ArchiveRun:
    """The file of the run under way. Leaving the ``with`` block does not finish the run."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive = archive
        self.name = name
        self._path = archive.warcs / (name + OPEN)
        if not self._path.exists():
            self._path.touch()
            sync_folder(archive.warcs)
            archive.take_in(Scan(file=name, size=0, committed=0))
        self._file: BinaryIO = self._path.open("r+b")
        self._cut_to(archive.scan_of(name).committed)
        # Working out a long history anew after each fetch would take longer than fetching.
        self.before = archive.captures()
        self._holdings = archive.holdings()
        self._story = Story()
        self._done: dict[str, Capture] = {c.url: c for c in self.captures()}
        for capture in self.before:
            self._story.told(capture)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def introduce(self, started_at: datetime, info: dict[str, str]) -> None:
        """Write the record a file begins with, unless it is there already."""
        if self.archive.scan_of(self.name).size == 0:
            writer = GroupWriter(self.name, 0)
            writer.warcinfo(started_at, info)
            self._commit(writer.content())

    def append(self, fetched: Fetched) -> Capture:
        """Archive a fetch; when this returns, it is on the disk whole.

        The fetches of robots.txt that came before it are archived with it, as captures of their
        own. Raises :class:`RunError` when the disk does not take it; nothing of it is left then.
        """
        offset = self.archive.scan_of(self.name).size
        writer = GroupWriter(self.name, offset)
        pending: dict[str, Entry] = {}
        for visit in (*fetched.robots_visits, fetched):
            writer.fetch(visit, lambda key: pending.get(key) or self._holder(key))
            for entry in scan(writer.content(), self.name, offset).entries:
                for key in (entry.document_id, entry.payload_digest):
                    if key is not None and entry.kind == "response" and entry.document_id:
                        pending.setdefault(key, entry)
        for entry in self._commit(writer.content()):
            if entry.card is not None:
                capture = identified(from_card(entry, self._holdings))
                self._done[capture.url] = self._story.told(capture)
        return self._done[fetched.url]

    def captures(self) -> tuple[Capture, ...]:
        """The captures of this run so far, those before a cut included, as the archive has them."""
        holdings = self.archive.holdings()
        cards = (e for e in self.archive.scan_of(self.name).entries if e.card is not None)
        mine = {capture_id_of(from_card(card, holdings)) for card in cards}
        return tuple(c for c in self.archive.captures() if c.capture_id in mine)

    def captured(self, url: str) -> Capture | None:
        """What this run has already archived of a URL, whatever came of it."""
        return self._done.get(archived_url(url))

    def finish(self) -> None:
        """Close the file under its lasting name and bring the index up to date."""
        self._file.close()
        try:
            self._path.replace(self.archive.warcs / self.name)
            sync_folder(self.archive.warcs)
            self.archive.write_index()
        except OSError as error:
            raise unwritable(error, self.archive.folder) from error

    def _holder(self, key: str) -> Entry | None:
        return self._holdings.holder(key)

    def _commit(self, content: bytes) -> tuple[Entry, ...]:
        """Write records at the end, have them on the disk, and only then count them."""
        before = self.archive.scan_of(self.name)
        try:
            self._file.seek(before.size)
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                self._cut_to(before.size)
            raise unwritable(error, self._path) from error
        added = scan(content, self.name, before.size)
        self.archive.take_in(
            msgspec.structs.replace(
                before,
                size=before.size + len(content),
                committed=added.committed,
                entries=(*before.entries, *added.entries),
            )
        )
        for entry in added.entries:
            self._holdings.add(entry)
        return added.entries

    def _cut_to(self, size: int) -> None:
        """Take off what a cut, or a full disk, left unfinished at the end."""
        self._file.truncate(size)
        os.fsync(self._file.fileno())
        kept = self.archive.scan_of(self.name)
        self.archive.take_in(msgspec.structs.replace(kept, size=size, committed=size))


def unwritable(error: OSError, where: Path) -> RunError:
    """The error for a disk that does not take what must be kept."""
    return RunError(
        "archive.unwritable",
        f"the archive cannot be written ({error.strerror or error})",
        str(where),
        "free space or mend the permissions, then run again: it goes on where it was",
    )
