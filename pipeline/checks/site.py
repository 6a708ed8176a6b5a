"""Rules on the page and its papers: what is linked, how large it is, what was left unread."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.city import City, Finding
from schemas.enums import LinkRole
from schemas.records import Link, PageReading

_ROUNDING = 0.012
"""Declared sizes have two or three digits; content systems round and some cut."""
_SMALLEST = 1024
_LEFT_OVER = 12
"""So many characters left unread are more than a page number or a stray mark."""


def pillars_not_linked(city: City) -> Iterator[Finding]:
    """The page links the sheets of every pillar."""
    linked = {link.pillar_number for link in city.links if link.role is LinkRole.PILLAR}
    expected = city.profile.expected.pillars
    for number in expected:
        if city.index and number not in linked:
            name = city.profile.vocabulary.pillars.get(number, "")
            shown = "、".join(str(n) for n in sorted(n for n in linked if n))
            yield Finding(
                f"分野{number}{f'「{name}」' if name else ''}のシートへのリンクがページにありません"
                f"（リンクがあるのは分野{shown}）。",
                f"The page has no link to the sheets of pillar {number} (linked: {shown}).",
                city.index.parsed.document,
                "pillar_number",
                f"{{{', '.join(map(str, expected))}}} ∖ {{{shown}}} ∋ {number}",
            )


def unexpected_pillars(city: City) -> Iterator[Finding]:
    """A link to a pillar that the profile does not know is a new pillar or a slip."""
    expected = set(city.profile.expected.pillars)
    for link in city.links:
        if link.role is LinkRole.PILLAR and link.pillar_number not in expected:
            yield Finding(
                f"想定していない分野へのリンクがあります:「{link.label_raw}」。",
                f"The page links a pillar that is not expected: “{link.label_raw}”.",
                link,
                "pillar_number",
                text_raw=link.label_raw,
            )


def goal_list_not_linked(city: City) -> Iterator[Finding]:
    """A goal list is published; the page should link it."""
    if city.profile.expected.goal_list:
        ja = "達成目標一覧表へのリンクがページにありません。"
        yield from _not_linked(
            city, LinkRole.GOAL_LIST, ja, "The page has no link to the goal list."
        )


def press_release_not_linked(city: City) -> Iterator[Finding]:
    """Press releases are published; the page should link one."""
    if city.profile.expected.press_releases:
        ja = "記者発表資料へのリンクがページにありません。"
        yield from _not_linked(
            city, LinkRole.PRESS_RELEASE, ja, "The page has no link to a press release."
        )


def _not_linked(city: City, role: LinkRole, ja: str, en: str) -> Iterator[Finding]:
    if city.index and all(link.role is not role for link in city.links):
        yield Finding(ja, en, city.index.parsed.document, "links")


def declared_size(city: City) -> Iterator[Finding]:
    """The size a link states is that of the file, in either base."""
    by_url = {v.capture.url: v.parsed.document for v in city.latest.values()}
    for link in city.links:
        document = by_url.get(link.url or "")
        if document is None or link.declared_bytes is None:
            continue
        if not _same_size(link, document.bytes):
            yield Finding(
                f"「{link.label_raw}」に書かれた大きさは、"
                f"実際のファイル（{document.bytes:,}バイト）と異なります。",
                f"“{link.label_raw}” states another size than the file has "
                f"({document.bytes:,} bytes).",
                link,
                "declared_bytes",
                f"{link.declared_bytes} ≠ {document.bytes}",
                link.label_raw,
            )


def _same_size(link: Link, actual: int) -> bool:
    declared = link.declared_bytes or 0
    binary = 1.024 if declared < 1_000_000 else 1.024**2
    candidates = (declared, declared * binary)
    return any(abs(actual - c) <= max(c * _ROUNDING, _SMALLEST) for c in candidates)


def text_left_unread(city: City) -> Iterator[Finding]:
    """Text of a sheet's page that no record used."""
    present = {sheet.document_id for sheet in city.sheets}
    for row in city.resolved.rows["pages"]:
        if not isinstance(row, PageReading) or row.document_id not in present:
            continue
        left = row.leftover_text or ""
        if len(left) >= _LEFT_OVER:
            yield Finding(
                f"{row.page}ページに、どの項目としても読まれなかった文字が{len(left)}字あります。",
                f"{len(left)} characters on page {row.page} were not read as any field.",
                row,
                "leftover_text",
                f"{len(left)} ≥ {_LEFT_OVER}",
                left,
            )
