"""What the records of scanned pages still need: a second opinion, and boxes on the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as renewed
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from parsers.layout.model import Box
from parsers.possible import is_possible
from parsers.sheets.issues import issue
from parsers.sheets.read import SheetsReading
from parsers.vocabulary import Vocabulary
from schemas.enums import Method
from schemas.parsed import ParsedDocument, ParsedSheet
from schemas.records import Evidence, Issue

if TYPE_CHECKING:
    from parsers.ocr import Agreement, Scan, SecondReader
    from parsers.sources import Source

CHECKED = {
    "pillar_number": "pillar_number",
    "pillar_name": "pillar_number",
    "term": "term_raw",
    "term_raw": "term_raw",
    "due_raw": "due_raw",
    "due_date": "due_raw",
    "due_fiscal_year": "due_raw",
    "as_of_raw": "as_of_raw",
    "as_of_date": "as_of_raw",
    "value": "value",
}
"""Closed and numeric fields that a second engine also reads, and the one named in an issue."""
UNDOUBTED = 0.85
"""Agreement raises only what nothing else makes doubtful."""
_AT_ONCE = 64
"""Places looked at in one call of the second engine, from as many pages as hold them."""
_Place = tuple[int, Box, str]


def with_second_opinions(
    reading: SheetsReading, source: Source, reader: SecondReader | None, vocabulary: Vocabulary
) -> SheetsReading:
    """The sheets with closed fields of scanned pages surer or, with an issue, less sure.

    What the second engine reads where no such text can stand only goes into the evidence's note.
    """
    if reader is None or not source.scans:
        return reading
    places = {place for held in reading.sheets for row in held.evidence if (place := _place(row))}
    told = _Told(_opinions(sorted(places), source, reader), vocabulary)
    sheets = [_weighed(held, told) for held in reading.sheets]
    doubts = [doubt for held in reading.sheets for doubt in _doubts(held, told)]
    return renewed(reading, sheets=sheets, issues=[*reading.issues, *doubts])


def _place(row: Evidence) -> _Place | None:
    box = _box(row)
    if row.method is not Method.OCR or row.field not in CHECKED or box is None:
        return None
    return (row.page, box, row.text_raw) if row.page is not None and row.text_raw else None


def _box(row: Evidence) -> Box | None:
    if row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return None
    return Box(row.x0, row.top, row.x1, row.bottom)


def _opinions(
    places: Sequence[_Place], source: Source, reader: SecondReader
) -> Mapping[_Place, Agreement]:
    """Asked for many pages at once: the second engine's start costs more than its reading."""
    from parsers.ocr import opinions_on

    told: dict[_Place, Agreement] = {}
    clippings = _clippings(places, source)
    while held := list(islice(clippings, _AT_ONCE)):
        asked = [place for place, _ in held]
        texts = [text for _, _, text in asked]
        told |= dict(zip(asked, opinions_on([c for _, c in held], texts, reader), strict=True))
    return told


def _clippings(places: Sequence[_Place], source: Source) -> Iterator[tuple[_Place, Any]]:
    """The pixels of each place on a scanned page, page after page."""
    from parsers.ocr import clipped

    scanned = (place for place in places if place[0] in source.scans)
    for number, held in groupby(scanned, key=lambda place: place[0]):
        pixels, scale = source.level_page(number)
        in_columns = source.scans[number].in_columns
        for place in held:
            # The second engine reads lines only; of a column it would make up another text.
            seen = pixels[:0, :0] if in_columns and _is_tall(place[1]) else pixels
            yield place, clipped(seen, scale, place[1])


def _is_tall(box: Box) -> bool:
    return box.bottom - box.top > box.x1 - box.x0


@dataclass(frozen=True, slots=True)
class _Told:
    """What the second engine says about each place, and the texts that can stand there."""

    opinions: Mapping[_Place, Agreement]
    vocabulary: Vocabulary

    def about(self, row: Evidence) -> Agreement | None:
        """The opinion on the value of a row, None where there is none."""
        place = _place(row)
        return self.opinions.get(place) if place else None

    def differs(self, row: Evidence) -> Agreement | None:
        """The opinion where it is another text that the field can hold."""
        opinion = self.about(row)
        if opinion is None or opinion.verdict != "differs" or row.text_raw is None:
            return None
        could = is_possible(row.field, row.text_raw, opinion.text, self.vocabulary)
        return opinion if could else None


def _weighed(held: ParsedSheet, told: _Told) -> ParsedSheet:
    rows = tuple(_row(row, told) for row in held.evidence)
    lowest = min((opinion.confidence for _, opinion in _differing(held, told)), default=1.0)
    sheet = replace(held.sheet, confidence=min(held.sheet.confidence or 0.0, lowest))
    return replace(held, sheet=sheet, evidence=rows)


def _row(row: Evidence, told: _Told) -> Evidence:
    opinion = told.about(row)
    if opinion is None or opinion.verdict == "silent":
        return row
    if opinion.verdict == "agrees":
        return replace(row, confidence=opinion.confidence) if row.confidence >= UNDOUBTED else row
    if told.differs(row):
        return replace(row, confidence=min(row.confidence, opinion.confidence))
    note = f"the second engine reads {opinion.text!r}, which cannot stand here"
    return replace(row, note=f"{row.note}; {note}" if row.note else note)


def _differing(held: ParsedSheet, told: _Told) -> list[tuple[Evidence, Agreement]]:
    rows = [row for row in held.evidence if row.field == CHECKED.get(row.field)]
    return [(row, opinion) for row in rows if (opinion := told.differs(row)) is not None]


def _doubts(held: ParsedSheet, told: _Told) -> list[Issue]:
    sheet = held.sheet
    return [
        issue(
            "sheet.readings_differ",
            sheet.sheet_id,
            sheet.document_id,
            row.page,
            f"{row.text_raw} / {opinion.text}",
            row.field,
        )
        for row, opinion in _differing(held, told)
    ]


def on_paper(parsed: ParsedDocument, scans: Mapping[int, Scan]) -> ParsedDocument:
    """The document with boxes of turned or skewed scans where they lie on the page as it is."""
    if not scans:
        return parsed
    sheets = tuple(
        replace(held, evidence=tuple(_laid(row, scans) for row in held.evidence))
        for held in parsed.sheets
    )
    loose = tuple(_laid(row, scans) for row in parsed.evidence)
    return replace(parsed, sheets=sheets, evidence=loose)


def _laid(row: Evidence, scans: Mapping[int, Scan]) -> Evidence:
    box = _box(row)
    if box is None or row.page is None or row.page not in scans:
        return row
    lying = (round(edge, 2) for edge in scans[row.page].on_paper(box))
    x0, top, x1, bottom = lying
    return replace(row, x0=x0, top=top, x1=x1, bottom=bottom)
