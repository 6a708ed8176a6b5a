"""The old Japanese calendar (天保暦), for the days a municipal history mentions.

The calendar ran from 天保15年 (1844) to 明治5年12月2日. Month starts were computed from the new
moon at Kyoto (Meeus, Astronomical Algorithms, chapter 49) and leap months from the sun's
longitude; leap months agree with the historical list, days with twenty dated events. Five
months whose new moon fell within ten minutes of midnight are left unknown, not guessed.
"""

from __future__ import annotations

from datetime import date, timedelta

#: First day of each year from 1844, lengths of its months (Long 30, Short 29 days), and
#: the month after which a leap month stands (0: none).
_YEARS = (
    "1844-02-18 LLSLSLSLSLSL 0",
    "1845-02-07 SLSLLSLSLSLS 0",
    "1846-01-27 LSLSLSLLSLSLS 5",
    "1847-02-15 LSLSSLLSLLSL 0",
    "1848-02-05 SLSSLSLSLLLS 0",
    "1849-01-24 LSLSSLSLSLLSL 4",
    "1850-02-12 LSLSSLSSLLSL 0",
    "1851-02-01 LLSLSSLSLSLS 0",
    "1852-01-21 LLSLLSSLSLSLS 2",
    "1853-02-08 LSLLSLSLSLSL 0",
    "1854-01-29 SLSLSLLSLSLSL 7",
    "1855-02-17 SLSSLLSLLSLS 0",
    "1856-02-06 LSSLSLSLLLSL 0",
    "1857-01-26 SLSSLSLSLLSLL 5",
    "1858-02-14 SLSSLSSLLSLL 0",
    "1859-02-03 LSLSSLSSLSLL 0",
    "1860-01-23 LSLLSSLSSLSLL 3",
    "1861-02-10 SLLSLSLSLSSL 0",
    "1862-01-30 LSLLSLSLSLSLS 8",
    "1863-02-18 SLLSLSLLSLSL 0",
    "1864-02-08 SSLSLSLLLSLS 0",
    "1865-01-27 LSSLSLSLLSLLS 5",
    "1866-02-15 LSLSSSLLSLLL 0",
    "1867-02-05 SLSLSSSLSLLL 0",
    "1868-01-25 SLLSSLSSLSLLS 4",
    "1869-02-11 LLLSSLSSLSLL 0",
    "1870-02-01 SLLSLSLSLSSLS 10",
    "1871-02-19 LLSLLSLSLSLS 0",
    "1872-02-09 SLSLLSLLSLSL 0",
)
_FIRST_YEAR = 1844
_LENGTHS = {"L": 30, "S": 29}
_UNCERTAIN = frozenset([(1850, 9), (1855, 3), (1857, 5), (1866, 4), (1871, 12)])


def month_span(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """Return the Gregorian first and last day of an old month; None where unknown.

    ``year`` is the Western year in which the old year began; ``leap`` asks for the leap
    month (閏) behind ``month``, which must be the year's own: see ``leap_month_of``.
    """
    if not 0 <= year - _FIRST_YEAR < len(_YEARS) or (year, month) in _UNCERTAIN:
        return None
    first, lengths, leap_month = _YEARS[year - _FIRST_YEAR].split()
    begin = date.fromisoformat(first)
    for index, length in enumerate(lengths):
        end = begin + timedelta(_LENGTHS[length] - 1)
        is_leap = index > 0 and index == int(leap_month)
        number = index + 1 if not int(leap_month) or index < int(leap_month) else index
        if (number, is_leap) == (month, leap):
            return begin, end
        begin = end + timedelta(1)
    return None


def leap_month_of(year: int) -> int | None:
    """Return the month that year ``year`` had twice, 0 for none, None where unknown."""
    if not 0 <= year - _FIRST_YEAR < len(_YEARS):
        return None
    return int(_YEARS[year - _FIRST_YEAR].split()[2])
