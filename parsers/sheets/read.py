"""Reading the sheets of a document: plain text here, pages in ``finder``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.sheets.coverage import page_reading
from parsers.sheets.extract import draft_extract
from parsers.sheets.records import SheetReader
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method
from schemas.parsed import ParsedSheet
from schemas.records import Issue, PageReading


@dataclass(slots=True)
class SheetsReading:
    """The sheets of a document, how its pages were read, and what is doubtful."""

    sheets: list[ParsedSheet] = field(default_factory=list)
    pages: list[PageReading] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_extract(
    text: str, document_id: str, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> SheetsReading:
    """The sheets of a plain text extract. Evidence has neither page nor box."""
    drafts, rest = draft_extract(text, vocabulary, pillars)
    reading = SheetsReading()
    for order, draft in enumerate(drafts, start=1):
        reader = SheetReader(draft, document_id, order, vocabulary, pillars)
        reading.sheets.append(reader.read())
        reading.issues.extend(reader.issues)
    loose = [*rest, *(held for draft in drafts for held in draft.loose)]
    used = [held for draft in drafts for held in draft.used()]
    reading.pages.append(page_reading(document_id, 1, used, loose, len(drafts), Method.TEXT))
    return reading
