"""From the parted page to the records of its meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from parsers.pages.announcements import AnnouncementReader, Hearing, TargetFinding
from parsers.pages.cancelled import without_cancelled
from parsers.pages.days import Before, order_of
from parsers.pages.identity import Identity, identify
from parsers.pages.lines import fold
from parsers.pages.notes import Notes
from parsers.pages.review import Review
from parsers.pages.reviews import ReviewReader
from parsers.pages.sections import MeetingBlock
from parsers.pages.wording import Wording
from schemas.enums import Body, Severity
from schemas.parsed import ParsedMeeting
from schemas.records import Meeting, MeetingOutcome, MeetingPledgeChange, MeetingTerm

_TABLE = "meetings"
_AROUND = 20


@dataclass(frozen=True, slots=True)
class _Read:
    """A meeting whose text is read and whose hearing waits to be linked."""

    parsed: ParsedMeeting
    hearing: Hearing | None


class MeetingReader:
    """Reads the meetings of one page. Issues go to ``notes``, evidence to the meetings."""

    def __init__(self, wording: Wording, pillars: Mapping[int, str], notes: Notes) -> None:
        self._wording = wording
        self._reviews = ReviewReader(wording)
        self._announcements = AnnouncementReader(wording, pillars)
        self._notes = notes

    def read(self, blocks: Sequence[MeetingBlock]) -> tuple[ParsedMeeting, ...]:
        """Read meetings in the page's order, then link each to the hearing it follows."""
        taken: Counter[str] = Counter()
        read: list[_Read] = []
        kept = without_cancelled(without_repeats(blocks), self._wording, self._notes)
        order = order_of([block.heading for block in kept])
        for block in kept:
            day = read[-1].parsed.meeting.held_on if read else None
            before = Before(day, order) if day else None
            identity = identify(block, self._wording, taken, self._notes, before)
            read.append(self._meeting(identity, "\n".join(line.text for line in block.elsewhere)))
        hearings = [
            one.parsed.meeting for one in read if one.parsed.meeting.body is Body.SUBCOMMITTEE
        ]
        return tuple(self._linked(one, hearings) for one in read)

    def _meeting(self, identity: Identity, elsewhere: str) -> _Read:
        text = "\n".join(line.text for line in identity.lines)
        folded = fold(text)
        notes = Notes(self._notes.document_id, self._notes.method)
        review = self._reviews.read(folded)
        targets = self._announcements.targets(folded)
        meeting = _record(identity, review, targets, text, notes.document_id)
        _note_values(meeting, identity, review, targets, notes)
        parsed = ParsedMeeting(
            meeting=meeting,
            terms=tuple(MeetingTerm(meeting_id=meeting.meeting_id, term=t) for t in review.terms),
            outcomes=_outcomes(meeting, review, notes),
            pledge_changes=self._changes(meeting, elsewhere, notes),
            evidence=(),
        )
        hearing = self._hearing(meeting, folded, identity.held_on)
        if hearing is not None:
            words = text[hearing.start : hearing.end]
            inferred = None if hearing.dated else "found by its number among the page's hearings"
            notes.value(_TABLE, meeting.meeting_id, "hearing_held_on", words, inferred)
        _report(meeting, review, targets, notes)
        self._report_merges(meeting, notes)
        self._report_unread_changes(meeting, notes)
        self._notes.issues += notes.issues
        return _Read(msgspec.structs.replace(parsed, evidence=tuple(notes.evidence)), hearing)

    def _hearing(self, meeting: Meeting, folded: str, held: date | None) -> Hearing | None:
        if meeting.body is not Body.HEADQUARTERS:
            return None
        return self._announcements.hearing(folded, held)

    def _changes(
        self, meeting: Meeting, elsewhere: str, notes: Notes
    ) -> tuple[MeetingPledgeChange, ...]:
        records = []
        told = [
            (change, text[change.start : change.end])
            for text in (meeting.text, elsewhere)
            for change in self._announcements.changes(text)
        ]
        for order, (change, words) in enumerate(told, 1):
            row = f"{meeting.meeting_id}/{order}"
            notes.value("meeting_pledge_changes", row, "kind", words)
            records.append(
                MeetingPledgeChange(
                    meeting_id=meeting.meeting_id,
                    order=order,
                    kind=change.kind,
                    pillar_number=change.pillar_number,
                    from_title=change.from_title,
                    to_title=change.to_title,
                )
            )
        return tuple(records)

    def _report_unread_changes(self, meeting: Meeting, notes: Notes) -> None:
        for start, end in self._announcements.unread(meeting.text):
            notes.issue(
                "page.change_unread",
                "公約の変更のようですが、内容を読み取れません。",
                "This tells of a change, but not in a way that can be read.",
                severity=Severity.INFO,
                table="meeting_pledge_changes",
                row_id=meeting.meeting_id,
                text=meeting.text[start:end],
            )

    def _report_merges(self, meeting: Meeting, notes: Notes) -> None:
        """A merge has no row of its own: it is said here, and seen when the sheets change."""
        for start, end in self._announcements.merges(meeting.text):
            notes.issue(
                "page.merge_announced",
                "公約の統合が発表されています。",
                "The meeting announces that pledges were merged.",
                severity=Severity.INFO,
                table="meeting_pledge_changes",
                row_id=meeting.meeting_id,
                text=meeting.text[start:end],
            )

    def _linked(self, one: _Read, hearings: Sequence[Meeting]) -> ParsedMeeting:
        if one.hearing is None:
            return one.parsed
        meeting = one.parsed.meeting
        day = one.hearing.day
        found = _hearing_of(meeting, one.hearing, day, hearings)
        if found is not None:
            day = day or found.held_on
        else:
            self._report_unlisted(meeting, one.hearing, day)
        linked = msgspec.structs.replace(
            meeting,
            hearing_held_on=day,
            hearing_meeting_id=found.meeting_id if found else None,
        )
        return msgspec.structs.replace(one.parsed, meeting=linked)

    def _report_unlisted(self, meeting: Meeting, hearing: Hearing, day: date | None) -> None:
        self._notes.issue(
            "page.hearing_unlisted" if day else "page.hearing_unread",
            "この会議が踏まえたとする分科会が、掲載された分科会の中に見つかりません。",
            "The hearing that this meeting says it follows is not among those listed.",
            table=_TABLE,
            row_id=meeting.meeting_id,
            field_name="hearing_meeting_id",
            text=meeting.text[hearing.start : hearing.end],
            calculation=f"hearing={day}" if day else None,
        )


