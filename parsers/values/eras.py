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

#: Without 治安, 永久 and 保安, which are everyday words (保安3年点検).
_HISTORIC = (
    "大化0645 白雉0650 朱鳥0686 大宝0701 慶雲0704 和銅0708 霊亀0715 養老0717 神亀0724 天平0729 "
    "天平感宝0749 天平勝宝0749 天平宝字0757 天平神護0765 神護景雲0767 宝亀0770 天応0781 延暦0782 "
    "大同0806 弘仁0810 天長0824 承和0834 嘉祥0848 仁寿0851 斉衡0854 天安0857 貞観0859 元慶0877 "
    "仁和0885 寛平0889 昌泰0898 延喜0901 延長0923 承平0931 天慶0938 天暦0947 天徳0957 応和0961 "
    "康保0964 安和0968 天禄0970 天延0973 貞元0976 天元0978 永観0983 寛和0985 永延0987 永祚0989 "
    "正暦0990 長徳0995 長保0999 寛弘1004 長和1012 寛仁1017 万寿1024 長元1028 長暦1037 "
    "長久1040 寛徳1044 永承1046 天喜1053 康平1058 治暦1065 延久1069 承保1074 承暦1077 永保1081 "
    "応徳1084 寛治1087 嘉保1094 永長1096 承徳1097 康和1099 長治1104 嘉承1106 天仁1108 天永1110 "
    "元永1118 天治1124 大治1126 天承1131 長承1132 保延1135 永治1141 康治1142 "
    "天養1144 久安1145 仁平1151 久寿1154 保元1156 平治1159 永暦1160 応保1161 長寛1163 永万1165 "
    "仁安1166 嘉応1169 承安1171 安元1175 治承1177 養和1181 寿永1182 元暦1184 文治1185 建久1190 "
    "正治1199 建仁1201 元久1204 建永1206 承元1207 建暦1211 建保1213 承久1219 貞応1222 元仁1224 "
    "嘉禄1225 安貞1227 寛喜1229 貞永1232 天福1233 文暦1234 嘉禎1235 暦仁1238 延応1239 仁治1240 "
    "寛元1243 宝治1247 建長1249 康元1256 正嘉1257 正元1259 文応1260 弘長1261 文永1264 建治1275 "
    "弘安1278 正応1288 永仁1293 正安1299 乾元1302 嘉元1303 徳治1306 延慶1308 応長1311 正和1312 "
    "文保1317 元応1319 元亨1321 正中1324 嘉暦1326 元徳1329 元弘1331 正慶1332 建武1334 延元1336 "
    "暦応1338 興国1340 康永1342 貞和1345 正平1346 観応1350 文和1352 延文1356 康安1361 貞治1362 "
    "応安1368 建徳1370 文中1372 天授1375 永和1375 康暦1379 弘和1381 永徳1381 元中1384 至徳1384 "
    "嘉慶1387 康応1389 明徳1390 応永1394 正長1428 永享1429 嘉吉1441 文安1444 宝徳1449 享徳1452 "
    "康正1455 長禄1457 寛正1460 文正1466 応仁1467 文明1469 長享1487 延徳1489 明応1492 文亀1501 "
    "永正1504 大永1521 享禄1528 天文1532 弘治1555 永禄1558 元亀1570 天正1573 文禄1592 慶長1596 "
    "元和1615 寛永1624 正保1644 慶安1648 承応1652 明暦1655 万治1658 寛文1661 延宝1673 天和1681 "
    "貞享1684 元禄1688 宝永1704 正徳1711 享保1716 元文1736 寛保1741 延享1744 寛延1748 宝暦1751 "
    "明和1764 安永1772 天明1781 寛政1789 享和1801 文化1804 文政1818 天保1830 弘化1844 嘉永1848 "
    "安政1854 万延1860 文久1861 元治1864 慶応1865"
)
#: The year of 神武天皇即位紀元, as on monuments of 1940 (皇紀2600年).
KOKI = Era("皇紀", -659)
HISTORIC = (*(Era(item[:-4], int(item[-4:])) for item in _HISTORIC.split()), KOKI)

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
