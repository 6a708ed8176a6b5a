"""The gate: a release is examined on the files as they were read back."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline.release.arrow_table import to_records
from pipeline.release.checks import check_tables
from pipeline.release.differences import differences, text_differences
from pipeline.release.json_lines import json_lines
from pipeline.release.layout import FORMATS, Format, table_path
from pipeline.release.model import Finding, TableEntry
from pipeline.release.reading import Read, read_table, same_lines
from schemas.errors import RunError
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa

Parsed = Mapping[Format, "pa.Table | Finding"]


def examine(
    entries: Mapping[str, TableEntry],
    read: Read,
    municipality_code: str,
    known: Mapping[str, pa.Table] | None = None,
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Read every file of every table back, compare the formats, and check keys and references.

    ``known`` is what was to be written, where that is still at hand; otherwise the rows with
    the logical hash of the manifest are what every file must hold. Returns the rows of the
    Parquet files, or of the reference where a Parquet file gives none.
    """
    rows: dict[str, pa.Table] = {}
    findings: list[Finding] = []
    for table in published_tables():
        if table.name not in entries:
            findings.append(Finding(file=table_path(table, "parquet"), problem="no such table"))
            continue
        wanted = known[table.name] if known is not None else None
        found, problems = _examine_table(table, entries[table.name], read, wanted)
        findings += problems
        if found is not None:
            rows[table.name] = found
    return rows, findings + check_tables(rows, municipality_code)


def _examine_table(
    table: Table, entry: TableEntry, read: Read, known: pa.Table | None
) -> tuple[pa.Table | None, list[Finding]]:
    payloads, findings = _payloads(table, read)
    parsed = _parsed(table, entry, payloads, known)
    reference = known if known is not None else _reference(table, entry, parsed)
    for kind, found in parsed.items():
        if isinstance(found, Finding):
            findings.append(found)
            if reference is not None and kind != "parquet":
                findings += text_differences(table, kind, reference, payloads[kind])
        elif reference is not None and not found.equals(reference):
            findings += differences(table, kind, reference, found)
    if reference is None:
        findings.append(_unknown(table, entry, parsed))
    parquet = parsed.get("parquet")
    return (reference if parquet is None or isinstance(parquet, Finding) else parquet), findings


def _payloads(table: Table, read: Read) -> tuple[dict[Format, bytes], list[Finding]]:
    payloads: dict[Format, bytes] = {}
    findings = []
    for kind in FORMATS:
        try:
            payloads[kind] = read(table_path(table, kind))
        except RunError:
            findings.append(Finding(file=table_path(table, kind), problem="is missing"))
    return payloads, findings


def _parsed(
    table: Table, entry: TableEntry, payloads: dict[Format, bytes], known: pa.Table | None
) -> Parsed:
    """Each format's rows. What has the very bytes of rows already read is not read again."""
    parsed: dict[Format, pa.Table | Finding] = {}
    for kind, payload in payloads.items():
        if kind == "json" and known is not None and _is_stated(entry, payload):
            parsed[kind] = known
        elif kind == "csv-ja" and "csv" in payloads and same_lines(table, payloads):
            parsed[kind] = parsed["csv"]
        else:
            parsed[kind] = read_table(table, kind, payload)
    return parsed


def _is_stated(entry: TableEntry, lines: bytes) -> bool:
    return sha256(lines).hexdigest() == entry.logical_sha256 and lines.count(b"\n") == entry.rows


def _reference(table: Table, entry: TableEntry, parsed: Parsed) -> pa.Table | None:
    """The rows of the first format that has what the manifest states."""
    for kind in ("json", "parquet", "csv", "csv-ja"):
        found = parsed.get(kind)
        if found is None or isinstance(found, Finding) or found.num_rows != entry.rows:
            continue
        if _is_stated(entry, json_lines(table, to_records(table, found))):
            return found
    return None


def _unknown(table: Table, entry: TableEntry, parsed: Parsed) -> Finding:
    counts = {kind: rows.num_rows for kind, rows in parsed.items() if not isinstance(rows, Finding)}
    listed = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    problem = f"no format has the {entry.rows} rows that the manifest states ({listed})"
    return Finding(file=table_path(table, "parquet"), problem=problem)
