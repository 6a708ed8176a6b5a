"""Achievement as the page reports it: so many of all pledges, in which year, as of when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from parsers.pages.figures import Count
from parsers.pages.headings import fiscal_year
from parsers.pages.lines import Line, fold
from parsers.pages.notes import Notes
from parsers.pages.phrases import words_pattern
from parsers.pages.summary_tables import FigureTableReader, LabelledFigures
from parsers.pages.wording import Wording
from parsers.values import Value, find_values, fiscal_year_of
from schemas.records import Summary

_SENTENCE = re.compile(r"[^。\n]+。?")
_CLAUSE = re.compile(r"[^、。\n]+")
_BRACKET_BEHIND = re.compile(r"[^、。()0-9]{0,8}\(\s*")
_NEAR = 8
_HEADING = 40
_TABLE = "summaries"


@dataclass(frozen=True, slots=True)
class _Target:
    """A number of pledges to be achieved in a year, as a sentence says it."""

    fiscal_year: int | None
    count: int
    text: str


@dataclass(slots=True)
class _Found:
    """What the lines under one heading say, as far as read."""

    total: int | None = None
    achieved: int | None = None
    rate: float | None = None
    as_of: date | None = None
    line: str = ""
    sentence_year: int | None = None
    targets: list[_Target] = field(default_factory=list)


class SummaryReader:
    """Reads achievement figures with one vocabulary."""

    def __init__(self, wording: Wording) -> None:
        words = wording.vocabulary.summary
        self._counts = wording.counts
        self._terms = wording.terms
        self._achieved = words_pattern(words.achieved)
        self._rate = words_pattern(words.rate)
        self._target = words_pattern(words.target)
        self._headings = words_pattern(words.headings)
        self._as_of = re.compile(rf"\s*(?:{words_pattern(words.as_of).pattern})")
        self._total = re.compile(rf"(?:{words_pattern(words.total).pattern})[はで、の]*\s*$")
        wholes = words_pattern(wording.vocabulary.review.wholes).pattern
        self._whole = re.compile(rf"\s*(?:{wholes})")
        self._tables = FigureTableReader(wording)
        self._kinds = re.compile(
            rf"[^、。]{{0,6}}?に(?:{words_pattern(words.definitions).pattern})"
        )

    def read(self, lines: Iterable[tuple[Line, int | None]], notes: Notes) -> tuple[Summary, ...]:
        """Read lines, each with the fiscal year of its section, into summaries in page order."""
        summaries: list[Summary] = []
        for year, group in groupby(lines, key=lambda pair: pair[1]):
            under = [line for line, _ in group]
            for found in self._under_one_heading(under, year):
                summaries.append(_record(found, year, len(summaries) + 1, notes))
            known = {summary.fiscal_year for summary in summaries}
            for told in self._tables.read(under):
                found, own = _of_labels(told), year if not told.head else None
                if (own or _year_of(found)) not in {None, *known}:
                    summaries.append(_record(found, own, len(summaries) + 1, notes))
        return tuple(summaries)

    def _under_one_heading(self, lines: Sequence[Line], year: int | None) -> list[_Found]:
        several: list[tuple[_Found, str]] = []
        targets: list[_Target] = []
        heading = ""
        for line in lines:
            heading = self._heading_at(line, heading)
            if self._achieved.search(line.folded):
                told = self._line(line, targets)
            else:
                told = self._row_of_year(line) if heading else []
            several += [(found, heading) for found in told]
        if year is not None:
            several = several[:1]
        if len(several) == 1 and several[0][0].as_of is None:
            several[0][0].as_of = self._day_of_heading(several[0][1])
        return [found for found, _ in several]

    def _heading_at(self, line: Line, above: str) -> str:
        """The heading on achievement under which a line stands, if it is under one."""
        named = self._headings.search(line.folded) and len(line.text) <= _HEADING
        if line.kind == "heading" or (named and not self._counts.read(line.folded)):
            return line.folded if named else ""
        return above

    def _line(self, line: Line, targets: list[_Target]) -> list[_Found]:
        several: list[_Found] = []
        found = _Found(line=line.text, targets=targets)
        for sentence in _SENTENCE.finditer(line.folded):
            raw = line.text[sentence.start() : sentence.end()]
            clauses = self._years_apart(sentence.group(), raw)
            several += clauses
            if not clauses:
                self._sentence(sentence.group(), raw, found)
        if found.achieved and (found.total or found.rate is not None):
            several.append(found)
        return several

    def _row_of_year(self, line: Line) -> list[_Found]:
        """令和3年度末 64項目中24項目: under a heading that says what is counted."""
        text, values = line.folded, find_values(line.folded)
        counts = [count for count in self._counts.read(text) if count.of_measures]
        years = [value for value in values if value.kind.startswith("fiscal_year")]
        told = len(counts) == 2 and len(years) == 1 and self._whole.match(text, counts[0].end)
        if not told or self._target.search(text):
            return []
        return [
            _Found(
                total=counts[0].value,
                achieved=counts[1].value,
                rate=_rate_behind(text, counts[1], values),
                as_of=self._day_of_heading(text),
                line=line.text,
                sentence_year=fiscal_year(years[0]),
            )
        ]

    def _years_apart(self, text: str, raw: str) -> list[_Found]:
        """The clauses of a sentence of which more than one tells all of a year."""
        several = []
        for clause in _CLAUSE.finditer(text):
            found = _Found(line=raw[clause.start() : clause.end()])
            self._sentence(clause.group(), found.line, found)
            if found.achieved and found.total and _year_of(found) is not None:
                several.append(found)
        return several if len(several) > 1 else []

    def _day_of_heading(self, text: str) -> date | None:
        values = find_values(text)
        ends = (value.end_date for value in values if value.kind == "fiscal_year_end")
        return self._day(text, values) or next(ends, None)

    def _sentence(self, text: str, raw: str, found: _Found) -> None:
        counts = [count for count in self._counts.read(text) if count.of_measures]
        values = find_values(text)
        rate = self._rate_of(text, values)
        whole = next((c for c in counts if self._is_total(text, c)), None)
        if whole is None and (rate is not None or self._target.search(text) is None):
            whole = next((c for c in counts if self._whole.match(text, c.end)), None)
        achieved = self._achieved_count(text, counts, whole)
        if rate is None and achieved is not None:
            rate = _rate_behind(text, achieved, values)
        if found.achieved is None and achieved and (whole or rate is not None):
            found.total, found.achieved = whole.value if whole else None, achieved.value
            found.rate = rate
            found.as_of = self._day(text, values)
            years = [value for value in values if value.kind.startswith("fiscal_year")]
            found.sentence_year = fiscal_year(years[0]) if years else None
        elif counts and whole is None:
            self._note_target(text, raw, counts, values, found)
            if found.achieved is not None and found.rate is None:
                found.rate = rate
        elif found.achieved is not None and found.rate is None:
            found.rate = rate

    def _is_total(self, text: str, count: Count) -> bool:
        return self._total.search(text[max(0, count.start - _NEAR) : count.start]) is not None

    def _achieved_count(
        self, text: str, counts: Sequence[Count], whole: Count | None
    ) -> Count | None:
        """The count that 達成 follows before any other count, or that it leads to.

        達成したものは50項目中9項目 leads over the whole.
        """
        others = [count for count in counts if count is not whole]
        for index, count in enumerate(others):
            end = others[index + 1].start if index + 1 < len(others) else len(text)
            at = whole.start if whole and whole.end <= count.start else count.start
            before = (
                text[max(0, at - _NEAR) : at] + text[max(at, count.start - _NEAR) : count.start]
            )
            rate = self._rate.search(text, count.end, end)
            word = self._achieved.search(text, count.end, rate.start() if rate else end)
            if word or self._achieved.search(before):
                return count
        return None

    def _rate_of(self, text: str, values: Sequence[Value]) -> float | None:
        """The percentage that follows 達成率, unless it is the rate of one term."""
        for word in self._rate.finditer(text):
            before = text[max(0, word.start() - _NEAR) : word.start()]
            if any(hit.key is not None for hit in self._terms.find(before)):
                continue
            following = (v for v in values if v.kind == "percent" and v.span[0] >= word.end())
            value = next(following, None)
            if value is not None and value.value is not None and value.unit == "%":
                return float(value.value)
        return None

    def _day(self, text: str, values: Sequence[Value]) -> date | None:
        for value in values:
            dated = value.kind in ("date", "fiscal_year_end", "month", "range")
            if not dated or not value.valid or value.end_date is None:
                continue
            if value.kind == "range" and value.start is None:
                return value.end_date
            if self._as_of.match(text, value.span[1]):
                return value.end_date
        return None

    def _note_target(
        self, text: str, raw: str, counts: Sequence[Count], values: Sequence[Value], found: _Found
    ) -> None:
        word = self._target.search(text)
        after = [
            count
            for count in counts
            if word and count.start >= word.end() and not self._kinds.match(text, count.end)
        ]
        if word is None or not after:
            return
        years = [v for v in values if v.kind == "fiscal_year" and v.span[0] < after[0].start]
        year = fiscal_year(years[0]) if years else None
        found.targets.append(_Target(year, after[0].value, raw))


def _rate_behind(text: str, achieved: Count, values: Sequence[Value]) -> float | None:
    """9項目を達成（18.0％）: the rate in brackets behind what was achieved."""
    opening = _BRACKET_BEHIND.match(text, achieved.end)
    at = opening.end() if opening else None
    rate = next((v for v in values if v.kind == "percent" and v.span[0] == at), None)
    return float(rate.value) if rate is not None and rate.value is not None else None


def _of_labels(told: LabelledFigures) -> _Found:
    values, figures = find_values(fold(told.head)), told.figures
    years = [value for value in values if value.kind.startswith("fiscal_year")]
    days = [value for value in values if value.kind in ("date", "fiscal_year_end") and value.valid]
    target = figures.get("target")
    return _Found(
        total=_whole_number(figures.get("total")),
        achieved=_whole_number(figures.get("achieved")),
        rate=figures.get("rate"),
        as_of=days[0].end_date if days else None,
        line=told.text,
        sentence_year=fiscal_year(years[0]) if years else None,
        targets=[_Target(None, int(target), told.text)] if target is not None else [],
    )


def _whole_number(figure: float | None) -> int | None:
    return int(figure) if figure is not None else None


def _record(found: _Found, section_year: int | None, order: int, notes: Notes) -> Summary:
    assert found.achieved is not None
    year = section_year if section_year is not None else _year_of(found)
    own = [target for target in found.targets if target.fiscal_year in (None, year)]
    row = f"{notes.document_id}/{order}"
    for name in ("total", "achieved", "rate_percent", "as_of_date"):
        notes.value(_TABLE, row, name, found.line)
    for index, target in enumerate([*own, *(t for t in found.targets if t not in own)], 1):
        note = None
        if target not in own:
            note = f"of another year: fiscal_year={target.fiscal_year}; count={target.count}"
        notes.value(_TABLE, row, "target_count", target.text, note, index)
    return Summary(
        document_id=notes.document_id,
        order=order,
        fiscal_year=year,
        as_of_date=found.as_of,
        total=found.total,
        achieved=found.achieved,
        rate_percent=found.rate,
        target_count=own[0].count if own else None,
        text_raw=found.line,
    )


def _year_of(found: _Found) -> int | None:
    if found.sentence_year is not None:
        return found.sentence_year
    return fiscal_year_of(found.as_of) if found.as_of else None