def without_repeats(blocks: Sequence[MeetingBlock]) -> list[MeetingBlock]:
    """Leave out headings without a text whose meeting has one elsewhere on the page."""
    told = {_key(block) for block in blocks if block.lines}
    seen: set[object] = set()
    kept = []
    for block in blocks:
        key = _key(block)
        if not block.lines and (key in told or key in seen):
            continue
        seen.add(key)
        kept.append(block)
    return kept


def _key(block: MeetingBlock) -> tuple[object, ...]:
    heading = block.heading
    day = heading.held.start if heading.held else None
    return heading.body, heading.number, heading.special, day


def _record(
    identity: Identity, review: Review, targets: TargetFinding, text: str, document_id: str
) -> Meeting:
    assert identity.heading.body is not None
    return Meeting(
        meeting_id=identity.meeting_id,
        fiscal_year=identity.fiscal_year,
        body=identity.heading.body,
        number=identity.heading.number,
        held_on=identity.held_on,
        reviewed_count=review.reviewed_value,
        reviewed_approx=review.approximate,
        carried_in_count=review.carried_in,
        target_changes=targets.changes,
        text=text,
        document_id=document_id,
    )


def _note_values(
    meeting: Meeting, identity: Identity, review: Review, targets: TargetFinding, notes: Notes
) -> None:
    row, heading = meeting.meeting_id, identity.heading
    for name in ("fiscal_year", "body", "number", "held_on"):
        if getattr(meeting, name) is not None:
            inferred = None
            if name == "fiscal_year" and heading.fiscal_year is None:
                inferred = "from the section's heading or the day"
            elif name == "number" and heading.number_above:
                inferred = "from the section's heading"
            elif name == "held_on" and heading.held and heading.held.start_date is None:
                inferred = "the year from the section's heading or the meetings around"
            notes.value(_TABLE, row, name, heading.text, inferred)
    if review.reviewed is not None:
        words = _around(meeting.text, review.reviewed.start, review.reviewed.end)
        notes.value(_TABLE, row, "reviewed_count", words, review.note)
    if targets.end:
        notes.value(_TABLE, row, "target_changes", meeting.text[targets.start : targets.end])


