"""Publishing: prepare, write aside, read back, examine, make it a release, switch ``latest``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from pipeline.profiles.model import Profile
from pipeline.release.diff import Diff, compare
from pipeline.release.floors import check_against_last, check_floors
from pipeline.release.gate import examine
from pipeline.release.manifest import (
    file_entries,
    logical_hash,
    moment,
    read_manifest,
    version_id,
    write_manifest,
)
from pipeline.release.metadata import write_metadata
from pipeline.release.model import Finding, Inputs, Manifest, Published, Rows
from pipeline.release.prepare import Prepared, prepare
from pipeline.release.staging import write_tables
from pipeline.release.store import Store, missing, open_store
from schemas.errors import RefusedError
from schemas.tables import SCHEMA_VERSION

Extras = Callable[[Path], None]
"""Adds files (the site) to the folder of a release, whose tables are there already."""


def publish(
    rows: Rows, profile: Profile, out: str, inputs: Inputs, extras: Extras | None = None
) -> Published:
    """Make the rows the newest release of ``out``, a folder or ``s3://bucket/prefix``.

    Where the newest release says the same already, nothing is written.

    Raises:
        RefusedError: ``release.gate`` and the like; the report stands in ``OUT/reports``.
        RunError: ``release.overtaken`` where another publisher was faster.
    """
    store = open_store(out)
    seen = store.latest()
    last = read_manifest(store, seen.version) if seen else None
    prepared = _prepared(rows, profile, inputs, store)
    logical = logical_hash(prepared.entries.values(), profile, inputs.code_version)
    if seen and last and last.logical_sha256 == logical:
        return _outcome(seen.version, False, last, prepared)
    manifest = _manifest(version_id(inputs, logical), logical, last, prepared, inputs, profile)
    with store.workspace() as folder:
        diff = compare(last, prepared.entries, prepared.lines, store)
        _write(folder, manifest, prepared, profile, diff, extras)
        _examine(folder, manifest, prepared, profile, store, last)
        store.commit(folder, manifest.version, seen)
    return _outcome(manifest.version, True, last, prepared)


def _prepared(rows: Rows, profile: Profile, inputs: Inputs, store: Store) -> Prepared:
    """The rows in order; where the schema does not admit them, the refusal is reported."""
    try:
        return prepare(rows, profile)
    except RefusedError as error:
        counts = {name: len(records) for name, records in rows.items()}
        finding = {"file": error.where, "row": "", "problem": error.what}
        _report(store, f"{moment(inputs)}-schema", {"rows": counts, "findings": [finding]})
        raise


def _outcome(version: str, changed: bool, last: Manifest | None, prepared: Prepared) -> Published:
    return Published(
        version=version,
        changed=changed,
        previous=last.version if last else None,
        rows={entry.name: entry.rows for entry in prepared.entries.values()},
        held_back=prepared.held_back,
    )


def _manifest(
    version: str,
    logical: str,
    last: Manifest | None,
    prepared: Prepared,
    inputs: Inputs,
    profile: Profile,
) -> Manifest:
    captures = sorted(inputs.captures, key=lambda c: (c.captured_at, c.capture_id))
    return Manifest(
        version=version,
        sequence=last.sequence + 1 if last else 1,
        previous=last.version if last else None,
        logical_sha256=logical,
        schema_version=SCHEMA_VERSION,
        code_version=inputs.code_version,
        municipality_code=profile.municipality.code,
        municipality_name=profile.municipality.name,
        profile=profile.id,
        tables=tuple(prepared.entries.values()),
        inputs=tuple(captures),
        files=(),
    )


def _write(
    folder: Path,
    manifest: Manifest,
    prepared: Prepared,
    profile: Profile,
    diff: Diff,
    extras: Extras | None,
) -> None:
    tables = write_tables(folder, prepared.arrow, prepared.lines, profile.municipality.name)
    write_metadata(folder, manifest, profile, diff, tables)
    if extras:
        extras(folder)
    files = file_entries(folder, tables)
    write_manifest(folder, msgspec.structs.replace(manifest, files=tuple(files.values())))


def _examine(
    folder: Path,
    manifest: Manifest,
    prepared: Prepared,
    profile: Profile,
    store: Store,
    last: Manifest | None,
) -> None:
    """The gate; its report is kept where it fails."""

    def read(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError as error:
            raise missing(store, path) from error

    rows, findings = examine(manifest, read, prepared.arrow)
    if not findings:
        findings += check_floors(rows, profile.expected)
        if last:
            findings += check_against_last(rows, store, last, profile.expected)
    if findings:
        raise _refusal(findings, manifest, prepared, store)


def _refusal(
    findings: Sequence[Finding], manifest: Manifest, prepared: Prepared, store: Store
) -> RefusedError:
    report = {
        "version": manifest.version,
        "previous": manifest.previous,
        "rows": {entry.name: entry.rows for entry in prepared.entries.values()},
        "held_back": prepared.held_back,
        "findings": findings,
    }
    path = _report(store, manifest.version, report)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    do = f"see {store.name}/{path}; the last release is untouched"
    return RefusedError("release.gate", f"{findings[0]}{more}", store.name, do)


def _report(store: Store, name: str, report: Mapping[str, object]) -> str:
    path = f"reports/refused-{name}.json"
    store.put(path, msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return path
