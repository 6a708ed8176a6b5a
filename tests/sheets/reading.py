"""What tests compare: a sheet's fields as one flat dictionary."""

from __future__ import annotations

from typing import Any

from parsers.document import parse_document
from parsers.sources import Engines
from parsers.vocabulary import Vocabulary
from pipeline.profiles import base_vocabulary
from schemas.parsed import ParsedDocument, ParsedSheet


def parse(data: bytes, vocabulary: Vocabulary | None = None) -> ParsedDocument:
    """Read a document with the base wording, or another one."""
    return parse_document(data, "paper", vocabulary or base_vocabulary(), Engines())


def fields(parsed: ParsedSheet) -> dict[str, Any]:
    """The fields a reader of the sheet would name, dates as text."""
    sheet = parsed.sheet
    return {
        "pillar": (sheet.pillar_number, sheet.pillar_name),
        "term": sheet.term.value if sheet.term else None,
        "title": sheet.title,
        "aim": sheet.aim,
        "actions": [action.text for action in parsed.actions],
        "due": sheet.due_raw,
        "due_date": sheet.due_date.isoformat() if sheet.due_date else None,
        "due_note": sheet.due_note,
        "as_of": sheet.as_of_date.isoformat() if sheet.as_of_date else None,
        "achieved": sheet.achieved,
        "progress": None if sheet.progress_ratio is None else round(sheet.progress_ratio, 1),
    }
