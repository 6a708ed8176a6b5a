"""What a meeting's text tells beside counts: the hearing it follows, and what was changed."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from parsers.pages.day_values import days_in
from parsers.pages.lines import fold
from parsers.pages.listed_changes import ListedChanges
from parsers.pages.phrases import words_pattern
from parsers.pages.wording import Wording
from parsers.values import MonthDay, Value, find_values
from parsers.values.numerals import NUMBER, parse_integer
from schemas.enums import Body, PledgeChangeKind, TargetChanges

_SENTENCE = re.compile(r"[^。\n]+")
_QUOTED = re.compile(r"[「『][^「」『』]*[」』]")
_PARTING = re.compile(r"[\s:]")
_MOST_BETWEEN = 30
_NUMBERED = re.compile(rf"^\s*[(（]?\s*({NUMBER})\s*[)）]?\s*[.．、:：\s]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Hearing:
    """The subcommittee that a meeting says it follows, by day or by number."""

    day: date | None
    dated: bool
    """Whether the text gives a day, be it readable or not."""
    number: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """A change of one pledge that a text announces."""

    kind: PledgeChangeKind
    pillar_number: int | None
    from_title: str
    to_title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TargetFinding:
    """What a text says of target years, and where."""

    changes: TargetChanges
    start: int
    end: int
    mixed: bool = False


class AnnouncementReader:
    """Reads announcements with one vocabulary and the names of the pillars."""

    def __init__(self, wording: Wording, pillars: Mapping[int, str]) -> None:
        words = wording.vocabulary.announcements
        self._wording = wording
        self._pillars = pillars
        self._hearing = words_pattern(words.hearing)
        self._targets = words_pattern(words.targets)
        self._changed = words_pattern(words.changed)
        self._advanced = words_pattern(words.advanced)
        self._unchanged = words_pattern(words.unchanged)
        self._content = words_pattern(words.content)
        self._merged = words_pattern(words.merged)
        self._objects = words_pattern(words.object_marks)
        self._results = words_pattern(words.result_marks)
        self._listed = ListedChanges(words, self._named_pillar)

    def hearing(self, folded: str, held: date | None) -> Hearing | None:
        """Find the hearing that the text says the meeting follows.

        A day without its year is the last such day before the meeting.
        """
        for sentence in _SENTENCE.finditer(folded):
            found = self._hearing_in(sentence.group(), sentence.start(), held)
            if found is not None:
                return found
        return None

    def _hearing_in(self, text: str, start: int, held: date | None) -> Hearing | None:
        marker = self._hearing.search(text)
        if marker is None:
            return None
        before = text[: marker.start()]
        bodies = self._wording.vocabulary.meetings.bodies
        named = [
            found
            for found in self._wording.body.finditer(before)
            if bodies[found.group()] is Body.SUBCOMMITTEE
        ]
        if not named:
            return None
        days = days_in(before, self._wording.body)
        near = [day for day in days if _gap(day.span, named[-1].span()) <= _MOST_BETWEEN]
        number = self._wording.number.search(before)
        if not near and number is None:
            return None
        told = parse_integer(number.group(1) or number.group(2)) if number else None
        day = hearing_day(near[-1], held) if near else None
        return Hearing(day, bool(near), told, start, start + marker.end())

    def targets(self, folded: str) -> TargetFinding:
        """Say whether target years were changed or brought forward; both is ``mixed``."""
        kinds: set[TargetChanges] = set()
        span: tuple[int, int] | None = None
        for sentence in _SENTENCE.finditer(folded):
            told = self._targets_in(sentence.group())
            if told and span is None:
                span = sentence.span()
            kinds |= told
        if span is None:
            return TargetFinding(TargetChanges.NONE, 0, 0)
        if len(kinds) > 1:
            return TargetFinding(TargetChanges.CHANGED, *span, mixed=True)
        return TargetFinding(kinds.pop(), *span)

    def _targets_in(self, sentence: str) -> set[TargetChanges]:
        target = self._targets.search(sentence)
        if target is None:
            return set()
        if self._unchanged.search(_PARTING.sub("", sentence[target.start() :])):
            return set()
        told = set()
        for clause in sentence[target.start() :].split("、"):
            if self._advanced.search(clause):
                told.add(TargetChanges.ADVANCED)
            elif self._changed.search(clause):
                told.add(TargetChanges.CHANGED)
        return told

    def merges(self, text: str) -> list[tuple[int, int]]:
        """Find the sentences that say that pledges named in them were merged."""
        return [
            sentence.span()
            for sentence in _SENTENCE.finditer(fold(text))
            if len(_quotes(sentence.group())) > 1 and self._merged.search(sentence.group())
        ]

    def unread(self, text: str) -> list[tuple[int, int]]:
        """Find the sentences that tell of a change of something named, but not in a known way."""
        listed = [change.start for change in self._listed_in(text)]
        return [
            sentence.span()
            for sentence in _SENTENCE.finditer(fold(text))
            if _quotes(sentence.group())
            and not any(sentence.start() <= start < sentence.end() for start in listed)
            and self._changed.search(_QUOTED.sub("", sentence.group()))
            and not self._unchanged.search(sentence.group())
            and not self._merged.search(sentence.group())
            and not self._changes_in(text[sentence.start() : sentence.end()], sentence)
        ]

    def changes(self, text: str) -> list[AnnouncedChange]:
        """Find the pledges whose title or content a text says was changed."""
        told = [
            change
            for sentence in _SENTENCE.finditer(fold(text))
            if self._changed.search(sentence.group())
            and not self._unchanged.search(sentence.group())
            for change in self._changes_in(text[sentence.start() : sentence.end()], sentence)
        ]
        known = {change.from_title for change in told}
        listed = self._listed_in(text)
        told += [change for change in listed if change.from_title not in known]
        return sorted(told, key=lambda change: change.start)

    def _listed_in(self, text: str) -> list[AnnouncedChange]:
        return [
            AnnouncedChange(
                kind=PledgeChangeKind.RENAMED,
                pillar_number=pillar,
                from_title=text[slice(*old)],
                to_title=text[slice(*new)],
                start=old[0],
                end=new[1],
            )
            for pillar, old, new in self._listed.read(fold(text))
        ]

    def _changes_in(self, raw: str, sentence: re.Match[str]) -> list[AnnouncedChange]:
        text, quotes = sentence.group(), _quotes(sentence.group())
        changes: list[AnnouncedChange] = []
        pillar: int | None = None
        waiting: list[tuple[int, int]] = []
        for index, (start, end) in enumerate(quotes):
            number = self._pillar(raw[start + 1 : end - 1])
            if number is not None:
                pillar = number
                continue
            following = quotes[index + 1][0] if index + 1 < len(quotes) else len(text)
            after = text[end:following]
            waiting.append((start, end))
            if len(waiting) == 2 and self._is_renaming(text, waiting, after):
                changes.append(_change(raw, sentence.start(), pillar, waiting[0], waiting[1]))
                waiting = []
            elif self._content.search(after) and self._changed.search(after):
                offset = sentence.start()
                changes += [_change(raw, offset, pillar, quote, None) for quote in waiting]
                waiting = []
        return changes

    def _is_renaming(self, text: str, pair: list[tuple[int, int]], after: str) -> bool:
        between = text[pair[0][1] : pair[1][0]].strip(" 、")
        marked = self._objects.match(between) is not None and not self._content.search(between)
        listed = between == "を" and after.strip() == "、"
        return marked and (listed or self._results.match(after.strip(" 、")) is not None)

    def _named_pillar(self, label: str) -> int | None:
        """Only by its name: a bare number may count what is listed."""
        found = _bare(fold(label))
        return next(
            (n for n, name in self._pillars.items() if name and _bare(fold(name)) in found), None
        )

    def _pillar(self, quoted: str) -> int | None:
        return pillar_number(quoted, self._pillars)


def hearing_day(told: Value, held: date | None) -> date | None:
    """The day of a hearing; without its year the last such day up to the meeting's own."""
    if isinstance(told.start, MonthDay):
        return _last_before(told.start, held) if held else None
    if told.start_date is None and held is not None:
        again = [value for value in find_values(told.surface, held) if value.kind == "date"]
        return again[0].start_date if again else None
    return told.start_date


