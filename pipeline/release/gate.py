"""The gate: a release is examined on the files as they were read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from pipeline.release.checks import check_tables
from pipeline.release.differences import differences, text_differences
from pipeline.release.json_lines import table_lines
from pipeline.release.layout import FORMATS, Format, table_path
from pipeline.release.manifest import table_entry
from pipeline.release.model import Finding, Manifest, TableEntry
from pipeline.release.reading import Read, read_table, same_lines
from schemas.errors import RunError
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    import pyarrow as pa

Parsed = Mapping[Format, "pa.Table | Finding"]


def examine(
    manifest: Manifest,
    read: Read,
    known: Mapping[str, pa.Table] | None = None,
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Read every file of every table back, compare the formats, and check keys and references.

    ``known`` is what was to be written, where that is still at hand; otherwise the rows with
    the logical hash of the manifest are what every file must hold. Returns the rows of the
    Parquet files, or of the reference where a Parquet file gives none.
    """
    rows: dict[str, pa.Table] = {}
    findings: list[Finding] = []
    with ThreadPoolExecutor(2) as pool:
        examined = [
            pool.submit(_examine_table, table, manifest, read, known)
            for table in published_tables()
        ]
    for table, each in zip(published_tables(), examined, strict=True):
        found, problems = each.result()
        findings += problems
        if found is not None:
            rows[table.name] = found
    return rows, findings + check_tables(rows, manifest.municipality_code)


def _examine_table(
    table: Table, manifest: Manifest, read: Read, known: Mapping[str, pa.Table] | None
) -> tuple[pa.Table | None, list[Finding]]:
    entry = next((entry for entry in manifest.tables if entry.name == table.name), None)
    if entry is None:
        return None, [Finding(file=table_path(table, "parquet"), problem="no such table")]
    files = TableFiles(table, entry, manifest.municipality_name, read)
    return files.examine(known[table.name] if known is not None else None), files.findings


class TableFiles:
    """The files of one table in every format, and what is wrong with them."""

    def __init__(self, table: Table, entry: TableEntry, municipality: str, read: Read) -> None:
        self.findings: list[Finding] = []
        self._table = table
        self._entry = entry
        self._municipality = municipality
        self._payloads: dict[Format, bytes] = {}
        for kind in FORMATS:
            try:
                self._payloads[kind] = read(table_path(table, kind))
            except RunError:
                self.findings.append(Finding(file=table_path(table, kind), problem="is missing"))

    def examine(self, known: pa.Table | None) -> pa.Table | None:
        """Compare each format with the rows it should hold; returns those of the Parquet file."""
        parsed = self._parsed(known)
        reference = known if known is not None else self._reference(parsed)
        for kind, found in parsed.items():
            if isinstance(found, Finding):
                self.findings.append(found)
                if reference is not None and kind != "parquet":
                    self.findings += self.damaged_line(kind, reference)
            elif reference is not None and not found.equals(reference):
                self.findings += differences(self._table, kind, reference, found)
        parquet = parsed.get("parquet")
        return reference if parquet is None or isinstance(parquet, Finding) else parquet

    def damaged_line(self, kind: Format, reference: pa.Table) -> Iterator[Finding]:
        """The first line of a text file that is not as it was written."""
        payload = self._payloads[kind]
        return text_differences(self._table, kind, reference, payload, self._municipality)

    def _parsed(self, known: pa.Table | None) -> Parsed:
        """Each format's rows. What has the very bytes of rows already read is not read again."""
        parsed: dict[Format, pa.Table | Finding] = {}
        for kind, payload in self._payloads.items():
            if kind == "json" and known is not None and self._is_stated(payload):
                parsed[kind] = known
            elif kind == "csv-ja" and self._repeats(parsed.get("csv")):
                parsed[kind] = parsed["csv"]
            else:
                parsed[kind] = read_table(self._table, kind, payload)
        return parsed

    def _repeats(self, english: pa.Table | Finding | None) -> bool:
        if english is None or isinstance(english, Finding):
            return False
        return same_lines(self._table, self._payloads)

    def _is_stated(self, lines: bytes) -> bool:
        return table_entry(self._table.name, lines) == self._entry

    def _reference(self, parsed: Parsed) -> pa.Table | None:
        """The rows that the manifest states, or else those that most formats agree on."""
        readable = {kind: r for kind, r in parsed.items() if not isinstance(r, Finding)}
        for rows in readable.values():
            if rows.num_rows == self._entry.rows and self._is_stated(table_lines(rows)):
                return rows
        listed = ", ".join(f"{kind} {rows.num_rows}" for kind, rows in readable.items())
        stated = f"the {self._entry.rows} rows that the manifest states"
        problem = f"no format has {stated} ({listed or 'none'})"
        self.findings.append(Finding(file=table_path(self._table, "parquet"), problem=problem))
        found = list(readable.values())
        return max(found, key=lambda rows: sum(map(rows.equals, found)), default=None)
