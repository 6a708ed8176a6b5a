"""Comparing two sides sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.diff.sources import Side
from pipeline.resolve.differences import differences
from pipeline.resolve.matching import match_sheets
from schemas.enums import Change, Method
from schemas.parsed import ParsedSheet
from schemas.records import Evidence


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value stands, so that a crop of it can be made."""

    document_id: str
    page: int
    bbox: tuple[float, float, float, float]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One changed field of one pledge, with where both values stand."""

    pledge_id: str | None
    title: str | None
    change: Change
    field: str
    old: str | None
    new: str | None
    old_place: Place | None = None
    new_place: Place | None = None


def compare(before: Side, after: Side) -> list[Difference]:
    """Everything that differs, in the order of the newer side; what is gone comes last."""
    pairs = _pairs(before, after)
    found = [row for old, new in pairs if old and new for row in _changed(old, new)]
    found += [_whole(new, Change.ADDED) for old, new in pairs if old is None and new]
    found += [_whole(old, Change.REMOVED) for old, new in pairs if new is None and old]
    return found


Pair = tuple[ParsedSheet | None, ParsedSheet | None]


def _pairs(before: Side, after: Side) -> list[Pair]:
    if before.by_pledge and after.by_pledge:
        old = {s.sheet.pledge_id or s.sheet.sheet_id: s for s in before.sheets}
        new = {s.sheet.pledge_id or s.sheet.sheet_id: s for s in after.sheets}
        shared: list[Pair] = [(old.get(key), sheet) for key, sheet in new.items()]
        return [*shared, *((sheet, None) for key, sheet in old.items() if key not in new)]
    matches = match_sheets(before.sheets, after.sheets, ()).matches
    olds, news = {m.old for m in matches}, {m.new for m in matches}
    pairs: list[Pair] = [(before.sheets[m.old], after.sheets[m.new]) for m in matches]
    pairs += [(None, sheet) for n, sheet in enumerate(after.sheets) if n not in news]
    return [*pairs, *((sheet, None) for n, sheet in enumerate(before.sheets) if n not in olds)]


def _changed(old: ParsedSheet, new: ParsedSheet) -> Iterator[Difference]:
    by_ocr = any(row.method is Method.OCR for row in (*old.evidence, *new.evidence))
    for difference in differences(old, new, by_ocr):
        yield Difference(
            pledge_id=new.sheet.pledge_id or old.sheet.pledge_id,
            title=new.sheet.title,
            change=difference.change,
            field=difference.field,
            old=difference.old,
            new=difference.new,
            old_place=_place(old, difference.field),
            new_place=_place(new, difference.field),
        )


def _whole(parsed: ParsedSheet, change: Change) -> Difference:
    title = parsed.sheet.title
    added = change is Change.ADDED
    place = _place(parsed, "title")
    return Difference(
        pledge_id=parsed.sheet.pledge_id,
        title=title,
        change=change,
        field="title",
        old=None if added else title,
        new=title if added else None,
        old_place=None if added else place,
        new_place=place if added else None,
    )


def _place(parsed: ParsedSheet, field: str) -> Place | None:
    """The box around all evidence of a field on its first page."""
    names = {field, *_WRITTEN_AS.get(field, ())}
    rows = [row for row in parsed.evidence if row.field in names and _has_box(row)]
    if not rows:
        return None
    page = min(row.page or 0 for row in rows)
    boxes = [row for row in rows if row.page == page]
    return Place(
        document_id=rows[0].document_id,
        page=page,
        bbox=(
            min(row.x0 or 0.0 for row in boxes),
            min(row.top or 0.0 for row in boxes),
            max(row.x1 or 0.0 for row in boxes),
            max(row.bottom or 0.0 for row in boxes),
        ),
    )


_WRITTEN_AS = {"due_date": ("due_raw", "due_fiscal_year"), "term": ("term_raw",)}
"""Fields whose evidence may stand under the name of the text they are read from."""


def _has_box(row: Evidence) -> bool:
    return row.page is not None and None not in (row.x0, row.top, row.x1, row.bottom)
