"""The JSON of one document read, as ``kouyaku parse`` prints it: nested, bboxes as lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from schemas.parsed import ParsedDocument, ParsedMeeting, ParsedSheet
from schemas.records import Evidence, Record

_JAPAN = ZoneInfo("Asia/Tokyo")
Json = dict[str, Any]


def parsed_json(parsed: ParsedDocument) -> bytes:
    """One line of UTF-8 JSON with the contract's field names."""
    return msgspec.json.encode(
        {
            "document": _row(parsed.document),
            "sheets": [_sheet(sheet) for sheet in parsed.sheets],
            "meetings": [_meeting(meeting) for meeting in parsed.meetings],
            "goals": _rows(parsed.goals),
            "summaries": _rows(parsed.summaries),
            "terms": _rows(parsed.terms),
            "links": _rows(parsed.links),
            "pages": _rows(parsed.pages),
            "evidence": [_evidence(row) for row in parsed.evidence],
            "issues": _rows(parsed.issues),
        }
    )


def _sheet(parsed: ParsedSheet) -> Json:
    return _row(parsed.sheet) | {
        "actions": [action.text for action in parsed.actions],
        "action_kinds": [action.kind.value for action in parsed.actions],
        "keywords": [keyword.keyword for keyword in parsed.keywords],
        "metrics": _rows(parsed.metrics),
        "evidence": [_evidence(row) for row in parsed.evidence],
    }


def _meeting(parsed: ParsedMeeting) -> Json:
    return _row(parsed.meeting) | {
        "terms": [term.term.value for term in parsed.terms],
        "outcomes": _rows(parsed.outcomes),
        "pledge_changes": _rows(parsed.pledge_changes),
        "evidence": [_evidence(row) for row in parsed.evidence],
    }


def _evidence(evidence: Evidence) -> Json:
    row = _row(evidence)
    corners = [row.pop(name) for name in ("x0", "top", "x1", "bottom")]
    return row | {"bbox": None if None in corners else corners}


def _rows(records: Iterable[Record]) -> list[Json]:
    return [_row(record) for record in records]


def _row(record: Record) -> Json:
    row = {name: _value(value) for name, value in msgspec.structs.asdict(record).items()}
    return row | {"municipality_code": record.municipality_code or None}


def _value(value: object) -> object:
    return value.astimezone(_JAPAN).isoformat() if isinstance(value, datetime) else value
