"""The wording the readers work from. It differs between cities and comes from the site profile."""

from __future__ import annotations

import msgspec

from parsers.pages.vocabulary import PageVocabulary
from parsers.sheets.vocabulary import SheetVocabulary


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All wording of one site. ``pillars`` maps the pillar's number to its name."""

    sheet: SheetVocabulary
    page: PageVocabulary
    pillars: dict[int, str] = {}
