"""The notation of labelled phrases, and what "exactly right" means.

``date 2024-08-26``, ``month 2024-08``, ``year 2024``, ``fy 2024``, ``fye 2024`` (its last
day), ``range 2024-04-01..`` (either end may be empty), ``count 5 件``, ``money -500``,
``percent 35 %``; ``!`` before the kind: invalid; ``null``: no days; ``none``: no value.
"""

from __future__ import annotations

import calendar
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.values import Value

Key = tuple[str, str | None, str | None, float | None, str | None, bool]
_KINDS = {"fy": "fiscal_year", "fye": "fiscal_year_end"}


@dataclass(frozen=True)
class Phrase:
    """One labelled phrase; each value may have several right readings."""

    category: str
    text: str
    context: str | None
    expected: list[set[Key]]


def own_phrases(path: Path) -> list[Phrase]:
    """Read the phrases of this project."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    return [
        Phrase(category, text.replace("\\n", "\n"), context or None, expected_keys(expected))
        for category, text, context, expected in rows
    ]


def shared_phrases(path: Path) -> list[Phrase]:
    """Read a file of worked rows with JSON labels."""
    phrases = []
    for line in path.read_text("utf-8").splitlines()[1:]:
        _, category, text, context, expected = line.split("\t")
        values = [value for value in json.loads(expected) if value["kind"] != "none"]
        keys = [{_json_key(value, {}), *_alternatives(value)} for value in values]
        phrases.append(Phrase(category, text.replace("\\n", "\n"), context or None, keys))
    return phrases


def is_right(phrase: Phrase, found: list[Value]) -> bool:
    """True if the values match in order, with none missing and none extra."""
    if len(found) != len(phrase.expected):
        return False
    return all(key_of(value) in keys for value, keys in zip(found, phrase.expected, strict=True))


def key_of(value: Value) -> Key:
    """Return what is scored."""
    return _json_key(value.to_json(), {})


def _alternatives(value: dict[str, Any]) -> list[Key]:
    other = value.get("alt", [])
    return [_json_key(value, alt) for alt in ([other] if isinstance(other, dict) else other)]


def _json_key(value: dict[str, Any], other: dict[str, Any]) -> Key:
    merged = {**value, **other}
    unit = merged.get("unit")
    return (
        merged["kind"],
        merged.get("start"),
        merged.get("end"),
        merged.get("value"),
        unicodedata.normalize("NFKC", unit) if unit else None,
        merged["valid"],
    )


def expected_keys(notation: str) -> list[set[Key]]:
    """Read a label: values in order, or ``none``."""
    if notation == "none":
        return []
    return [{_key(one)} for one in notation.split(" | ")]


def _key(notation: str) -> Key:
    kind, _, rest = notation.lstrip("!").partition(" ")
    valid = not notation.startswith("!")
    name = _KINDS.get(kind, kind)
    if kind in ("count", "percent"):
        number, unit = rest.split(" ")
        return name, None, None, float(number), unit, valid
    if kind == "money":
        return name, None, None, float(rest), "円", valid
    start, end = _interval(kind, rest)
    return name, start, end, None, None, valid


def _interval(kind: str, rest: str) -> tuple[str | None, str | None]:
    if rest == "null":
        return None, None
    match kind:
        case "date":
            return rest, rest
        case "month":
            year, month = map(int, rest.split("-"))
            return f"{rest}-01", f"{rest}-{calendar.monthrange(year, month)[1]}"
        case "year":
            return f"{rest}-01-01", f"{rest}-12-31"
        case "fy":
            return f"{rest}-04-01", f"{int(rest) + 1}-03-31"
        case "fye":
            return (f"{int(rest) + 1}-03-31",) * 2
        case "range":
            start, end = rest.split("..")
            return start or None, end or None
        case _:
            raise ValueError(f"unknown kind: {kind}")
