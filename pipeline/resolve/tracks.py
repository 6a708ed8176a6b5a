"""A pledge while it is followed: its id, its present sheet, its titles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.resolve.differences import ASPECTS, Difference
from pipeline.resolve.editions import Version
from pipeline.resolve.wording import body_text, title_key
from schemas.parsed import ParsedSheet
from schemas.records import Pledge, PledgeTitle

_JAPAN = ZoneInfo("Asia/Tokyo")


def japanese_day(moment: datetime) -> date:
    """The day in Japan."""
    return moment.astimezone(_JAPAN).date()


@dataclass(slots=True)
class Title:
    """A title with the days on which it was first seen and replaced."""

    text: str
    from_date: date | None
    to_date: date | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = title_key(self.text)


class Known(NamedTuple):
    """Where something of a pledge was last read."""

    sheet: ParsedSheet
    version: Version


@dataclass(slots=True)
class Track:
    """One pledge followed through versions; ``sheet`` and ``version`` are its newest."""

    pledge_id: str
    series: str
    first_seen: datetime
    sheet: ParsedSheet
    version: Version
    titles: list[Title] = field(default_factory=list)
    achieved_on: date | None = None
    removed_on: date | None = None
    merged_into: str | None = None
    key: str = ""
    """The key of its present title."""
    _known: dict[str, Known] = field(default_factory=dict)
    """What newer sheets are compared with, by the field of the aspect."""

    @property
    def is_published(self) -> bool:
        return self.removed_on is None

    def changed(self, sheet: ParsedSheet, version: Version) -> Iterator[tuple[Difference, Version]]:
        """What differs from what was last read, each with the version that showed it."""
        for aspect in ASPECTS:
            known = self._known.get(aspect.field)
            if known is None:
                continue
            by_ocr = version.by_ocr or known.version.by_ocr
            difference = aspect.difference(known.sheet, sheet, by_ocr)
            if difference is not None:
                yield difference, known.version

    def _remember(self, sheet: ParsedSheet, version: Version) -> None:
        """Keep what can be read for comparing.

        What is tolerated as an inaccuracy of reading stays compared with what stood before, so
        that many small steps are not lost one by one.
        """
        told = {difference.field for difference, _ in self.changed(sheet, version)}
        for aspect in ASPECTS:
            known, value = self._known.get(aspect.field), aspect.value(sheet)
            if value is None:
                continue
            if known is None or aspect.field in told or aspect.value(known.sheet) == value:
                self._known[aspect.field] = Known(sheet, version)

    def observe(self, sheet: ParsedSheet, version: Version) -> None:
        """Take a newer sheet as the pledge's present."""
        self._remember(sheet, version)
        self.sheet, self.version, self.series = sheet, version, version.series
        self.key = title_key(sheet.sheet.title)
        self.removed_on = self.merged_into = None
        if sheet.sheet.achieved is False:
            self.achieved_on = None
        elif sheet.sheet.achieved and self.achieved_on is None:
            self.achieved_on = sheet.sheet.as_of_date
        self._entitle(sheet.sheet.title, japanese_day(version.seen_at))

    def _entitle(self, title: str | None, day: date) -> None:
        if title is None or (self.titles and self.titles[-1].key == title_key(title)):
            return
        if self.titles:
            self.titles[-1].to_date = day
        self.titles.append(Title(title, day))

    def had_title(self, title: str, until: date | None) -> None:
        """Record a title the page says the pledge had before it was first seen."""
        keys = {known.key for known in self.titles}
        if title_key(title) not in keys:
            self.titles.insert(0, Title(title, None, until))

    def pledge(self) -> Pledge:
        """The present of the pledge as a row."""
        sheet = self.sheet.sheet
        return Pledge(
            pledge_id=self.pledge_id,
            title=sheet.title,
            title_kana=sheet.title_kana,
            pillar_number=sheet.pillar_number,
            pillar_name=sheet.pillar_name,
            term=sheet.term,
            due_fiscal_year=sheet.due_fiscal_year,
            due_date=sheet.due_date,
            progress_ratio=sheet.progress_ratio,
            achieved=sheet.achieved,
            achieved_on=self.achieved_on,
            as_of_date=sheet.as_of_date,
            first_seen=self.first_seen,
            last_seen=self.version.seen_at,
            removed_on=self.removed_on,
            merged_into=self.merged_into,
            sheet_id=sheet.sheet_id,
            document_id=self.version.document_id,
        )

    def title_rows(self) -> list[PledgeTitle]:
        return [
            PledgeTitle(
                pledge_id=self.pledge_id,
                order=order,
                title=title.text,
                from_date=title.from_date,
                to_date=title.to_date,
            )
            for order, title in enumerate(self.titles, start=1)
        ]


def new_pledge_id(code: str, sheet: ParsedSheet, taken: set[str]) -> str | None:
    """An id from what is known at first sight: municipality, pillar, title (or else the body).

    Nothing that may change later (state, dates, order) goes in. Null where the sheet has no
    words to make one from.
    """
    words = title_key(sheet.sheet.title) or body_text(sheet)
    if not words:
        return None
    pillar = sheet.sheet.pillar_number or 0
    digest = hashlib.sha256(f"{code}|{pillar}|{words}".encode()).hexdigest()
    candidate = f"{code}-{pillar:02d}-{digest[:8]}"
    repeat = 2
    while candidate in taken:
        candidate = f"{code}-{pillar:02d}-{digest[:8]}-{repeat}"
        repeat += 1
    return candidate
