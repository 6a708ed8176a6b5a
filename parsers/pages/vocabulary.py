"""The wording of index pages. All of it comes from a profile.

A *phrase* is words in the order in which they must stand, with ``…`` for anything between them
that holds no count and no end of a sentence: ``原案…決定`` finds 原案のとおり決定 and
原案どおり、これを決定. Where phrases overlap, the one with more letters of its own wins.
"""

from __future__ import annotations

import msgspec

from schemas.enums import Body, LinkRole, Outcome, Term

Words = tuple[str, ...]


class MeetingWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What meetings are called and what stands in their headings."""

    bodies: dict[str, Body]
    special: Words
    """Marks of a meeting that may have no number (臨時, 書面開催)."""
    held: Words
    """What says that a date is the day of the meeting (開催, 開催日)."""
    sections: Words
    """What a heading over the meetings of a year says (本部会議等, 開催状況)."""
    not_headings: Words
    """A short line with one of these never heads a meeting (結果まで反映, 資料)."""
    cancelled: Words
    """Says that a meeting was not held (中止)."""


class ReviewWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a meeting's text says how many measures it treated and what became of them."""

    units: Words
    """Counters of measures (施策, 件, 項目). Other counters count something else."""
    reviewed: Words
    """What was done with the measures treated (報告, ヒアリング)."""
    totals: Words
    """Stands before the sum of counts named before it (合計)."""
    wholes: Words
    """Follows the count of which the next one is a part (のうち)."""
    parts: Words
    """Stands before a part of a count (うち)."""
    included: Words
    """Follows a count that is part of the next one (を含む)."""
    all: Words
    """All measures of the meeting (全て, 全件)."""
    approximate: Words
    """Stands before or after a count that is not exact (約, 程度)."""
    outcomes: dict[Outcome, Words]
    """Phrases for each outcome."""
    earlier: Words
    """Stands before what an earlier meeting decided (前回)."""
    carried_in: Words
    """Phrases for measures that an earlier meeting carried over to this one."""


class AnnouncementWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a meeting's text tells of hearings and changes."""

    hearing: Words
    """What says that a meeting follows an earlier one (踏まえ)."""
    targets: Words
    """Names of the target year (達成目標年度)."""
    changed: Words
    advanced: Words
    unchanged: Words
    """Negations (変更はありません)."""
    content: Words
    """What of a pledge may change beside its name (実施内容)."""
    merged: Words
    names: Words
    """What a pledge's title is called (名称)."""
    before: Words
    """Stands before the old title in a list (変更前)."""
    after: Words
    object_marks: Words
    """Stands after a pledge's old title (を, については)."""
    result_marks: Words
    """Stands after its new title (に, へ)."""


class SummaryWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the page reports what was achieved, and how it defines the terms."""

    headings: Words
    """What a heading over a year's achievement says (達成状況)."""
    achieved: Words
    total: Words
    """Stands before the number of all pledges (全, 全体)."""
    rate: Words
    target: Words
    """What says that a count is of those to be achieved (目標)."""
    as_of: Words
    """Follows the day on which figures hold (をもって, 現在)."""
    terms: dict[str, Term]
    not_terms: Words
    """Words that hold a term's name and mean something else (短期間)."""
    definitions: Words
    """A sentence that defines terms has one of these (位置づけ)."""
    until: Words
    since: Words
    following: Words
    """Says that a term begins where the one before ends (それ以上)."""
    reflected: Words
    """Follows the day up to whose results the page was brought (結果まで反映)."""


class LinkWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What links to documents look like."""

    roles: dict[LinkRole, Words]
    extensions: Words
    file_types: Words
    """How a label names the kind of a file (PDFファイル)."""
    size_units: dict[str, int]
    """Bytes of each unit of size as written (MB)."""


class PageVocabulary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wording of one city's index page."""

    meetings: MeetingWords
    review: ReviewWords
    announcements: AnnouncementWords
    summary: SummaryWords
    links: LinkWords
    page_start: Words
    """Lines before which nothing belongs to the page's own text (本文)."""
    page_end: Words
    """Beginnings of lines after which nothing does (お問い合わせ先)."""
