"""Whether what was found is a pledge sheet at all."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.sheets.matching import plain
from parsers.sheets.model import BODY_FIELDS, Draft, Field
from parsers.sheets.vocabulary import SheetVocabulary


def is_pledge_sheet(draft: Draft, spoken: bool = True) -> bool:
    """Whether a draft has the headings of a sheet, and says whose it is.

    Two of the three headings (what, by when, how far), or one beside the form's name; and a name
    of the form, a pillar, a term or a labelled title. Lists, covers and reports lack one or other.
    A document that never speaks of pledges (``spoken``) must show all of them.
    """
    body = {heading.field for heading in draft.headings} & BODY_FIELDS
    identity = [draft.has(where) for where in (Field.PILLAR, Field.TERM, Field.TITLE)]
    if not spoken:
        return body == BODY_FIELDS and draft.has(Field.PILLAR) and draft.has(Field.TERM)
    if draft.get(Field.ANNOUNCEMENT) and body:
        return True
    return len(body) >= 2 and (any(identity) or bool(draft.header and draft.get(Field.STAMP)))


def speaks_of_pledges(texts: Iterable[str], vocabulary: SheetVocabulary) -> bool:
    """Whether any of the texts holds a word for pledges, or the name of a form for them."""
    wanted = (*vocabulary.plain_pledge, *vocabulary.plain_announcements)
    return any(word in text for text in map(plain, texts) for word in wanted)
