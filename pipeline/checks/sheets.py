"""Rules on sheets: dates, terms, stamps and progress that should agree with each other."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.city import City, Finding
from pipeline.resolve.tracks import japanese_day
from pipeline.resolve.wording import title_key
from schemas.records import Sheet, TermDefinition

_FULL = 0.97
"""Progress is read from drawings to within 0.03, so this counts as full."""
_NAMES = {"short": "短期", "mid": "中期", "mid_long": "中長期"}


def _called(sheet: Sheet) -> str:
    return f"「{sheet.title or '題名を読み取れないシート'}」"


def _called_en(sheet: Sheet) -> str:
    return f"“{sheet.title or 'a sheet without a readable title'}”"


def term_and_due(city: City) -> Iterator[Finding]:
    """The due year lies in the term by the page's own definition of it."""
    definitions = city.index.parsed.terms if city.index else ()
    by_term = {definition.term: definition for definition in definitions}
    for sheet in city.sheets:
        definition = by_term.get(sheet.term) if sheet.term else None
        year = sheet.due_fiscal_year
        if definition is None or year is None or _within(definition, year):
            continue
        first, last = definition.fiscal_year_from, definition.fiscal_year_to
        yield Finding(
            f"{_called(sheet)}は{_NAMES[definition.term]}とされていますが、目標は{year}年度です"
            f"（ページの定義は{_span(definition)}）。",
            f"{_called_en(sheet)} is {definition.term.value}, but due in fiscal year {year}.",
            sheet,
            "due_fiscal_year",
            f"{year} ∉ {first if first else ''}..{last if last else ''}",
        )


def _within(definition: TermDefinition, year: int) -> bool:
    first, last = definition.fiscal_year_from, definition.fiscal_year_to
    return (first is None or first <= year) and (last is None or year <= last)


def _span(definition: TermDefinition) -> str:
    first, last = definition.fiscal_year_from, definition.fiscal_year_to
    start = f"{first}年度から" if first else ""
    end = f"{last}年度まで" if last else ""
    return start + end


def stamp_and_progress(city: City) -> Iterator[Finding]:
    """A pledge stamped as achieved has full progress, and the other way round."""
    for sheet in city.sheets:
        ratio = sheet.progress_ratio
        if ratio is None or sheet.achieved is None:
            continue
        if sheet.achieved and ratio < _FULL:
            yield Finding(
                f"{_called(sheet)}は達成とされていますが、進捗の図は{ratio:.0%}です。",
                f"{_called_en(sheet)} is stamped as achieved, but its bar shows {ratio:.0%}.",
                sheet,
                "progress_ratio",
                f"{ratio:g} < {_FULL:g}",
            )
        if not sheet.achieved and ratio >= _FULL:
            yield Finding(
                f"{_called(sheet)}の進捗の図は{ratio:.0%}ですが、達成の表示がありません。",
                f"The bar of {_called_en(sheet)} shows {ratio:.0%}, but there is no stamp.",
                sheet,
                "achieved",
                f"{ratio:g} ≥ {_FULL:g}",
            )


def overdue(city: City) -> Iterator[Finding]:
    """At its as-of date a pledge is past its due date and not achieved."""
    for sheet in city.sheets:
        due, as_of = sheet.due_date, sheet.as_of_date
        if sheet.achieved is False and due and as_of and due < as_of:
            yield Finding(
                f"{_called(sheet)}は期限（{due}）を過ぎた{as_of}現在で達成とされていません。",
                f"{_called_en(sheet)} was due on {due} and is not achieved as of {as_of}.",
                sheet,
                "due_date",
                f"{due} < {as_of}",
            )


def as_of_in_future(city: City) -> Iterator[Finding]:
    """A paper cannot tell of a day after it was fetched."""
    fetched = {v.document_id: japanese_day(v.seen_at) for v in reversed(city.resolved.versions)}
    for sheet in city.sheets:
        day, as_of = fetched.get(sheet.document_id), sheet.as_of_date
        if day and as_of and as_of > day:
            yield Finding(
                f"{_called(sheet)}の現在日（{as_of}）は、取得した日（{day}）より後です。",
                f"{_called_en(sheet)} gives {as_of} as its date but was fetched on {day}.",
                sheet,
                "as_of_date",
                f"{as_of} > {day}",
                sheet.as_of_raw,
            )


def as_of_stale(city: City) -> Iterator[Finding]:
    """The page says up to which meeting results are reflected; the sheet is older."""
    reflected = city.index.parsed.document.reflected_until if city.index else None
    for sheet in city.sheets:
        if reflected and sheet.as_of_date and sheet.as_of_date < reflected:
            yield Finding(
                f"{_called(sheet)}の現在日（{sheet.as_of_date}）は、"
                f"ページの反映日（{reflected}）より前です。",
                f"{_called_en(sheet)} is as of {sheet.as_of_date}, "
                f"before {reflected}, up to which the page says results are reflected.",
                sheet,
                "as_of_date",
                f"{sheet.as_of_date} < {reflected}",
                sheet.as_of_raw,
            )


def odd_month_end(city: City) -> Iterator[Finding]:
    """As-of dates are month ends; one shortly before is probably a slip (12月30日)."""
    for sheet in city.sheets:
        day = sheet.as_of_date
        last = monthrange(day.year, day.month)[1] if day else 0
        if day and last - 3 <= day.day < last:
            yield Finding(
                f"{_called(sheet)}の現在日は{day.month}月{day.day}日で、"
                f"月末（{last}日）と異なります。",
                f"{_called_en(sheet)} is as of {day}, shortly before the month's end ({last}).",
                sheet,
                "as_of_date",
                f"{day.day} ≠ {last}",
                sheet.as_of_raw,
            )


def duplicate_titles(city: City) -> Iterator[Finding]:
    """A title stands for one pledge."""
    by_title: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in city.sheets:
        if sheet.title:
            by_title[title_key(sheet.title)].append(sheet)
    for sheets in by_title.values():
        for sheet in sheets[1:]:
            yield Finding(
                f"{_called(sheet)}という題名のシートが{len(sheets)}件あります。",
                f"{len(sheets)} sheets have the title {_called_en(sheet)}.",
                sheet,
                "title",
                f"{len(sheets)} > 1",
                sheet.title,
            )
