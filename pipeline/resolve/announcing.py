"""Laying what the page announced beside what the sheets show."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from pipeline.resolve.announced import Announcement
from pipeline.resolve.editions import INDEX, Version
from pipeline.resolve.history import History, with_meeting
from pipeline.resolve.tracks import Track, japanese_day
from pipeline.resolve.wording import likeness, title_key
from schemas.enums import Change, PledgeChangeKind
from schemas.records import MeetingPledgeChange, PledgeChange

SAME_TITLE = 0.9


def find_track(history: History, title: str | None, pillar: int | None) -> Track | None:
    """The one pledge that has or had this title in this pillar; null where none or several."""
    key = title_key(title)
    near = [
        (max(likeness(key, title.key) for title in track.titles), track)
        for track in history.tracks.values()
        if track.titles and pillar in (None, track.sheet.sheet.pillar_number)
    ]
    best = max((score for score, _ in near), default=0.0)
    found = [track for score, track in near if score == best >= SAME_TITLE]
    return found[0] if len(found) == 1 else None


def announced_track(history: History, change: MeetingPledgeChange) -> Track | None:
    """The pledge an announcement speaks of, by its new title or else by its old one."""
    return find_track(history, change.to_title, change.pillar_number) or find_track(
        history, change.from_title, change.pillar_number
    )


def lay_beside(history: History, versions: Sequence[Version]) -> None:
    """Mark the changes that were announced; add those that only the page tells of."""
    pages = [version for version in versions if version.series == INDEX]
    for announcement in history.announced.changes:
        track = announced_track(history, announcement.change)
        if track is None:
            continue
        shown = [
            position
            for position, change in enumerate(history.changes)
            if change.pledge_id == track.pledge_id and _is_shown(change, announcement)
        ]
        for position in shown:
            history.changes[position] = with_meeting(
                history.changes[position], announcement.meeting.meeting_id
            )
        if not shown:
            history.changes.append(_only_announced(track, announcement, pages))
        former = announcement.change.from_title
        if announcement.change.kind is PledgeChangeKind.RENAMED and former:
            track.had_title(former, announcement.meeting.held_on)


def _is_shown(change: PledgeChange, announcement: Announcement) -> bool:
    """Whether a difference of sheets, seen no earlier than the meeting, is the announced one."""
    if change.change.value != announcement.change.kind.value or change.meeting_id:
        return False
    held_on = announcement.meeting.held_on
    if held_on and change.seen_at and japanese_day(change.seen_at) < held_on:
        return False
    if change.change is Change.RENAMED:
        new = title_key(change.new)
        return likeness(new, title_key(announcement.change.to_title)) >= SAME_TITLE
    return True


def _only_announced(
    track: Track, announcement: Announcement, pages: Sequence[Version]
) -> PledgeChange:
    change, meeting, version = announcement.change, announcement.meeting, announcement.version
    earlier = [page.document_id for page in pages if page.seen_at < version.seen_at]
    identity = "|".join([track.pledge_id, meeting.meeting_id, str(change.order), change.kind])
    renamed = change.kind is PledgeChangeKind.RENAMED
    return PledgeChange(
        change_id=f"{track.pledge_id}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}",
        pledge_id=track.pledge_id,
        change=Change(change.kind.value),
        field="title" if renamed else None,
        old=change.from_title if renamed else None,
        new=change.to_title if renamed else None,
        as_of_date=meeting.held_on,
        old_document_id=earlier[-1] if earlier else None,
        new_document_id=version.document_id,
        seen_at=version.seen_at,
        meeting_id=meeting.meeting_id,
        basis="announced",
        strength=1.0,
    )


def link_announcement(history: History, change: MeetingPledgeChange) -> MeetingPledgeChange:
    """The announcement with the id of the pledge it speaks of, where that is known."""
    track = announced_track(history, change)
    return msgspec.structs.replace(change, pledge_id=track.pledge_id if track else None)
