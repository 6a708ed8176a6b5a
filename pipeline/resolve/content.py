"""The hash of what a document says, so that a file that was only saved again is told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from schemas.parsed import ParsedDocument
from schemas.records import Record

_OF_THE_FILE = {
    "municipality_code",
    "document_id",
    "sheet_id",
    "confidence",
    "computed_total",
    "computed_achieved",
    "computed_rate_percent",
}
"""Columns that tell of the file or of our reading and not of what the document says."""


def content_hash(parsed: ParsedDocument) -> str | None:
    """``sha256:<hex>`` of the words and figures read; null where nothing was."""
    said = [[_rows([s.sheet]), _rows(s.actions), _rows(s.metrics)] for s in parsed.sheets] + [
        [_rows([m.meeting]), _rows(m.terms), _rows(m.outcomes), _rows(m.pledge_changes)]
        for m in parsed.meetings
    ]
    loose = [_rows(rows) for rows in (parsed.goals, parsed.summaries, parsed.terms, parsed.links)]
    if not said and not any(loose):
        return None
    encoded = msgspec.json.encode([said, loose], order="sorted")
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}"


def _rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in msgspec.to_builtins(row).items() if key not in _OF_THE_FILE}
        for row in records
    ]
