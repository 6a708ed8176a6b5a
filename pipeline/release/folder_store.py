"""Releases in a local folder: rename for wholeness, a symbolic link for ``latest``."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.release.store import LAST_WRITTEN, Pointer, files_below, missing, overtaken

_STAGING = ".staging"
_LINK = "latest"


class FolderReleases:
    """A ``Store`` in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        staging = self.root / _STAGING
        with self._locked():
            _sweep(staging)
            folder = Path(tempfile.mkdtemp(dir=staging))
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            os.close(handle)
            shutil.rmtree(folder, ignore_errors=True)

    def latest(self) -> Pointer | None:
        try:
            version = os.path.basename(os.readlink(self.root / _LINK))
        except FileNotFoundError:
            return None
        return Pointer(version=version, token=version)

    def versions(self) -> list[str]:
        found = (self.root / "releases").glob(f"*/{LAST_WRITTEN}")
        return sorted(path.parent.name for path in found)

    def files(self, version: str) -> list[str]:
        folder = self._folder(version)
        return sorted(path.relative_to(folder).as_posix() for path in files_below(folder))

    def read(self, path: str) -> bytes:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError as error:
            raise missing(self, path) from error

    def commit(self, folder: Path, version: str, seen: Pointer | None) -> None:
        target = self._folder(version)
        folders = (path for path in folder.rglob("*") if path.is_dir())
        for path in (*files_below(folder), *folders, folder):
            _sync(path)
        folder.chmod(0o755)
        target.parent.mkdir(exist_ok=True)
        with self._locked():
            if self.latest() != seen:
                raise overtaken(self)
            if not target.exists():
                folder.rename(target)
                _sync(target.parent)
            self._point(version)

    def remove(self, version: str) -> None:
        with self._locked():
            grave = Path(tempfile.mkdtemp(dir=self.root / _STAGING))
            self._folder(version).rename(grave / version)
        shutil.rmtree(grave, ignore_errors=True)

    def put(self, path: str, payload: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        aside.write_bytes(payload)
        _sync(aside)
        aside.replace(target)

    def names(self, folder: str) -> list[str]:
        found = (self.root / folder).glob("*")
        return sorted(path.name for path in found if not path.name.startswith("."))

    @contextmanager
    def local_copy(self, version: str, folder: str) -> Iterator[Path]:
        yield self._folder(version) / folder

    def _point(self, version: str) -> None:
        link = self.root / _STAGING / _LINK
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / version)
        link.replace(self.root / _LINK)
        _sync(self.root)

    def _folder(self, version: str) -> Path:
        return self.root / "releases" / version

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Held for the moment of a switch only; the system lets go of it when a process dies."""
        (self.root / _STAGING).mkdir(parents=True, exist_ok=True)
        with (self.root / _STAGING / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(staging: Path) -> None:
    """Remove what killed writers left; a living writer holds a lock on its folder."""
    for folder in staging.iterdir():
        if not folder.is_dir():
            continue
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