def _outcomes(meeting: Meeting, review: Review, notes: Notes) -> tuple[MeetingOutcome, ...]:
    records = []
    for order, figure in enumerate(review.outcomes, 1):
        words = meeting.text[figure.start : figure.end]
        row = f"{meeting.meeting_id}/{figure.outcome.value}"
        notes.value("meeting_outcomes", row, "count", words, figure.note, order)
        records.append(
            MeetingOutcome(
                meeting_id=meeting.meeting_id,
                outcome=figure.outcome,
                count=figure.count,
                text_raw=words,
            )
        )
    return tuple(records)


def _report(meeting: Meeting, review: Review, targets: TargetFinding, notes: Notes) -> None:
    row = meeting.meeting_id
    for count in review.leftover:
        what = "施策数" if count.of_measures else "数値"
        notes.issue(
            "page.count_unread" if count.of_measures else "page.number_unread",
            f"「{count.text}」が何の{what}か読み取れません。",
            f"It cannot be told what {count.text!r} counts.",
            severity=Severity.WARNING if count.of_measures else Severity.INFO,
            table=_TABLE,
            row_id=row,
            field_name="text",
            text=_around(meeting.text, count.start, count.end),
        )
    if review.outcomes and review.reviewed is None:
        _report_reviewed(meeting, notes)
    if review.parts_differ is not None:
        parts, total = review.parts_differ
        notes.issue(
            "page.parts_differ",
            f"内訳の合計{sum(parts)}件と、掲載された合計{total}件が一致しません。",
            f"The parts add up to {sum(parts)}, but the page says {total}.",
            table=_TABLE,
            row_id=row,
            field_name="reviewed_count",
            text=meeting.text,
            calculation=f"{'+'.join(map(str, parts))}={sum(parts)}; published={total}",
        )
    if targets.mixed:
        notes.issue(
            "page.targets_mixed",
            "達成目標年度の繰上げと変更の両方が記載されています。",
            "The text tells both of target years brought forward and of others changed.",
            severity=Severity.INFO,
            table=_TABLE,
            row_id=row,
            field_name="target_changes",
            text=meeting.text,
        )


def _report_reviewed(meeting: Meeting, notes: Notes) -> None:
    notes.issue(
        "page.reviewed_unread",
        "審査した施策の数を読み取れません。",
        "It cannot be told how many measures were reviewed.",
        table=_TABLE,
        row_id=meeting.meeting_id,
        field_name="reviewed_count",
        text=meeting.text,
    )


def _hearing_of(
    meeting: Meeting, hearing: Hearing, day: date | None, hearings: Sequence[Meeting]
) -> Meeting | None:
    """The listed hearing of that day; or of that number and year, where no day is given."""
    if day is not None:
        same_day = [other for other in hearings if other.held_on == day]
        numbered = [other for other in same_day if other.number == hearing.number]
        return next(iter(numbered or same_day), None)
    if hearing.number is None or hearing.dated:
        return None
    same = [
        other
        for other in hearings
        if other.number == hearing.number and other.fiscal_year == meeting.fiscal_year
    ]
    return same[0] if len(same) == 1 else None


def _around(text: str, start: int, end: int) -> str:
    """The words around a figure, within its sentence."""
    opening = max(text.rfind("。", 0, start), text.rfind("\n", 0, start), start - _AROUND - 1) + 1
    ends = [at for at in (text.find("。", end), text.find("\n", end), end + _AROUND) if at >= 0]
    return text[opening : min(ends)]
