"""Whether what was found is a pledge sheet at all."""

from __future__ import annotations

from parsers.sheets.model import BODY_FIELDS, Draft, Field


def is_pledge_sheet(draft: Draft) -> bool:
    """Whether a draft has the headings of a sheet, and says whose it is.

    Two of the three headings (what, by when, how far), or one beside the form's name; and a name
    of the form, a pillar, a term or a labelled title. Lists, covers and reports lack one or other.
    """
    body = {heading.field for heading in draft.headings} & BODY_FIELDS
    named = bool(draft.get(Field.ANNOUNCEMENT))
    identity = [draft.has(where) for where in (Field.PILLAR, Field.TERM, Field.TITLE)]
    if named and len(body) >= 1:
        return True
    return len(body) >= 2 and (any(identity) or bool(draft.header and draft.get(Field.STAMP)))
