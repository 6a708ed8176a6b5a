"""Recognising the heading of a meeting and of a section, whatever markup it has or lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from parsers.pages.day_values import days_in
from parsers.pages.lines import Line, fold
from parsers.pages.wording import Wording
from parsers.values import Value, find_values, fiscal_year_of
from parsers.values.numerals import KANJI_FIRST, parse_integer
from schemas.enums import Body

_LONGEST = 90
_REST = 24
"""Letters that a heading may have beside its number, body and date (a project's name)."""
_SHORT_REST = 10
_AFTER_MARK = 8
_SECTION = 45
_FIGURE = re.compile(rf"[0-9元{KANJI_FIRST}]")
_OPENING_LETTERS = 30
_OPENING = re.compile(r"[^。、()\s]*$")
_CLOSING = re.compile(r"[^\s、。:()]{0,6}\)|")
_TRAILING = re.compile(r"\([^()]*\)$")
_PARTED = re.compile(r"[\s:]")
_GOES_ON = tuple("でのにをはがとへもや及並")
_LABEL = ("[", "(")
_SENTENCE_END = ("。", "、", "．")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a meeting's heading says. ``held`` may be invalid or lack its year."""

    text: str
    number: int | None
    body: Body | None
    special: bool
    held: Value | None
    held_text: str
    """The words that hold the day: the heading, or the line below it."""
    fiscal_year: int | None
    number_above: bool = False
    """Whether the number is that of the section, as the heading has none."""


def read_number(text: str, wording: Wording, body: Body | None) -> Heading | None:
    """Read a cell that gives nothing but the number of one of a section's meetings."""
    folded = fold(text).strip()
    number = _number(wording.number.search(folded))
    if body is None or number is None or _rest(folded, wording, []):
        return None
    return Heading(text, number, body, False, None, text, None)


def read_heading(
    text: str, wording: Wording, body: Body | None = None, marked: bool = False
) -> Heading | None:
    """Read a line as the heading of a meeting, or return None where it is none.

    ``body`` is what the section is about, for lines that give number and date alone;
    ``marked`` says that the markup makes the line a heading.
    """
    folded = fold(text).strip()
    if not folded or len(folded) > _LONGEST or folded.endswith(_SENTENCE_END):
        return None
    if wording.reflected.search(folded):
        return None
    number, named = wording.number.search(folded), wording.body.search(folded)
    special = wording.special.search(folded) is not None
    if number is None and not special and named is None:
        return None
    values = find_values(folded)
    held = next(iter(days_in(folded, wording.body)), None)
    years = [value for value in values if value.kind == "fiscal_year"]
    rest = _rest(folded, wording, values)
    heading = Heading(
        text=text,
        number=_number(number),
        body=wording.vocabulary.meetings.bodies[named.group()] if named else body,
        special=special,
        held=held,
        held_text=text,
        fiscal_year=fiscal_year(years[0]) if len(years) == 1 else None,
    )
    return (
        heading if _convinces(heading, folded, rest, wording, marked, named is not None) else None
    )


def _convinces(
    heading: Heading, folded: str, rest: str, wording: Wording, marked: bool, named: bool
) -> bool:
    numbered, dated = heading.number is not None, heading.held is not None
    if heading.body is None or len(rest) > _REST:
        return False
    if not named:
        return numbered and dated and len(rest) <= _SHORT_REST
    labels_file = wording.not_headings.search(folded) or wording.size.search(folded)
    if labels_file and not (marked and numbered and dated):
        return False
    if numbered and dated:
        return True
    if numbered or heading.special:
        return marked or len(rest) <= _SHORT_REST
    return dated and wording.held.search(folded) is not None and len(rest) <= _SHORT_REST


def _number(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    return parse_integer(found.group(1) or found.group(2))


def _rest(folded: str, wording: Wording, values: list[Value]) -> str:
    """What a heading says beside what is understood."""
    kept = list(folded)
    for value in values:
        start, end = value.span
        kept[start:end] = " " * (end - start)
    rest = "".join(kept)
    for pattern in (wording.number, wording.body, wording.special, wording.held, wording.signs):
        rest = pattern.sub("", rest)
    return rest


def fiscal_year(value: Value) -> int | None:
    """The fiscal year in which a value begins, or None where it has no year."""
    return fiscal_year_of(value.start_date) if value.start_date else None


def split_headings(line: Line, wording: Wording) -> list[Line]:
    """Part a line in which complete headings of meetings run into the text around them."""
    text = line.folded
    cuts: list[int] = []
    for found in wording.complete.finditer(text):
        opening = _OPENING.search(text[max(0, found.start() - _OPENING_LETTERS) : found.start()])
        start = found.start() - (len(opening.group()) if opening else 0)
        after = text[found.end() : found.end() + 1]
        if (after and after in _GOES_ON + _LABEL) or not _has_date(found.group(), wording):
            continue
        cuts += [start, found.end()]
    if not cuts:
        cuts = _end_of_leading(text, wording)
    if not cuts or cuts == [0, len(text)]:
        return [line]
    edges = sorted({0, *cuts, len(text)})
    return [
        Line(part, "text", 0, line.row, line.cell, line.column_heading, ())
        for part in (line.text[a:b].strip() for a, b in pairwise(edges))
        if part
    ]


def _end_of_leading(text: str, wording: Wording) -> list[int]:
    """Where a heading that begins a line ends, if the rest of the line says what was reviewed.

    Its body may be named by a section above, which one makes no difference here.
    """
    number, body = wording.number.search(text), wording.body.search(text)
    day = next(iter(days_in(text)), None)
    if number is None or day is None:
        return []
    spans = [number.span(), day.span, *([body.span()] if body else [])]
    spans = [span for span in spans if span[0] <= _OPENING_LETTERS]
    if len(spans) < 2 or min(start for start, _ in spans) > _SHORT_REST:
        return []
    closing = _CLOSING.match(text, max(end for _, end in spans))
    end = closing.end() if closing else len(text)
    body_above = None if body else Body.HEADQUARTERS
    follows = _PARTED.match(text, end) and read_heading(text[:end], wording, body_above)
    counted = any(count.of_measures for count in wording.counts.read(text[end:]))
    return [end] if follows and counted else []


def _has_date(text: str, wording: Wording) -> bool:
    return read_heading(text, wording) is not None and any(
        value.kind == "date" for value in find_values(text)
    )


def states_reflection(line: Line, wording: Wording) -> bool:
    """Whether a line says up to which day's results the page was brought, and little else."""
    mark = wording.reflected.search(line.folded)
    if mark is None or len(line.text) > _LONGEST or len(line.text) - mark.end() > _AFTER_MARK:
        return False
    kinds = {value.kind for value in find_values(line.folded)}
    return "date" in kinds and "count" not in kinds


def looks_like_meeting(line: Line, wording: Wording) -> bool:
    """Whether a line has a meeting's number and day, but not the name of a body we know."""
    folded = line.folded
    if len(folded) > _LONGEST or folded.endswith(_SENTENCE_END):
        return False
    if wording.number.search(folded) is None or wording.body.search(folded) is not None:
        return False
    if wording.not_headings.search(folded) or wording.size.search(folded):
        return False
    values = find_values(folded)
    return any(v.kind == "date" for v in values) and len(_rest(folded, wording, values)) <= _REST


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over several meetings: their fiscal year and body, where it names one."""

    text: str
    level: int
    fiscal_year: int | None
    body: Body | None
    meetings: bool
    """Whether it may stand over meetings (達成状況 does not)."""
    number: int | None = None
    """Of a section on the first, second … meetings of several bodies."""


def read_section(line: Line, wording: Wording) -> Section | None:
    """Read a line as a section's heading: one of the markup, or a short line on a fiscal year."""
    folded = line.folded
    if len(folded) > _SECTION and line.kind != "heading":
        return None
    if folded.endswith("。"):
        return None
    if line.kind == "cell" and _is_body(folded, wording):
        return None
    if line.kind != "heading" and not _may_be_section(folded, wording):
        return None
    values = find_values(folded)
    kinds = ("fiscal_year", "fiscal_year_end")
    years = {fiscal_year(value) for value in values if value.kind in kinds}
    about_summary = wording.summary_headings.search(folded) is not None
    if line.kind != "heading" and not _looks_like_section(folded, values, wording, about_summary):
        return None
    bodies = {wording.vocabulary.meetings.bodies[word] for word in wording.body.findall(folded)}
    several = not bodies and len(_rest(folded, wording, values)) <= _SHORT_REST
    return Section(
        text=line.text,
        level=line.level if line.kind == "heading" else 0,
        fiscal_year=years.pop() if len(years) == 1 else None,
        body=bodies.pop() if len(bodies) == 1 else None,
        meetings=not about_summary or bool(wording.sections.search(folded)),
        number=_number(wording.number.search(folded)) if several else None,
    )


def _may_be_section(folded: str, wording: Wording) -> bool:
    """Whether it is worth looking for values: a year has a figure, other sections a word."""
    found = _FIGURE.search(folded) or wording.summary_headings.search(folded)
    return bool(found or wording.section_end.search(folded) or _is_body(folded, wording))


def _is_body(folded: str, wording: Wording) -> bool:
    """Whether a line names a body and nothing else."""
    return wording.body.fullmatch(wording.signs.sub("", folded)) is not None


def _looks_like_section(
    folded: str, values: list[Value], wording: Wording, about_summary: bool
) -> bool:
    if any(value.kind in ("count", "date", "percent") for value in values):
        return False
    years = [value for value in values if value.kind == "fiscal_year"]
    nothing_else = not _rest(folded, wording, values)
    if _is_body(folded, wording):
        return True
    if nothing_else and (years or wording.number.search(folded)):
        return True
    told = _TRAILING.sub("", folded) if about_summary else folded
    if wording.size.search(folded) or "。" in folded or told.endswith((")", "、")):
        return False
    bare = wording.signs.match(folded)
    start = bare.end() if bare else 0
    if years and years[0].span[0] <= start:
        return True
    return about_summary or (wording.section_end.search(folded) is not None and len(folded) <= 20)
