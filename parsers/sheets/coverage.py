"""How much of a page some record used, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.sheets.model import Fragment
from schemas.enums import Method
from schemas.records import PageReading


def page_reading(
    document_id: str,
    page: int,
    used: Sequence[Fragment],
    loose: Sequence[Fragment],
    sheets: int,
    method: Method | None,
    health: float | None = None,
    reason: str | None = None,
) -> PageReading:
    """The page's row: the share of its characters (spaces not counted) that a record used."""
    taken = sum(_length(fragment) for fragment in used)
    left = sum(_length(fragment) for fragment in loose)
    return PageReading(
        document_id=document_id,
        page=page,
        method=method,
        health=health,
        reason=reason,
        sheets=sheets,
        coverage=round(taken / (taken + left), 4) if taken + left else None,
        leftover_text="\n".join(fragment.text for fragment in loose) or None,
    )


def _length(fragment: Fragment) -> int:
    return len("".join(fragment.text.split()))
