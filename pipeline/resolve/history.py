"""Following pledges from version to version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from pipeline.resolve.announced import Announcements
from pipeline.resolve.differences import Difference
from pipeline.resolve.editions import Version
from pipeline.resolve.matching import Match, match_sheets
from pipeline.resolve.tracks import Track, japanese_day, new_pledge_id
from pipeline.resolve.wording import all_text, title_key
from schemas.enums import Change, Severity
from schemas.parsed import ParsedSheet
from schemas.records import Issue, PledgeChange

_NAMING = 6
"""A title of at least so many letters inside another sheet's text is no accident."""


@dataclass(slots=True)
class History:
    """All pledges ever seen, what changed, and which sheet shows which pledge."""

    code: str
    announced: Announcements
    tracks: dict[str, Track] = field(default_factory=dict)
    changes: list[PledgeChange] = field(default_factory=list)
    pledge_of_sheet: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    _started: set[str] = field(default_factory=set)
    _gone: dict[str, list[Track]] = field(default_factory=dict)
    """By the key of their title: the pledges that are no longer published."""

    def follow(self, versions: Iterable[Version]) -> None:
        """Take in versions in the order in which they came into force."""
        for version in versions:
            if version.parsed.sheets:
                self._take_in(version)

    def _take_in(self, version: Version) -> None:
        new = version.parsed.sheets
        before = [t for t in self.tracks.values() if t.series == version.series and t.is_published]
        matching = match_sheets([t.sheet for t in before], new, self.announced.renames())
        self._continue_pledges(version, before, matching.matches)
        matched = {match.new for match in matching.matches}
        for position, sheet in enumerate(new):
            if position not in matched:
                self._begin_or_revive(version, sheet)
        for match in matching.doubtful:
            self.issues.append(_doubtful(before[match.old], new[match.new], match))
        kept = {match.old for match in matching.matches}
        gone = [track for position, track in enumerate(before) if position not in kept]
        self._end_pledges(version, gone)
        self._started.add(version.series)

    def _continue_pledges(
        self, version: Version, before: Sequence[Track], matches: Sequence[Match]
    ) -> None:
        for match in matches:
            track, sheet = before[match.old], version.parsed.sheets[match.new]
            for difference, shown in list(track.changed(sheet, version)):
                self._record(track, version, difference, shown, match)
            self._show(track, sheet, version)

    def _show(self, track: Track, sheet: ParsedSheet, version: Version) -> None:
        if not track.is_published:
            self._gone[track.key].remove(track)
        track.observe(sheet, version)
        self.pledge_of_sheet[sheet.sheet.sheet_id] = track.pledge_id

    def _begin_or_revive(self, version: Version, sheet: ParsedSheet) -> None:
        track = self._gone_with_title(sheet)
        if track is None:
            pledge_id = new_pledge_id(self.code, sheet, set(self.tracks))
            if pledge_id is None:
                return
            track = Track(pledge_id, version.series, version.seen_at, sheet, version)
            self.tracks[pledge_id] = track
        was_known = version.series in self._started
        if was_known:
            added = Difference(Change.ADDED, "title", None, sheet.sheet.title)
            self._record(track, version, added, None)
        self._show(track, sheet, version)

    def _gone_with_title(self, sheet: ParsedSheet) -> Track | None:
        """A pledge that is no longer published and had exactly this title comes back as itself."""
        key = title_key(sheet.sheet.title)
        found = self._gone.get(key, []) if key else []
        return found[0] if len(found) == 1 else None

    def _end_pledges(self, version: Version, gone: Sequence[Track]) -> None:
        shown = [t for t in self.tracks.values() if t.version is version] if gone else []
        texts = [(track, all_text(track.sheet)) for track in shown]
        for track in gone:
            if not version.is_whole:
                self.issues.append(_unread(track, version))
                continue
            target = self._merged_into(track, texts)
            if target is None:
                ended = Difference(Change.REMOVED, "title", track.sheet.sheet.title, None)
            else:
                track.merged_into = target.pledge_id
                ended = Difference(
                    Change.MERGED, "title", track.sheet.sheet.title, target.sheet.sheet.title
                )
            self._record(track, version, ended, track.version)
            track.removed_on = japanese_day(version.seen_at)
            self._gone.setdefault(track.key, []).append(track)

    def _merged_into(self, track: Track, texts: Sequence[tuple[Track, str]]) -> Track | None:
        """The pledge that the page, or the new text of its own sheet, says this one went into.

        ``texts`` are the sheets of the new version.
        """
        gone = track.key
        if self.announced.merges(gone):
            others = [t for t in self.tracks.values() if t.is_published and t is not track]
            position = self.announced.merge_target(gone, [t.key for t in others])
            if position is not None:
                return others[position]
        naming = [t for t, text in texts if len(gone) >= _NAMING and gone in text]
        return naming[0] if len(naming) == 1 else None

    def _record(
        self,
        track: Track,
        version: Version,
        difference: Difference,
        before: Version | None,
        match: Match | None = None,
    ) -> None:
        """Note a change from what the version ``before`` showed, if any did.

        ``match`` is how the new sheet was found, none where there is none.
        """
        shown = version.parsed.sheets[match.new] if match else track.sheet
        identity = "|".join(
            [track.pledge_id, *(str(part) for part in difference), version.document_id]
        )
        self.changes.append(
            PledgeChange(
                change_id=f"{track.pledge_id}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}",
                pledge_id=track.pledge_id,
                change=difference.change,
                field=difference.field,
                old=difference.old,
                new=difference.new,
                as_of_date=shown.sheet.as_of_date,
                old_document_id=before.document_id if before else None,
                new_document_id=version.document_id,
                seen_at=version.seen_at,
                basis=match.basis if match and match.basis != "same" else "sheet",
                strength=match.strength if match else 1.0,
            )
        )


def _doubtful(track: Track, sheet: ParsedSheet, match: Match) -> Issue:
    old, new = track.sheet.sheet.title, sheet.sheet.title
    return Issue(
        rule="history.doubtful_match",
        severity=Severity.WARNING,
        table="sheets",
        row_id=sheet.sheet.sheet_id,
        field="pledge_id",
        document_id=sheet.sheet.document_id,
        page=sheet.sheet.page,
        message_ja=f"「{old}」が「{new}」に改題された可能性がありますが、"
        "確かではないため、別の公約として扱いました。",
        message_en=f"“{old}” may have become “{new}”; not being sure, we keep two pledges.",
        text_raw=new,
        calculation=f"strength {match.strength:g}",
    )


def _unread(track: Track, version: Version) -> Issue:
    title = track.sheet.sheet.title
    return Issue(
        rule="history.not_seen_unread",
        severity=Severity.WARNING,
        table="pledges",
        row_id=track.pledge_id,
        document_id=version.document_id,
        message_ja=f"「{title}」は新しい版に見当たりませんが、"
        "読み取れないページがあるため、掲載終了とはしていません。",
        message_en=f"“{title}” is not in the new version, but not all of its pages could be read, "
        "so it is not taken for removed.",
    )


def with_meeting(change: PledgeChange, meeting_id: str) -> PledgeChange:
    """The same change, announced at a meeting."""
    return msgspec.structs.replace(change, meeting_id=meeting_id, basis="announced", strength=1.0)
