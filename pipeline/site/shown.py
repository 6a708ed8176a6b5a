"""Values as people read them, in Japanese and in English at once.

Both languages stand in the page; the style sheet shows one of them, so that the switch works
without a reload and without JavaScript. What comes from documents is escaped and never repeated.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from markupsafe import Markup, escape

JAPAN = timezone(timedelta(hours=9))
_REIWA, _HEISEI = 2019, 1989


def both(ja: str, en: str, /, **values: object) -> Markup:
    """The interface text in both languages; ``{name}`` stands for an escaped value."""
    if not values:
        return _pair(ja, en)
    safe = {name: str(escape(value)) for name, value in values.items()}
    return Markup(f'<span class="ja">{ja.format(**safe)}</span>{_english(en.format(**safe))}')


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("pipeline.site").joinpath("words.toml").read_text("utf-8"))


def plain_words(group: str) -> dict[str, tuple[str, str]]:
    """The Japanese and the English of every code of a group."""
    return {code: (ja, en) for code, (ja, en) in _words()[group].items()}


@cache
def word(group: str, code: str) -> Markup:
    """The name of a code; the code itself where it has none."""
    ja, en = plain_words(group).get(code, (code, code))
    return _pair(str(escape(ja)), str(escape(en)))


def _english(text: str) -> str:
    return f'<span class="en" lang="en">{text}</span>'


@cache
def _pair(ja: str, en: str) -> Markup:
    return Markup(f'<span class="ja">{ja}</span>{_english(en)}')


@cache
def day(value: date | None) -> Markup:
    """2025年3月31日 / 31 March 2025."""
    if value is None:
        return both("日付なし", "no date")
    shown = _pair(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%B %Y}")
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)


def day_of(moment: datetime | None) -> date | None:
    """The day in Japan."""
    return moment.astimezone(JAPAN).date() if moment else None


@cache
def fiscal_year(year: int | None) -> Markup:
    """令和6年度（2024年度） / fiscal year 2024."""
    if year is None:
        return both("年度の記載なし", "no fiscal year")
    if year >= _REIWA:
        era, count = "令和", year - _REIWA + 1
    else:
        era, count = "平成", year - _HEISEI + 1
    name = "元" if count == 1 else str(count)
    if year < _HEISEI:
        return _pair(f"{year}年度", f"fiscal {year}")
    return _pair(f"{era}{name}年度（{year}年度）", f"fiscal {year}")


def number(value: float) -> str:
    """1,234 or 12.5."""
    return f"{value:,.10g}" if value == int(value) else f"{value:,.4g}"


def percent(ratio: float) -> str:
    """0.6 becomes 60."""
    return f"{ratio * 100:.0f}"


def size(count: int) -> str:
    """12 KB; 1.3 MB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} KB"


def web_address(url: str | None) -> str | None:
    """The address where it leads to the web; a document may hold any other."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def code_of(value: StrEnum | None) -> str:
    """The published code, empty for null."""
    return value.value if value else ""
