"""Releases on an object store: immutable files, and a pointer that is put conditionally.

``latest`` is a small object that holds ``releases/<version>``. Address and credentials of the
store come from its usual environment variables (``AWS_ENDPOINT_URL``, ``AWS_REGION`` …).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.objects import connect
from pipeline.release.store import LAST_WRITTEN, Pointer, files_below, missing, overtaken
from schemas.errors import RunError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_POINTER = "latest"
_AT_ONCE = 8
"""Uploads under way at a time."""


class ObjectReleases:
    """A ``Store`` in a bucket."""

    def __init__(self, url: str) -> None:
        self.name = url.rstrip("/")
        self._store = _connect(self.name)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="kouyaku-release-") as folder:
            yield Path(folder)

    def latest(self) -> Pointer | None:
        import obstore

        with self._reported():
            try:
                found = obstore.get(self._store, _POINTER)
            except FileNotFoundError:
                return None
            path = bytes(found.bytes()).decode().strip()
        return Pointer(version=path.rpartition("/")[2], token=str(found.meta["e_tag"]))

    def versions(self) -> list[str]:
        return sorted(p.split("/")[1] for p in self._paths("releases") if _is_whole(p))

    def files(self, version: str) -> list[str]:
        prefix = f"releases/{version}"
        return sorted(path.removeprefix(f"{prefix}/") for path in self._paths(prefix))

    def read(self, path: str) -> bytes:
        import obstore

        with self._reported():
            try:
                return bytes(obstore.get(self._store, path).bytes())
            except FileNotFoundError as error:
                raise missing(self, path) from error

    def commit(self, folder: Path, version: str, seen: Pointer | None) -> None:
        if LAST_WRITTEN not in self.files(version):
            self._upload(folder, f"releases/{version}", seen)
        self._point(f"releases/{version}", seen)

    def remove(self, version: str) -> None:
        """The manifest goes first, so that a release half removed is no release."""
        import obstore

        with self._reported():
            obstore.delete(self._store, f"releases/{version}/{LAST_WRITTEN}")
            obstore.delete(self._store, self._paths(f"releases/{version}"))

    def put(self, path: str, payload: bytes) -> None:
        import obstore

        with self._reported():
            obstore.put(self._store, path, payload)

    def names(self, folder: str) -> list[str]:
        return sorted(path.removeprefix(f"{folder}/") for path in self._paths(folder))

    @contextmanager
    def local_copy(self, version: str, folder: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="kouyaku-copy-") as copy:
            for path in self.files(version):
                if path.startswith(f"{folder}/"):
                    target = Path(copy) / Path(path).name
                    target.write_bytes(self.read(f"releases/{version}/{path}"))
            yield Path(copy)

    def _upload(self, folder: Path, target: str, seen: Pointer | None) -> None:
        paths = [path for path in files_below(folder) if path.name != LAST_WRITTEN]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            names = (f"{target}/{path.relative_to(folder).as_posix()}" for path in paths)
            list(pool.map(self.put, names, map(Path.read_bytes, paths)))
        if self.latest() != seen:
            raise overtaken(self)
        self.put(f"{target}/{LAST_WRITTEN}", (folder / LAST_WRITTEN).read_bytes())

    def _point(self, target: str, seen: Pointer | None) -> None:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Any = {"e_tag": seen.token} if seen else "create"
        try:
            with self._reported(AlreadyExistsError, PreconditionError):
                obstore.put(self._store, _POINTER, f"{target}\n".encode(), mode=mode)
        except (AlreadyExistsError, PreconditionError) as error:
            now = self.latest()
            if now is None or now.version != target.rpartition("/")[2]:
                raise overtaken(self) from error

    def _paths(self, prefix: str) -> list[str]:
        import obstore

        with self._reported():
            batches = obstore.list(self._store, prefix)
            return [entry["path"] for batch in batches for entry in batch]

    @contextmanager
    def _reported(self, *expected: type[Exception]) -> Iterator[None]:
        """Turn what the store says into one line; what the caller expects passes through."""
        from obstore.exceptions import BaseError

        try:
            yield
        except expected:
            raise
        except (BaseError, PermissionError) as error:
            said = str(error).partition("\n")[0][:300]
            do = "check the address, the credentials and the network"
            raise RunError("release.store", said, self.name, do) from error


def _connect(url: str) -> ObjectStore:
    from obstore.exceptions import BaseError

    try:
        return connect(url)
    except (BaseError, ValueError) as error:
        said = str(error).partition("\n")[0][:300]
        raise RunError("release.store", said, url, "check the address") from error


def _is_whole(path: str) -> bool:
    parts = path.split("/")
    return len(parts) == 3 and parts[2] == LAST_WRITTEN
