"""Verifying a release as it stands, from its files alone."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from pipeline.release.differences import text_differences
from pipeline.release.gate import examine
from pipeline.release.layout import FORMATS, MANIFEST, SUMS, table_path
from pipeline.release.manifest import read_sums
from pipeline.release.model import Finding, Manifest
from pipeline.release.store import Store
from schemas.errors import RunError
from schemas.tables import SCHEMA_VERSION, published_tables


def verify(store: Store, version: str) -> list[Finding]:
    """What is wrong with a release: damaged, missing and foreign files, rows and keys.

    The tables of another schema version are checked by their checksums alone.

    Raises:
        RunError: ``release.missing`` where there is no such release.
    """
    files = _Files(store, version)
    sums = read_sums(files.read(SUMS))
    findings = files.check_presence(sums)
    damaged = {path for path in sums if files.is_damaged(path, sums[path])}
    try:
        manifest = msgspec.json.decode(files.read(MANIFEST), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RunError) as error:
        findings.append(Finding(file=MANIFEST, problem=f"cannot be read: {error}"))
        return findings + _by_file(damaged)
    findings += files.check_manifest(manifest, sums)
    if manifest.schema_version == SCHEMA_VERSION:
        findings += _check_tables(manifest, files, damaged)
    unnamed = damaged - {finding.file for finding in findings}
    return findings + _by_file(unnamed)


class _Files:
    """The files of one release, each read once."""

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self._folder = f"releases/{version}"
        self._there = store.files(version)
        self._payloads: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        if path not in self._payloads:
            self._payloads[path] = self._store.read(f"{self._folder}/{path}")
        return self._payloads[path]

    def is_damaged(self, path: str, digest: str) -> bool:
        return path in self._there and sha256(self.read(path)).hexdigest() != digest

    def check_presence(self, sums: Mapping[str, str]) -> list[Finding]:
        there = set(self._there) - {SUMS}
        lost = [Finding(file=path, problem="is missing") for path in sorted(sums.keys() - there)]
        odd = sorted(there - sums.keys())
        return lost + [Finding(file=path, problem="is not of this release") for path in odd]

    def check_manifest(self, manifest: Manifest, sums: Mapping[str, str]) -> list[Finding]:
        """The manifest and the checksums say the same of every file."""
        stated = {entry.path: entry.sha256 for entry in manifest.files}
        listed = {path: digest for path, digest in sums.items() if path != MANIFEST}
        differing = {path for path, _ in stated.items() ^ listed.items()}
        problem = f"{SUMS} and {MANIFEST} differ on it"
        return [Finding(file=path, problem=problem) for path in sorted(differing)]


def _check_tables(manifest: Manifest, files: _Files, damaged: set[str]) -> list[Finding]:
    """Rows, keys and references; a damaged text file whose cells read well is compared by line."""
    entries = {entry.name: entry for entry in manifest.tables}
    rows, findings = examine(manifest, files.read)
    named = {finding.file for finding in findings if finding.row}
    for table in published_tables():
        for kind in FORMATS:
            path = table_path(table, kind)
            if path not in damaged - named or table.name not in rows:
                continue
            if kind == "parquet":
                place = f"rows 1 to {entries[table.name].rows}"
                findings.append(Finding(file=path, row=place, problem="damaged beside its values"))
            else:
                findings += text_differences(
                    table, kind, rows[table.name], files.read(path), manifest.municipality_name
                )
    return findings


def _by_file(paths: set[str]) -> list[Finding]:
    problem = "its bytes are not those of its checksum"
    return [Finding(file=path, problem=problem) for path in sorted(paths)]
