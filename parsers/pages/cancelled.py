"""Meetings that a page names and says were not held."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.pages.notes import Notes
from parsers.pages.sections import MeetingBlock
from parsers.pages.wording import Wording
from schemas.enums import Severity

_LONGEST = 80
"""Letters; who tells more of a meeting than that it was not held tells of one that was."""


def without_cancelled(
    blocks: Sequence[MeetingBlock], wording: Wording, notes: Notes
) -> list[MeetingBlock]:
    """Leave out the meetings that were not held, each with an issue."""
    kept = []
    for block in blocks:
        if _is_cancelled(block, wording):
            _report(block, notes)
        else:
            kept.append(block)
    return kept


def _is_cancelled(block: MeetingBlock, wording: Wording) -> bool:
    if sum(len(line.text) for line in block.lines) > _LONGEST:
        return False
    if any(wording.counts.read(line.folded) for line in block.lines):
        return False
    told = [block.heading.text, *(line.folded for line in block.lines)]
    return any(wording.cancelled.search(text) for text in told)


def _report(block: MeetingBlock, notes: Notes) -> None:
    notes.issue(
        "page.meeting_cancelled",
        "この会議は中止とされているため、開催された会議に含めていません。",
        "The page says that this meeting was not held; it is not among the meetings.",
        severity=Severity.INFO,
        table="meetings",
        text="\n".join([block.heading.text, *(line.text for line in block.lines)]),
    )
