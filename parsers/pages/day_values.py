"""The days that a text names: of a meeting over several days only the first."""

from __future__ import annotations

import re

from parsers.values import MonthDay, Value, find_values

_JOINT = re.compile(r"\s*(?:\([^()0-9]{1,6}\))?\s*(?:[、,・~]|及び|および|並びに|と)\s*")
_DAY = re.compile(r"日|[0-9][/.][0-9]")
_LONGEST_MEETING = 31
"""Days; a longer range is a period, not the days of one meeting (in writing, say)."""


def days_in(folded: str, body: re.Pattern[str] | None = None) -> list[Value]:
    """The days of a folded text in order; ``body`` finds meetings' names, as in 分科会(5/14)."""
    found: list[Value] = []
    end: int | None = None
    for value in find_values(_put_as_days(folded, body) if body else folded):
        if value.kind != "date" and not _is_several_days(value):
            continue
        if end is None or not _JOINT.fullmatch(folded, end, value.span[0]):
            found.append(value)
        end = value.span[1]
    return found


def _put_as_days(folded: str, body: re.Pattern[str]) -> str:
    """Keep every position: behind a meeting's name 5/14 is a day, not a share."""
    slashed = re.compile(rf"((?:{body.pattern})\s*\(\s*[0-9]{{1,2}}/[0-9]{{1,2}})\s?\)[^0-9]?")
    return slashed.sub(lambda found: f"{found.group(1)}開催"[: len(found.group()) + 1], folded)


def _is_several_days(value: Value) -> bool:
    if value.kind != "range" or not _DAY.search(value.surface):
        return False
    if isinstance(value.start, MonthDay) and isinstance(value.end, MonthDay):
        return (value.end.month - value.start.month) % 12 <= 1
    start, end = value.start_date, value.end_date
    return start is not None and end is not None and (end - start).days <= _LONGEST_MEETING
