"""The old Japanese calendar, for the years a municipal history mentions by day."""

from __future__ import annotations

from datetime import date


def month_span(year: int, month: int) -> tuple[date | None, date | None]:
    """Return the Gregorian first and last day of an old month, None where unknown."""
    return None, None
