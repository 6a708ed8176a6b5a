"""Rules on meetings: counts that should add up, chains that should hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from pipeline.checks.city import City, Finding
from schemas.enums import Body, Outcome
from schemas.records import Meeting

_PARTS = {
    Body.HEADQUARTERS: (
        Outcome.APPROVED_AS_IS,
        Outcome.NEEDS_REVISION,
        Outcome.MERGED,
        Outcome.MERGED_AND_REVISED,
        Outcome.CARRIED_OVER,
    ),
    Body.SUBCOMMITTEE: (
        Outcome.SUBMITTED_AS_IS,
        Outcome.SUBMITTED_AFTER_REVISION,
        Outcome.MERGED,
        Outcome.MERGED_AND_REVISED,
        Outcome.CARRIED_OVER,
    ),
}
"""Outcomes that share out what was reviewed; 達成済み is counted among the approved."""

_NAMES = {Body.HEADQUARTERS: "本部会議", Body.SUBCOMMITTEE: "分科会"}
_FOLLOWS_WITHIN = timedelta(days=31)


def name_ja(meeting: Meeting) -> str:
    """第8回本部会議（2024年2月26日）."""
    number = f"第{meeting.number}回" if meeting.number else ""
    day = meeting.held_on
    held = f"（{day.year}年{day.month}月{day.day}日）" if day else ""
    return f"{number}{_NAMES[meeting.body]}{held}"


def name_en(meeting: Meeting) -> str:
    """Headquarters meeting 8 of 2024-02-26."""
    number = f" {meeting.number}" if meeting.number else ""
    held = f" of {meeting.held_on}" if meeting.held_on else ""
    return f"{meeting.body.value.capitalize()} meeting{number}{held}"


def outcomes_sum(city: City) -> Iterator[Finding]:
    """The outcomes of a meeting should make up what it reviewed."""
    for meeting in city.meetings:
        counts = city.outcomes.get(meeting.meeting_id, {})
        parts = [counts[outcome] for outcome in _PARTS[meeting.body] if outcome in counts]
        if not parts or meeting.reviewed_count is None or meeting.reviewed_approx:
            continue
        if sum(parts) == meeting.reviewed_count:
            continue
        terms = "+".join(map(str, parts))
        calculation = f"{terms} = {sum(parts)} ≠ {meeting.reviewed_count}"
        yield Finding(
            f"{name_ja(meeting)}は{meeting.reviewed_count}件を審査したとしていますが、"
            f"結果の内訳は{terms}で{sum(parts)}件です。",
            f"{name_en(meeting)} says it reviewed {meeting.reviewed_count}, "
            f"but its outcomes {terms} make {sum(parts)}.",
            meeting,
            "reviewed_count",
            calculation,
        )


def part_too_large(city: City) -> Iterator[Finding]:
    """Measures confirmed achieved are among those reviewed."""
    for meeting in city.meetings:
        confirmed = city.outcomes.get(meeting.meeting_id, {}).get(Outcome.CONFIRMED_ACHIEVED)
        reviewed = meeting.reviewed_count
        if confirmed is None or reviewed is None or confirmed <= reviewed:
            continue
        yield Finding(
            f"{name_ja(meeting)}の達成済み{confirmed}件は、審査した{reviewed}件を超えています。",
            f"{name_en(meeting)} confirms {confirmed} as achieved but reviewed {reviewed}.",
            meeting,
            "reviewed_count",
            f"{confirmed} > {reviewed}",
        )


def hearing_count(city: City) -> Iterator[Finding]:
    """What a hearing submits is what the meeting after it reviews.

    Measures that were merged may be submitted as fewer, so any count between is right.
    """
    for meeting in city.meetings:
        hearing = _hearing(city, meeting)
        if hearing is None or meeting.reviewed_count is None:
            continue
        if meeting.reviewed_approx or hearing.reviewed_approx:
            continue
        counts = city.outcomes.get(hearing.meeting_id, {})
        submitted = [counts.get(o, 0) for o in _PARTS[Body.SUBCOMMITTEE][:2]]
        merged = counts.get(Outcome.MERGED, 0) + counts.get(Outcome.MERGED_AND_REVISED, 0)
        low, high = sum(submitted), sum(submitted) + merged
        if not counts or low <= meeting.reviewed_count <= high:
            continue
        calculation = f"{submitted[0]}+{submitted[1]} = {low}"
        calculation += f" (+{merged} merged)" if merged else ""
        yield Finding(
            f"{name_ja(hearing)}が提出した{low}件に対し、"
            f"続く{name_ja(meeting)}は{meeting.reviewed_count}件を審査したとしています。",
            f"{name_en(hearing)} submitted {low}, but {name_en(meeting)}, which follows, "
            f"says it reviewed {meeting.reviewed_count}.",
            meeting,
            "reviewed_count",
            f"{calculation} ≠ {meeting.reviewed_count}",
        )


def _hearing(city: City, meeting: Meeting) -> Meeting | None:
    """The hearing a meeting says it follows, or else the one held shortly before it."""
    if meeting.body is not Body.HEADQUARTERS or meeting.held_on is None:
        return None
    if meeting.hearing_held_on:
        named = [m for m in city.meetings if m.meeting_id == meeting.hearing_meeting_id]
        return named[0] if named else None
    earlier = [m for m in city.meetings if m.held_on and m.held_on < meeting.held_on]
    last = earlier[-1] if earlier else None
    if last is None or last.body is not Body.SUBCOMMITTEE or last.held_on is None:
        return None
    return last if meeting.held_on - last.held_on <= _FOLLOWS_WITHIN else None


def hearing_unknown(city: City) -> Iterator[Finding]:
    """A hearing that a meeting refers to should be on the page."""
    for meeting in city.meetings:
        if meeting.hearing_held_on and not meeting.hearing_meeting_id:
            day = meeting.hearing_held_on
            yield Finding(
                f"{name_ja(meeting)}が踏まえたとする{day.month}月{day.day}日の分科会が"
                "ページに見当たりません。",
                f"{name_en(meeting)} follows a hearing of {day} that the page does not report.",
                meeting,
                "hearing_held_on",
            )


def carried_over(city: City) -> Iterator[Finding]:
    """What a meeting takes over is what earlier ones carried over and no one took since."""
    outstanding: list[int] = []
    for meeting in city.meetings:
        taken = meeting.carried_in_count
        if taken is not None and outstanding:
            tails = [sum(outstanding[start:]) for start in range(len(outstanding))]
            if taken not in tails:
                terms = "+".join(map(str, outstanding))
                yield Finding(
                    f"{name_ja(meeting)}は前回までに持ち越した{taken}件を扱ったとしていますが、"
                    f"それまでの会議の持ち越しは{terms}で{sum(outstanding)}件です。",
                    f"{name_en(meeting)} took over {taken}, but the meetings before it "
                    f"carried over {terms}, which make {sum(outstanding)}.",
                    meeting,
                    "carried_in_count",
                    f"{terms} = {sum(outstanding)} ≠ {taken}",
                )
            outstanding = []
        carried = city.outcomes.get(meeting.meeting_id, {}).get(Outcome.CARRIED_OVER)
        outstanding += [carried] if carried else []


def numbers_in_order(city: City) -> Iterator[Finding]:
    """Meetings of one body in one fiscal year are numbered in the order of their dates."""
    for body in Body:
        for year in sorted({m.fiscal_year for m in city.meetings if m.fiscal_year}):
            held = [
                m
                for m in city.meetings
                if (m.body, m.fiscal_year) == (body, year) and m.number and m.held_on
            ]
            for before, after in pairwise(held):
                if after.number != (before.number or 0) + 1:
                    yield Finding(
                        f"{name_ja(before)}の次が{name_ja(after)}となっており、"
                        "回と日付の順が合いません。",
                        f"{name_en(before)} is followed by {name_en(after)}: "
                        "numbers and dates are not in one order.",
                        after,
                        "number",
                        f"{before.number} → {after.number}",
                    )


def date_outside_year(city: City) -> Iterator[Finding]:
    """A meeting reported under a fiscal year was held in it."""
    for meeting in city.meetings:
        day, year = meeting.held_on, meeting.fiscal_year
        if day is None or year is None:
            continue
        actual = day.year if day.month >= 4 else day.year - 1
        if actual != year:
            yield Finding(
                f"{name_ja(meeting)}は{year}年度の会議とされていますが、開催日は{actual}年度です。",
                f"{name_en(meeting)} stands under fiscal year {year} but was held in {actual}.",
                meeting,
                "fiscal_year",
                f"{day} ∉ {year}-04-01..{year + 1}-03-31",
            )