def _last_before(told: MonthDay, held: date) -> date | None:
    """29 February may lie several years back."""
    for year in range(held.year, held.year - 8, -1):
        if (told.month, told.day) == (2, 29) and not isleap(year):
            continue
        day = date(year, told.month, told.day)
        if day <= held:
            return day
    return None


def pillar_number(label: str, pillars: Mapping[int, str]) -> int | None:
    """The pillar that a label names: by its name, else by a number that heads the label.

    Without pillar names in the profile a leading number alone must do.
    """
    folded = fold(label)
    bare = _bare(folded)
    for number, name in pillars.items():
        if name and _bare(fold(name)) in bare:
            return number
    numbered = _NUMBERED.match(folded)
    return parse_integer(numbered.group(1)) if numbered else None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _quotes(text: str) -> list[tuple[int, int]]:
    """Outermost quotations 「…」 and 『…』, brackets included."""
    found: list[tuple[int, int]] = []
    depth, start = 0, 0
    for index, sign in enumerate(text):
        if sign in "「『":
            start = index if depth == 0 else start
            depth += 1
        elif sign in "」』" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, index + 1))
    return found


def _change(
    raw: str,
    offset: int,
    pillar: int | None,
    old: tuple[int, int],
    new: tuple[int, int] | None,
) -> AnnouncedChange:
    return AnnouncedChange(
        kind=PledgeChangeKind.RENAMED if new else PledgeChangeKind.CONTENT_CHANGED,
        pillar_number=pillar,
        from_title=raw[old[0] + 1 : old[1] - 1],
        to_title=raw[new[0] + 1 : new[1] - 1] if new else None,
        start=offset + old[0],
        end=offset + (new or old)[1],
    )


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(other[0] - one[1], one[0] - other[1], 0)
