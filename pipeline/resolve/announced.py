"""What the index page announced of single pledges: renames, changed content, merges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.resolve.editions import INDEX, Version
from pipeline.resolve.matching import Rename
from pipeline.resolve.wording import title_key
from schemas.enums import PledgeChangeKind
from schemas.parsed import ParsedMeeting
from schemas.records import Meeting, MeetingPledgeChange

_SENTENCE_END = re.compile(r"(?<=。)|\n")


@dataclass(frozen=True, slots=True)
class Announcement:
    """A change of one pledge that a meeting announced; ``version`` is the first page to say so."""

    meeting: Meeting
    change: MeetingPledgeChange
    version: Version


@dataclass(frozen=True, slots=True)
class Announcements:
    """Everything announced, and the sentences that speak of merging, as title keys."""

    changes: tuple[Announcement, ...]
    merging: tuple[str, ...]

    def renames(self) -> list[Rename]:
        """Announced pairs of titles."""
        return [
            Rename(title_key(a.change.from_title), title_key(a.change.to_title))
            for a in self.changes
            if a.change.kind is PledgeChangeKind.RENAMED
        ]

    def merges(self, gone: str) -> bool:
        """Whether a merging sentence holds this title, a key."""
        return bool(gone) and any(gone in sentence for sentence in self.merging)

    def merge_target(self, gone: str, candidates: Sequence[str]) -> int | None:
        """Which of the candidate titles is named in a merging sentence with the one that is gone.

        All are keys; null where none is, or more than one.
        """
        named = {
            position
            for sentence in self.merging
            if gone and gone in sentence
            for position, title in enumerate(candidates)
            if title and title in sentence.replace(gone, "")
        }
        return named.pop() if len(named) == 1 else None


def announcements(versions: Iterable[Version], merge_words: Sequence[str]) -> Announcements:
    """Collect what all versions of the page announce, each announcement once."""
    changes: dict[tuple[str, str, str, str], Announcement] = {}
    merging: dict[str, None] = {}
    for version in versions:
        if version.series != INDEX:
            continue
        for parsed in version.parsed.meetings:
            for change in parsed.pledge_changes:
                key = _identity(parsed.meeting, change)
                changes.setdefault(key, Announcement(parsed.meeting, change, version))
            merging.update(dict.fromkeys(_merging_sentences(parsed, merge_words)))
    return Announcements(tuple(changes.values()), tuple(merging))


def _identity(meeting: Meeting, change: MeetingPledgeChange) -> tuple[str, str, str, str]:
    return (
        meeting.meeting_id,
        change.kind.value,
        title_key(change.from_title),
        title_key(change.to_title),
    )


def _merging_sentences(parsed: ParsedMeeting, merge_words: Sequence[str]) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(parsed.meeting.text):
        if any(word in sentence for word in merge_words):
            yield title_key(sentence)
