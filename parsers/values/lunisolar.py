"""The old Japanese calendars (寛政暦, 天保暦), for the days a municipal history mentions.

From 寛政10年 (1798) to 明治5年12月2日. Month lengths and leap months are those of the calendars
as published (tabulated in 内田正男『日本暦日原典』). Those of 天保暦, from 1844, were also
computed from the new moon at Kyoto (Meeus, Astronomical Algorithms, chapter 49): they agree but
for two months whose new moon fell within ten minutes of midnight.
"""

from __future__ import annotations

from datetime import date, timedelta

#: First day of each year from 1798, lengths of its months (Long 30, Short 29 days), and
#: the month after which a leap month stands (0: none).
_YEARS = (
    "1798-02-16 SLLSLSSLSSLL 0",
    "1799-02-05 SLLLSSLSLSSL 0",
    "1800-01-25 LSLLSLSLSLSLS 4",
    "1801-02-13 LSLSLSLLSLSL 0",
    "1802-02-03 SLSSLSLLLSLS 0",
    "1803-01-23 LSLSSLSLLSLLS 1",
    "1804-02-11 LSLSSLSLSLLL 0",
    "1805-01-31 SLSLSSSLSLLLS 8",
    "1806-02-18 LLSLSSSLSLLS 0",
    "1807-02-07 LLLSLSSLSSLL 0",
    "1808-01-28 SLLSLSLSLSSLS 6",
    "1809-02-14 LLSLLSLSLSLS 0",
    "1810-02-04 SLSLLSLLSLSL 0",
    "1811-01-25 SSLSLSLLSLLSL 2",
    "1812-02-13 SLSSLSLSLLLS 0",
    "1813-02-01 LSLSSSLSLLLSL 11",
    "1814-02-20 LSLSSSLSLLSL 0",
    "1815-02-09 LLSLSSSLSLSL 0",
    "1816-01-29 LLSLSLSLSSLSL 8",
    "1817-02-16 LSLLSLSLSSLS 0",
    "1818-02-05 LLSLSLLSLSSL 0",
    "1819-01-26 SLSLSLLSLLSLS 4",
    "1820-02-14 SLSLSLSLLLSL 0",
    "1821-02-03 SLSSLSLSLLSL 0",
    "1822-01-23 LSLSSSLSLLSLL 1",
    "1823-02-11 LSLSSSLSLSLL 0",
    "1824-01-31 LLSSLSSLSLSLL 8",
    "1825-02-18 LSLSLSLSSLSL 0",
    "1826-02-07 LSLLSLSLSSLS 0",
    "1827-01-27 LSLLSLSLLSSLS 6",
    "1828-02-15 LSLSLLSLSLLS 0",
    "1829-02-04 SLSLSLSLLSLL 0",
    "1830-01-25 SSLSLSSLLSLLL 3",
    "1831-02-13 SLSSSLSLSLLL 0",
    "1832-02-02 LSLSSSLSLSLLL 11",
    "1833-02-20 SLSLSSLSLSLL 0",
    "1834-02-09 SLLSLSSLSLSL 0",
    "1835-01-29 SLLSLLSSLSLSL 7",
    "1836-02-17 SLSLLSLSLSLS 0",
    "1837-02-05 LSLSLSLLSLSL 0",
    "1838-01-26 SLSLSSLLSLLSL 4",
    "1839-02-14 SLSSLSLSLLLS 0",
    "1840-02-03 LLSSSLSLSLLL 0",
    "1841-01-23 SLSLSSLSLSLLS 1",
    "1842-02-10 LLSLSSLSLSLS 0",
    "1843-01-30 LLLSLSSLSLSLS 9",
    "1844-02-18 LLSLSLSLSLSL 0",
    "1845-02-07 SLSLLSLSLSLS 0",
    "1846-01-27 LSLSLSLLSLSLS 5",
    "1847-02-15 LSLSSLLSLLSL 0",
    "1848-02-05 SLSSLSLSLLLS 0",
    "1849-01-24 LSLSSLSLSLLSL 4",
    "1850-02-12 LSLSSLSLSLSL 0",
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
    "1871-02-19 LLSLLSLSLSSL 0",
    "1872-02-09 SLSLLSLLSLSL 0",
)
_FIRST_YEAR = 1798
_LENGTHS = {"L": 30, "S": 29}


def month_span(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """Return the Gregorian first and last day of an old month; None where unknown.

    ``year`` is the Western year in which the old year began; ``leap`` asks for the leap
    month (閏) behind ``month``, which must be the year's own: see ``leap_month_of``.
    """
    if not 0 <= year - _FIRST_YEAR < len(_YEARS):
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
