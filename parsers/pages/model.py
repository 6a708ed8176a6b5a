"""What reading a page gives: the parts of a ``ParsedDocument`` that come from it."""

from __future__ import annotations

from datetime import date

import msgspec

from schemas.parsed import ParsedMeeting
from schemas.records import Evidence, Issue, Link, Summary, TermDefinition


class PageParts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page says. ``evidence`` is that of summaries, terms and the 反映 date.

    ``charset`` is what the bytes are (empty for text already decoded), ``declared_charset``
    what the page says they are.
    """

    title: str | None
    reflected_until: date | None
    charset: str
    declared_charset: str | None
    markup: bool
    meetings: tuple[ParsedMeeting, ...] = ()
    summaries: tuple[Summary, ...] = ()
    terms: tuple[TermDefinition, ...] = ()
    links: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    issues: tuple[Issue, ...] = ()
