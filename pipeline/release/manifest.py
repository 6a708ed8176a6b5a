"""The manifest and the checksums: what a release is made of, and from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.profiles.model import Profile
from pipeline.release.layout import MANIFEST, SUMS
from pipeline.release.model import FileEntry, Inputs, Manifest, TableEntry
from pipeline.release.store import Store, files_below
from schemas.errors import RunError
from schemas.tables import SCHEMA_VERSION


def table_entry(name: str, lines: bytes) -> TableEntry:
    """The entry of a table from its JSON Lines, whose bytes depend on the rows alone."""
    digest = sha256(f"{name} {SCHEMA_VERSION}\n".encode())
    digest.update(lines)
    return TableEntry(name=name, rows=lines.count(b"\n"), logical_sha256=digest.hexdigest())


def logical_hash(entries: Iterable[TableEntry], profile: Profile, code_version: str) -> str:
    """Hash of all that a release says: its rows, their schema, whose they are, the program."""
    said = {
        "schema_version": SCHEMA_VERSION,
        "code_version": code_version,
        "municipality": profile.municipality,
        "rights": profile.rights,
        "tables": {entry.name: entry.logical_sha256 for entry in entries},
    }
    return sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def version_id(inputs: Inputs, logical: str) -> str:
    """``20260401T000000Z-1a2b3c4d``: the newest input's time in UTC, and what is said."""
    return f"{moment(inputs)}-{logical[:8]}"


def moment(inputs: Inputs) -> str:
    """The newest input's time in UTC, as it stands in names."""
    return f"{inputs.newest().astimezone(UTC):%Y%m%dT%H%M%SZ}"


def file_entries(folder: Path, known: Mapping[str, FileEntry]) -> dict[str, FileEntry]:
    """Every file below a folder with its size and hash, by path; a known one is not read again."""
    found = {}
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        found[name] = known[name] if name in known else _file_entry(name, path)
    return found


def _file_entry(name: str, path: Path) -> FileEntry:
    payload = path.read_bytes()
    return FileEntry(path=name, bytes=len(payload), sha256=sha256(payload).hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json`` and then ``SHA256SUMS``, which covers it."""
    encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    (folder / MANIFEST).write_bytes(encoded)
    sums = {entry.path: entry.sha256 for entry in manifest.files}
    sums[MANIFEST] = sha256(encoded).hexdigest()
    lines = (f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
    (folder / SUMS).write_bytes("".join(lines).encode())


def read_manifest(store: Store, version: str) -> Manifest:
    """The manifest of a release. Raises RunError ``release.missing`` or ``release.damaged``."""
    path = f"releases/{version}/{MANIFEST}"
    try:
        return msgspec.json.decode(store.read(path), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        do = "restore the file, or remove this release"
        raise RunError("release.damaged", str(error), path, do) from error


def read_sums(payload: bytes) -> Mapping[str, str]:
    """Hash by path, from the lines of ``SHA256SUMS``; a line of another shape is left out."""
    parts = (line.split("  ", 1) for line in payload.decode(errors="replace").splitlines())
    return {pair[1]: pair[0] for pair in parts if len(pair) == 2}
