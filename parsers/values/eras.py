"""Japanese eras: names, first years, first and last days.

Days of 明治 and later follow 皇室典範 and the 元号法 orders; 明治 counts from its first
Gregorian day, 1868-01-25. Earlier eras know their first Western year only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Era:
    """One era; ``first`` is its first day, ``last`` its last (None while it runs)."""

    name: str
    first_year: int
    first: date | None = None
    last: date | None = None

    def western(self, year: int) -> int:
        """Return the Western year of the era's ``year`` (元年 is 1)."""
        return self.first_year + year - 1


MEIJI = Era("明治", 1868, date(1868, 1, 25), date(1912, 7, 30))
TAISHO = Era("大正", 1912, date(1912, 7, 30), date(1926, 12, 25))
SHOWA = Era("昭和", 1926, date(1926, 12, 25), date(1989, 1, 7))
HEISEI = Era("平成", 1989, date(1989, 1, 8), date(2019, 4, 30))
REIWA = Era("令和", 2019, date(2019, 5, 1), None)
MODERN = (MEIJI, TAISHO, SHOWA, HEISEI, REIWA)

#: The Gregorian calendar came into force on 明治6年1月1日 (明治5年太政官布告第337号).
GREGORIAN_FROM = date(1873, 1, 1)

_HISTORIC = (
    "応仁1467 文明1469 長享1487 延徳1489 明応1492 文亀1501 永正1504 大永1521 享禄1528 天文1532 "
    "弘治1555 永禄1558 元亀1570 天正1573 文禄1592 慶長1596 元和1615 寛永1624 正保1644 慶安1648 "
    "承応1652 明暦1655 万治1658 寛文1661 延宝1673 天和1681 貞享1684 元禄1688 宝永1704 正徳1711 "
    "享保1716 元文1736 寛保1741 延享1744 寛延1748 宝暦1751 明和1764 安永1772 天明1781 寛政1789 "
    "享和1801 文化1804 文政1818 天保1830 弘化1844 嘉永1848 安政1854 万延1860 文久1861 元治1864 "
    "慶応1865 大化0645 白雉0650 朱鳥0686 大宝0701 慶雲0704 和銅0708 霊亀0715 養老0717 神亀0724 "
    "天平0729 延暦0782 弘仁0810 天長0824 承和0834 貞観0859 元慶0877 延喜0901 承平0931 天慶0938 "
    "寛弘1004 永承1046 保元1156 平治1159 治承1177 寿永1182 文治1185 建久1190 建仁1201 承久1221 "
    "貞永1232 文永1264 建治1275 弘安1278 元弘1331 建武1334 延元1336 正平1346 応永1394 永享1429 "
    "嘉吉1441 文安1444 享徳1452 康正1455 長禄1457 寛正1460"
)
HISTORIC = tuple(Era(item[:2], int(item[2:])) for item in _HISTORIC.split())

BY_NAME = MappingProxyType({era.name: era for era in (*MODERN, *HISTORIC)})
BY_LETTER = MappingProxyType({"R": REIWA, "H": HEISEI, "S": SHOWA, "T": TAISHO, "M": MEIJI})
BY_KANJI = MappingProxyType({era.name[0]: era for era in MODERN})


def era_of(day: date) -> Era | None:
    """Return the modern era of ``day`` (the newer one on a day of change), if any."""
    return next((era for era in reversed(MODERN) if era.first and era.first <= day), None)


def era_after(era: Era) -> Era | None:
    """Return the modern era that follows ``era``."""
    if era not in MODERN[:-1]:
        return None
    return MODERN[MODERN.index(era) + 1]


def contradiction(era: Era, start: date, end: date) -> str:
    """Name how the interval lies wholly outside ``era`` (``era_overflow``, ``before_era``)."""
    if era.last and start > era.last:
        return "era_overflow"
    if era.first and end < era.first:
        return "before_era"
    return ""


def is_anticipatory(era: Era, spoken: date | None) -> bool:
    """True if a text of day ``spoken`` could not yet know the end of ``era``."""
    following = era_after(era)
    if spoken is None or following is None or following.first is None:
        return False
    return spoken < following.first
