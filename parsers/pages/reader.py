"""Reading a city's index page, as HTML or as a text extract of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urljoin

from parsers.pages.charset import Decoded, checked, decode
from parsers.pages.definitions import DefinitionReader
from parsers.pages.lines import Line
from parsers.pages.link_series import with_series
from parsers.pages.links import LinkReader
from parsers.pages.markup import is_markup, read_markup
from parsers.pages.meetings import MeetingReader
from parsers.pages.model import PageParts
from parsers.pages.notes import Notes
from parsers.pages.plain import read_plain
from parsers.pages.sections import part
from parsers.pages.summaries import SummaryReader
from parsers.pages.vocabulary import PageVocabulary
from parsers.pages.wording import Wording, compiled
from parsers.values import find_values
from schemas.enums import LinkRole, Method
from schemas.records import Link

_SITE = re.compile(r"\s*(?:[-|｜–—:：/／<>＜＞]|\s)\s*")
_BETWEEN = 25


def parse_page(
    data: bytes | str,
    url: str | None,
    vocabulary: PageVocabulary,
    pillars: Mapping[int, str],
    document_id: str,
) -> PageParts:
    """Read an index page. ``url``, where known, completes relative links.

    Raises:
        DocumentError: ``page.empty``, ``page.not_text`` or ``page.too_deep``.
    """
    where = url or ""
    decoded = _decoded(data, where)
    markup = is_markup(decoded.text)
    notes = Notes(document_id, Method.HTML if markup else Method.TEXT)
    lines, title, base = _lines(decoded.text, markup, url, where)
    wording = compiled(vocabulary)
    parted = part(_own(lines, wording), wording)
    others = [line for line, _ in parted.others]
    _report_charset(decoded, notes)
    meetings = MeetingReader(wording, pillars, notes).read(parted.meetings)
    if meetings:
        _report_unknown(parted.unknown, notes)
    return PageParts(
        title=_title(lines, title, wording),
        reflected_until=_reflected_until(others, wording, notes),
        charset=decoded.charset,
        declared_charset=decoded.declared,
        markup=markup,
        meetings=meetings,
        summaries=SummaryReader(wording).read(parted.others, notes),
        terms=DefinitionReader(wording).read(others, notes),
        links=_links(_own(lines, wording), base, markup, wording, pillars, notes),
        evidence=tuple(notes.evidence),
        issues=tuple(notes.issues),
    )


def _links(
    lines: Sequence[Line],
    base: str | None,
    markup: bool,
    wording: Wording,
    pillars: Mapping[int, str],
    notes: Notes,
) -> tuple[Link, ...]:
    reader = LinkReader(wording, pillars, notes)
    return with_series(reader.read(lines, base, markup), reader.leading_number, wording, notes)


def looks_like_page(
    data: bytes | str, vocabulary: PageVocabulary, pillars: Mapping[int, str]
) -> bool:
    """Say whether a document is an index page: it lists meetings, or links sheets of pillars.

    Raises:
        DocumentError: as ``parse_page``.
    """
    decoded = _decoded(data, "")
    markup = is_markup(decoded.text)
    lines, _, base = _lines(decoded.text, markup, None, "")
    wording = compiled(vocabulary)
    if part(_own(lines, wording), wording).meetings:
        return True
    links = LinkReader(wording, pillars, Notes("", Method.TEXT)).read(lines, base, markup)
    return sum(link.role is LinkRole.PILLAR for link in links) > 1


def _decoded(data: bytes | str, where: str) -> Decoded:
    if isinstance(data, bytes):
        return decode(data, where)
    return checked(Decoded(data, "", None, 0), where)


def _lines(
    text: str, markup: bool, url: str | None, where: str
) -> tuple[Sequence[Line], str | None, str | None]:
    """Lines, title and base address of a page."""
    if not markup:
        return read_plain(text), None, url
    page = read_markup(text, where)
    base = url
    if page.base:
        base = _joined(url, page.base)
    return page.lines, page.title, base


def _joined(url: str | None, base: str) -> str | None:
    try:
        return urljoin(url, base) if url else base
    except ValueError:
        return url


def _own(lines: Sequence[Line], wording: Wording) -> Sequence[Line]:
    """The page's own lines: those after the mark where its text begins, if it has one."""
    starts = [index for index, line in enumerate(lines) if line.text in wording.page_start]
    return lines[starts[0] + 1 :] if starts else lines


def _title(lines: Sequence[Line], title: str | None, wording: Wording) -> str | None:
    """The first heading; else the title without the site's name; else the first line."""
    own = _own(lines, wording)
    headings = [line.text for line in own if line.level == 1]
    if headings:
        return headings[0]
    if title is None:
        return own[0].text if own else None
    known = {line.text for line in own}
    cuts = [found.start() for found in _SITE.finditer(title)]
    return next((title[:cut] for cut in cuts if title[:cut] in known), title)


def _reflected_until(lines: Sequence[Line], wording: Wording, notes: Notes) -> date | None:
    """The latest day up to whose results the page says that it was brought."""
    days: list[date] = []
    for line in lines:
        for mark in wording.reflected.finditer(line.folded):
            before = line.folded[max(0, mark.start() - 2 * _BETWEEN) : mark.start()]
            found = [value for value in find_values(before) if value.kind == "date"]
            if not found or len(before) - found[-1].span[1] > _BETWEEN:
                continue
            day = found[-1].start_date if found[-1].valid else None
            if day is not None:
                days.append(day)
                notes.value("documents", notes.document_id, "reflected_until", line.text)
    if len(set(days)) > 1:
        notes.issue(
            "page.reflected_differs",
            "ページ内に、反映時点の日付が複数あります。",
            "The page gives several days up to which results are reflected.",
            table="documents",
            row_id=notes.document_id,
            field_name="reflected_until",
            text="、".join(day.isoformat() for day in days),
        )
    return max(days, default=None)


def _report_unknown(lines: Sequence[Line], notes: Notes) -> None:
    for line in lines:
        notes.issue(
            "page.meeting_unread",
            "会議の見出しのようですが、会議名が語彙にないため読み取れません。",
            "This looks like a meeting's heading, but no body of the vocabulary is named.",
            table="meetings",
            text=line.text,
        )


def _report_charset(decoded: Decoded, notes: Notes) -> None:
    if decoded.replaced:
        notes.issue(
            "page.undecodable",
            f"文字コード{decoded.charset}として読めない文字が{decoded.replaced}個あります。",
            f"{decoded.replaced} characters cannot be read as {decoded.charset}.",
            calculation=f"replaced={decoded.replaced}",
        )
