"""Days of the old calendar whose Gregorian date is known from history."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.values import find_values

KNOWN = (
    ("文化元年6月4日", "1804-07-10"),
    ("文化5年8月15日", "1808-10-04"),
    ("文政8年2月18日", "1825-04-06"),
    ("文政11年8月9日", "1828-09-17"),
    ("文政11年11月12日", "1828-12-18"),
    ("文政13年7月2日", "1830-08-19"),
    ("天保4年10月26日", "1833-12-07"),
    ("天保8年2月19日", "1837-03-25"),
    ("弘化4年3月24日", "1847-05-08"),
    ("嘉永6年6月3日", "1853-07-08"),
    ("嘉永7年3月3日", "1854-03-31"),
    ("安政元年11月4日", "1854-12-23"),
    ("安政2年10月2日", "1855-11-11"),
    ("安政4年5月26日", "1857-06-17"),
    ("安政5年6月19日", "1858-07-29"),
    ("安政7年3月3日", "1860-03-24"),
    ("文久2年8月21日", "1862-09-14"),
    ("元治元年7月19日", "1864-08-20"),
    ("慶応2年1月21日", "1866-03-07"),
    ("慶応3年10月14日", "1867-11-09"),
    ("慶応4年閏4月21日", "1868-06-11"),
    ("慶応4年9月8日", "1868-10-23"),
    ("明治2年6月17日", "1869-07-25"),
    ("明治4年7月14日", "1871-08-29"),
    ("明治5年9月12日", "1872-10-14"),
    ("明治5年12月2日", "1872-12-31"),
)


@pytest.mark.parametrize(("text", "day"), KNOWN)
def test_known_days(text: str, day: str) -> None:
    (value,) = find_values(text)
    assert (value.start, value.end, value.valid) == (date.fromisoformat(day),) * 2 + (True,)


@pytest.mark.parametrize(
    "text",
    ["明治5年12月3日", "明治5年12月31日", "慶応3年10月31日", "明治2年閏5月1日", "令和6年閏8月1日"],
)
def test_days_the_old_calendar_never_had(text: str) -> None:
    (value,) = find_values(text)
    assert (value.start, value.valid, value.note) == (None, False, "impossible")


def test_days_before_the_table_have_no_date() -> None:
    (value,) = find_values("元禄15年12月14日")
    assert (value.kind, value.start, value.valid) == ("date", None, True)
