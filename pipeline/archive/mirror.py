"""A copy of what a site's folder keeps, on an object store, for runs on more than one machine.

Only files that never change once they are there are copied: closed WARC files and results of
reading. Both sides keep what they have; a copy is whole or not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.archive.store import SUFFIX, write_whole
from pipeline.objects import connect
from schemas.errors import RunError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_AT_ONCE = 8
"""Copies under way at a time."""


class Mirror:
    """The place ``s3://bucket/prefix``; credentials come from the environment, as for releases.

    Raises:
        RunError: ``archive.mirror``, the store cannot be reached or refuses; ``archive.forked``,
            it holds another file under a name of ours.
    """

    def __init__(self, url: str) -> None:
        from obstore.exceptions import BaseError

        self.url = url.rstrip("/")
        try:
            self._store: ObjectStore = connect(self.url)
        except (BaseError, ValueError) as error:
            raise self._refused(error) from error

    def pull(self, folder: Path) -> int:
        """Bring files that are missing in the folder; how many came."""
        there = self._sizes()
        here = dict(_kept(folder))
        self._compare(here, there)
        missing = sorted(there.keys() - here.keys())
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda name: self._fetch(name, folder / name), missing))
        return len(missing)

    def push(self, folder: Path) -> int:
        """Send files that are missing in the store; how many went."""
        there = self._sizes()
        here = dict(_kept(folder))
        self._compare(here, there)
        missing = sorted(here.keys() - there.keys())
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda name: self._send(folder / name, name), missing))
        return len(missing)

    def _compare(self, here: dict[str, int], there: dict[str, int]) -> None:
        """Two runs that did not know of each other must not pass for one."""
        for name in sorted(here.keys() & there.keys()):
            if name.endswith(SUFFIX) and here[name] != there[name]:
                raise self._forked(name)

    def _sizes(self) -> dict[str, int]:
        import obstore

        with self._reported():
            batches = obstore.list(self._store)
            found = [(entry["path"], entry["size"]) for batch in batches for entry in batch]
        return {path: size for path, size in found if _is_kept(path)}

    def _fetch(self, name: str, target: Path) -> None:
        import obstore

        with self._reported():
            payload = bytes(obstore.get(self._store, name).bytes())
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_whole(target, payload)
        except OSError as error:
            raise RunError(
                "archive.unwritable", str(error.strerror), str(target), "free space, then run again"
            ) from error

    def _send(self, source: Path, name: str) -> None:
        import obstore
        from obstore.exceptions import AlreadyExistsError

        payload = source.read_bytes()
        try:
            with self._reported(AlreadyExistsError):
                obstore.put(self._store, name, payload, mode="create")
        except AlreadyExistsError as error:
            # An attempt whose answer was lost may have put it, or another run of this moment.
            with self._reported():
                held = bytes(obstore.get(self._store, name).bytes())
            if held != payload and name.endswith(SUFFIX):
                raise self._forked(name) from error

    def _forked(self, name: str) -> RunError:
        do = "keep both: rename the local file, import it, and run again"
        return RunError("archive.forked", "differs from the local file", f"{self.url}/{name}", do)

    def _refused(self, error: Exception) -> RunError:
        said = str(error).partition("\n")[0][:300]
        do = "check the address, the credentials and the network, then run again"
        return RunError("archive.mirror", said, self.url, do)

    @contextmanager
    def _reported(self, *expected: type[Exception]) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except expected:
            raise
        except (BaseError, PermissionError, FileNotFoundError) as error:
            raise self._refused(error) from error


def _is_kept(name: str) -> bool:
    warc = name.startswith("archive/warc/") and name.endswith(SUFFIX)
    return warc or (name.startswith("cache/readings/") and name.endswith(".json"))


def _kept(folder: Path) -> Iterator[tuple[str, int]]:
    """The files of a site's folder that are mirrored, with their sizes."""
    for part in ("archive/warc", "cache/readings"):
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and _is_kept(name):
                yield name, path.stat().st_size
