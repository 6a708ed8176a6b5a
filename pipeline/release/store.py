"""Where releases are kept: a folder or an object store, with one set of promises.

``releases/<version>/`` appears whole and never changes. ``latest`` names the newest release and
is switched in one step, only if nobody else switched it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec

from schemas.errors import RunError

LAST_WRITTEN = "manifest.json"
"""A release without it is not there yet."""


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """What ``latest`` named when it was read, and by what the store tells that it still does."""

    version: str
    token: str


class Store(Protocol):
    """A place for releases. Paths are relative to it, with forward slashes."""

    name: str

    def workspace(self) -> AbstractContextManager[Path]:
        """An empty local folder to write the next release into; gone afterwards."""

    def latest(self) -> Pointer | None:
        """The newest release, or none where nothing was published yet."""

    def versions(self) -> list[str]:
        """The releases that are there whole, by name."""

    def files(self, version: str) -> list[str]:
        """Paths of the files of a release, inside it, sorted."""

    def read(self, path: str) -> bytes:
        """A file's bytes. Raises RunError ``release.missing``."""

    def commit(self, folder: Path, version: str, seen: Pointer | None) -> None:
        """Make the folder's files a release, whole or not at all, and switch ``latest`` to it.

        A release of that name which is there already has the same rows and stays as it is.
        Raises RunError ``release.overtaken`` where ``latest`` is no longer ``seen``.
        """

    def remove(self, version: str) -> None:
        """Take a release away."""

    def put(self, path: str, payload: bytes) -> None:
        """Write a file outside the releases (a report, a tag), in one step."""

    def names(self, folder: str) -> list[str]:
        """Names of the files in a folder outside the releases, sorted."""

    def local_copy(self, version: str, folder: str) -> AbstractContextManager[Path]:
        """A local folder with the files of one folder of a release."""


def open_store(out: str) -> Store:
    """The store that ``OUT`` names: a folder, or ``s3://bucket/prefix``."""
    if "://" in out:
        from pipeline.release.object_store import ObjectReleases

        return ObjectReleases(out)
    from pipeline.release.folder_store import FolderReleases

    return FolderReleases(Path(out))


def newest(store: Store) -> Pointer:
    """The newest release. Raises RunError ``release.none`` where there is none."""
    pointer = store.latest()
    if pointer is None:
        raise RunError("release.none", "no release yet", store.name, "publish one: kouyaku run")
    return pointer


def overtaken(store: Store) -> RunError:
    """The error of the publisher who lost."""
    do = "run again: it starts from the release that is there now"
    return RunError("release.overtaken", "another publisher was faster", store.name, do)


def missing(store: Store, path: str) -> RunError:
    """The error of a file that is not there."""
    return RunError("release.missing", f"there is no {path}", store.name, "kouyaku releases list")


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in a fixed order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
