"""Adding to the tables what their texts are about: readings, names, keywords, links."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from parsers.language.model import Reading
from pipeline.language.derived import entities_of, keywords_of, links_of, unavailable, unsure
from pipeline.language.language import Language
from pipeline.language.texts import texts_of
from pipeline.resolve.tables import Rows, stamped
from schemas.records import Pledge, PledgeTitle, Record, Sheet

_TITLED = ("sheets", "pledges", "pledge_titles")


def enrich(rows: Rows, language: Language, code: str) -> Rows:
    """The rows with readings, entities, keywords and links; a pure function given the models.

    ``code`` is the municipality's. Where the packages are missing and nothing was kept, the
    columns stay null, the tables empty, and an issue says so.
    """
    found = [(text, language.content(text.text, text.context)) for text in texts_of(rows)]
    asked = {name: language.reading(name) for name in [*_titles(rows), *_pillars(rows)]}
    if language.missing is not None:
        return _with(rows, stamped({"issues": [unavailable(language.missing)]}, code))
    language.keep()
    contents = [(text, content) for text, content in found if content]
    readings = {title: reading for title, reading in asked.items() if reading}
    keywords = list(keywords_of(rows, contents))
    added: Rows = {
        "entities": list(entities_of(contents)),
        "sheet_keywords": [*keywords],
        "pledge_links": list(links_of(rows, contents, keywords)),
        "issues": list(unsure(rows, readings)),
    }
    read = {table: [_read(row, readings) for row in rows[table]] for table in _TITLED}
    return _with(rows | read, stamped(added, code))


def _with(rows: Rows, added: Rows) -> Rows:
    return rows | {table: [*rows.get(table, ()), *more] for table, more in added.items()}


def _titles(rows: Rows) -> list[str]:
    titles = (getattr(row, "title", None) for table in _TITLED for row in rows[table])
    return list(dict.fromkeys(title for title in titles if title))


def _pillars(rows: Rows) -> list[str]:
    named = [row for table in ("sheets", "pledges") for row in rows[table]]
    names = (row.pillar_name for row in named if isinstance(row, Sheet | Pledge))
    return list(dict.fromkeys(name for name in names if name))


def _read(row: Record, readings: Mapping[str, Reading]) -> Record:
    if not isinstance(row, Sheet | Pledge | PledgeTitle):
        raise TypeError(type(row))
    titled = replace(row, title_kana=_kana(row.title, readings))
    if isinstance(titled, PledgeTitle):
        return titled
    return replace(titled, pillar_name_kana=_kana(titled.pillar_name, readings))


def _kana(words: str | None, readings: Mapping[str, Reading]) -> str | None:
    reading = readings.get(words or "")
    return reading.kana or None if reading else None
