"""The folders of one site's data, and the lock that keeps runs apart."""

from __future__ import annotations

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import BusyError, RunError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a site's archive and caches are kept."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def language(self) -> Path:
        """Readings and contents of texts; may be deleted at any time."""
        return self.folder / "cache" / "language"

    @property
    def readings(self) -> Path:
        """What was read of each document; may be deleted at any time."""
        return self.folder / "cache" / "readings"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one run; a second run leaves at once.

        Raises:
            BusyError: ``run.busy``, another run is under way.
            RunError: ``run.folder``, the folder cannot be written; ``run.disk``, the disk became
                full while it was held.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise RunError(
                "run.folder", f"cannot be written: {error.strerror}", str(self.folder), "use --out"
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError(
                    "run.busy", "another run is under way", str(self.folder), "wait for it to end"
                ) from error
            try:
                yield
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                raise RunError(
                    "run.disk",
                    f"the disk takes no more ({error.strerror})",
                    str(error.filename or self.folder),
                    "make room, then run again: it goes on where it was",
                ) from error
