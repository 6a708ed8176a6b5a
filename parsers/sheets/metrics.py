"""Figures published inside a sheet: R5年度:7件 300万円(R6.2.29現在)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from parsers.sheets.times import values_in
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.values import Value, fiscal_year_of

_NUMBER = r"[▲△−－-]?(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]+)(?:[.．][0-9０-９]+)?"
_TRIM = " \u3000\t:：、，,・･/／()（）[]［］【】〔〕「」=＝→⇒~〜～|｜;；…"
_NOT_ITEM = re.compile(r"[。！？!?をはがにでもへ]|ます|した|する|です|まで|から|より|等$|など$")
_QUALIFIERS = re.compile(r"^(?:約|およそ|延べ|延|のべ|計|合計)?")
_TIMES = ("fiscal_year", "fiscal_year_end", "year", "month", "date", "range")
_LONGEST_ITEM = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a line: what it counts, of which year, and its value in its unit."""

    label_raw: str | None
    fiscal_year: int | None
    item: str | None
    value: float
    unit: str
    as_of_date: date | None


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    unit: str


def read_figures(text: str, vocabulary: SheetVocabulary) -> list[Figure]:
    """The figures of a line that gives figures and nothing else; a sentence has none.

    A line counts as one if it names a year or a day, holds a number with a unit, and what is left
    are short names of what is counted.
    """
    if text.rstrip().endswith("。") or not any(map(str.isdigit, text)):
        return []
    values = values_in(text)
    times = [value for value in values if value.kind in _TIMES and value.valid]
    numbers = list(_numbers(text, values, vocabulary))
    if not times or not numbers:
        return []
    return _assemble(text, times, numbers, vocabulary)


def read_cell(
    text: str, label: str, item: str | None, unit: str | None, vocabulary: SheetVocabulary
) -> list[Figure]:
    """The figures of a table's cell under the year ``label``; ``unit`` is the table's own."""
    values = values_in(text)
    numbers = list(_numbers(text, values, vocabulary))
    if not numbers and unit is not None:
        values = values_in(text + unit)
        numbers = list(_numbers(text + unit, values, vocabulary)) or _bare_number(text, unit)
    years = [value for value in values_in(label) if value.kind in _TIMES and value.valid]
    times = [value for value in values if value.kind in _TIMES and value.valid]
    as_of = _as_of(text, times, vocabulary)[0]
    year = _fiscal_year(years[0]) if years else None
    day = as_of.end_date if as_of else None
    return [Figure(label.strip(), year, item, number.value, number.unit, day) for number in numbers]


def _bare_number(text: str, unit: str) -> list[_Number]:
    """A cell that is a number and nothing else, in a unit that the table names itself."""
    match = re.fullmatch(rf"\s*(?P<number>{_NUMBER})\s*", text)
    if match is None:
        return []
    return [_Number(*match.span("number"), _float(match["number"]), canonical_unit(unit))]


def is_figure_line(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line holds figures and nothing else."""
    return bool(read_figures(text, vocabulary))


def canonical_unit(unit: str) -> str:
    """The unit as the contract writes it: ％ in full width, money in 円."""
    return "％" if unicodedata.normalize("NFKC", unit) == "%" else unit


def _numbers(text: str, values: Sequence[Value], vocabulary: SheetVocabulary) -> Iterator[_Number]:
    taken = [value.span for value in values]
    for value in values:
        if value.kind in ("count", "money", "percent") and value.value is not None:
            unit = "円" if value.kind == "money" else canonical_unit(value.unit or "")
            yield _Number(*value.span, float(value.value), unit)
    for match in _unit_pattern(vocabulary.units).finditer(text):
        start, end = match.span()
        if all(end <= first or start >= last for first, last in taken):
            yield _Number(start, end, _float(match["number"]), canonical_unit(match["unit"]))


def _float(written: str) -> float:
    number = unicodedata.normalize("NFKC", written).replace(",", "")
    return float(re.sub(r"^[▲△−-]", "-", number))


@lru_cache(maxsize=8)
def _unit_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{words})(?![A-Za-z])")


@dataclass(slots=True)
class _State:
    label: Value | None = None
    item: str | None = None
    whole_line: str | None = None


def _assemble(
    text: str, times: list[Value], numbers: list[_Number], vocabulary: SheetVocabulary
) -> list[Figure]:
    as_of, as_of_words = _as_of(text, times, vocabulary)
    spans = sorted(
        [(value.span[0], value.span[1], value) for value in times]
        + [(number.start, number.end, number) for number in numbers],
        key=lambda span: span[0],
    )
    figures: list[Figure] = []
    state, at = _State(), 0
    for start, end, held in spans:
        if start < at:
            return []
        item = _item(text[at:start], as_of_words)
        if item is None:
            return []
        at = end
        if isinstance(held, Value):
            _take_label(state, held, item, as_of)
        else:
            figures.append(_figure(state, held, item, as_of))
    if _item(text[at:], as_of_words) != "":
        return []
    return [_with_late_label(figure, state) for figure in figures]


def _take_label(state: _State, held: Value, item: str, as_of: Value | None) -> None:
    if item and state.label is None:
        state.whole_line = item
    if held is not as_of:
        state.label = held


def _figure(state: _State, number: _Number, item: str, as_of: Value | None) -> Figure:
    named = item or state.whole_line
    label = state.label
    return Figure(
        label.surface if label else None,
        _fiscal_year(label) if label else None,
        named,
        number.value,
        number.unit,
        as_of.end_date if as_of else None,
    )


def _with_late_label(figure: Figure, state: _State) -> Figure:
    """A year that stands behind the figure, in brackets: リサイクル率 23.5％（令和4年度）."""
    if figure.label_raw is None and state.label is not None:
        label = state.label
        return replace(figure, label_raw=label.surface, fiscal_year=_fiscal_year(label))
    return figure


def _fiscal_year(label: Value) -> int | None:
    start, end = label.start_date, label.end_date
    if label.kind in ("fiscal_year", "fiscal_year_end") and start and end:
        return fiscal_year_of(start)
    return None


def _as_of(
    text: str, times: list[Value], vocabulary: SheetVocabulary
) -> tuple[Value | None, tuple[str, ...]]:
    for value in times:
        behind = text[value.span[1] :].lstrip()
        if value.end_date and behind.startswith(vocabulary.as_of_words):
            return value, vocabulary.as_of_words
    return None, vocabulary.as_of_words


def _item(piece: str, as_of_words: tuple[str, ...]) -> str | None:
    """What is counted, "" where nothing is said, None where the piece belongs to a sentence."""
    item = piece.strip(_TRIM)
    for word in sorted(as_of_words, key=len, reverse=True):
        item = item.removeprefix(word).strip(_TRIM)
    item = _QUALIFIERS.sub("", item, count=1).strip(_TRIM)
    if len(item) > _LONGEST_ITEM or _NOT_ITEM.search(item):
        return None
    return item
