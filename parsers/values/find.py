"""Find every value in running text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from parsers.values.model import Context, Kind, Value


def find_values(text: str, context: Context | date | str | None = None) -> list[Value]:
    """Return the values of ``text`` in order of appearance."""
    return []


def first(
    text: str, kinds: Collection[Kind], context: Context | date | str | None = None
) -> Value | None:
    """Return the first value of one of ``kinds``, or None."""
    return next((value for value in find_values(text, context) if value.kind in kinds), None)
