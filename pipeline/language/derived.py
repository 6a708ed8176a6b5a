"""Rows made from readings and contents: entities, keywords, links, issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from parsers.language.keywords import score_sheets
from parsers.language.links import WORDING, Thing, link, thing_of
from parsers.language.model import Compound, Content, Reading
from pipeline.language.texts import Text
from pipeline.resolve.tables import Rows
from schemas.enums import Severity
from schemas.records import Entity, Issue, Pledge, PledgeLink, Sheet, SheetKeyword

UNAVAILABLE = "language.unavailable"
"""Rule: the packages of the language part are missing, so that its columns are null."""
UNSURE = "language.unsure_reading"
"""Rule: a reading holds words that the dictionaries do not know or read in different ways."""
_LINKING_KEYWORDS = 5
"""Of each sheet's keywords, how many of the best link pledges."""

Contents = Sequence[tuple[Text, Content]]


def entities_of(contents: Contents) -> Iterator[Entity]:
    """The named things, in the order of the texts."""
    for text, content in contents:
        for span in content.spans:
            yield Entity(
                source_table=text.table,
                source_id=text.row_id,
                source_field=text.field,
                start=span.start,
                end=span.end,
                text=text.text[span.start : span.end],
                label=span.label,
                normalised=span.normalised,
            )


def keywords_of(rows: Rows, contents: Contents) -> Iterator[SheetKeyword]:
    """The best keywords of every sheet."""
    sheets: dict[str, dict[str, list[Compound]]] = {}
    for text, content in contents:
        if text.sheet_id:
            parts = sheets.setdefault(text.sheet_id, {})
            parts.setdefault(text.part, []).extend(content.compounds)
    for sheet_id, scored in score_sheets(sheets, _pledges(rows)).items():
        for rank, (keyword, score) in enumerate(scored, 1):
            yield SheetKeyword(sheet_id=sheet_id, rank=rank, keyword=keyword, score=score)


def _pledges(rows: Rows) -> dict[str, str]:
    sheets = (row for row in rows["sheets"] if isinstance(row, Sheet))
    return {sheet.sheet_id: sheet.pledge_id or sheet.sheet_id for sheet in sheets}


def links_of(
    rows: Rows, contents: Contents, keywords: Iterable[SheetKeyword]
) -> Iterator[PledgeLink]:
    """Pledges of the present that share something, by what their present sheets say."""
    present = {
        row.sheet_id: row.pledge_id
        for row in rows["pledges"]
        if isinstance(row, Pledge) and row.sheet_id and row.removed_on is None
    }
    things: dict[str, set[Thing]] = {pledge_id: set() for pledge_id in present.values()}
    for text, content in contents:
        if text.sheet_id in present:
            named = (thing_of(s.label, s.normalised or "") for s in content.spans)
            things[present[text.sheet_id]].update(thing for thing in named if thing)
    for row in keywords:
        if row.sheet_id in present and row.rank <= _LINKING_KEYWORDS:
            things[present[row.sheet_id]].add((WORDING, row.keyword))
    for one, other, reason, strength in link(things):
        yield PledgeLink(pledge_id=one, related_pledge_id=other, reason=reason, strength=strength)


def unsure(rows: Rows, readings: Mapping[str, Reading]) -> Iterator[Issue]:
    """One issue for each pledge whose present title may be read otherwise."""
    for row in rows["pledges"]:
        reading = readings.get(row.title or "") if isinstance(row, Pledge) else None
        if isinstance(row, Pledge) and reading and reading.doubts:
            words = "、".join(reading.doubts)
            yield Issue(
                rule=UNSURE,
                severity=Severity.INFO,
                table="pledges",
                row_id=row.pledge_id,
                field="title_kana",
                document_id=row.document_id,
                message_ja=f"題名の読み「{reading.kana}」のうち「{words}」は確かではありません。",
                message_en=f"The reading of “{words}” in the title is not sure.",
                text_raw=row.title,
                calculation=reading.kana,
            )


def unavailable(missing: str) -> Issue:
    """Why readings, names, keywords and links are missing from a whole release."""
    return Issue(
        rule=UNAVAILABLE,
        severity=Severity.WARNING,
        message_ja="読み・キーワード・固有表現に必要な辞書がないため、これらは空欄です。"
        "kouyaku を依存パッケージごと入れ直してください。",
        message_en="Readings, keywords and named things are empty: their dictionaries are missing. "
        "Install kouyaku again with its dependencies.",
        text_raw=missing,
    )
