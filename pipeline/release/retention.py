"""Which releases are kept: what ``latest`` or a tag names stays, and the newest ones."""

from __future__ import annotations

import re

import msgspec

from pipeline.release.manifest import read_manifest
from pipeline.release.store import Store, newest
from schemas.errors import UsageError

_TAGS = "tags"
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One release in the list."""

    version: str
    sequence: int
    rows: int
    schema_version: str
    is_latest: bool
    tags: tuple[str, ...]


def releases(store: Store) -> list[Listed]:
    """The releases that are there whole, the oldest first."""
    pointer = store.latest()
    tagged = tags(store)
    found = []
    for version in store.versions():
        manifest = read_manifest(store, version)
        names = tuple(name for name, target in tagged.items() if target == version)
        found.append(
            Listed(
                version=version,
                sequence=manifest.sequence,
                rows=sum(entry.rows for entry in manifest.tables),
                schema_version=manifest.schema_version,
                is_latest=pointer is not None and pointer.version == version,
                tags=names,
            )
        )
    return sorted(found, key=lambda release: (release.sequence, release.version))


def tags(store: Store) -> dict[str, str]:
    """The release that each tag names."""
    return {name: store.read(f"{_TAGS}/{name}").decode().strip() for name in store.names(_TAGS)}


def tag(store: Store, name: str, version: str) -> None:
    """Give a release a name, under which it is kept.

    Raises:
        UsageError: ``release.tag`` or ``release.unknown``.
    """
    if not _TAG.fullmatch(name):
        do = "use letters, digits, dots, hyphens and underscores, at most 64"
        raise UsageError("release.tag", "no name for a tag", name, do)
    known_version(store, version)
    store.put(f"{_TAGS}/{name}", f"{version}\n".encode())


def known_version(store: Store, name: str) -> str:
    """The version that a version, a tag or ``latest`` means.

    Raises:
        UsageError: ``release.unknown``.
        RunError: ``release.none`` where there is no release yet.
    """
    if name == "latest":
        return newest(store).version
    version = tags(store).get(name, name)
    if version not in store.versions():
        raise UsageError("release.unknown", "no such release", name, "kouyaku releases list")
    return version


def prune(store: Store, keep: int) -> list[str]:
    """Remove all but the ``keep`` newest releases and those that ``latest`` or a tag names.

    Returns the versions that were removed. Not to be run beside a publish on an object store,
    which has no lock.
    """
    found = releases(store)
    spare = found[: max(len(found) - keep, 0)]
    gone = [each.version for each in spare if not each.is_latest and not each.tags]
    for version in gone:
        store.remove(version)
    return gone
