"""Narrow repair of Japanese text, with a map back to the raw characters.

NFKC on a whole text corrupts counts (①３件 would become 13件), so only characters that
stand for the same sign are repaired: full and half width, Kangxi and other radicals,
compatibility ideographs, square eras and calendar signs. Blanks are dropped except
between Latin characters, where they separate numbers.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

import msgspec

_RADICALS = {  # CJK Radicals Supplement that NFKC leaves alone
    "⺜": "日", "⺝": "月", "⺠": "民", "⻄": "西", "⻑": "長", "⻘": "青", "⻝": "食",
    "⻤": "鬼", "⻨": "麦", "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻲": "亀",
}  # fmt: skip
_SIGNS = {
    "｡": "。", "､": "、", "･": "・", "·": "・", "•": "・", "∙": "・", "‧": "・",
    "〜": "~", "∼": "~", "～": "~", "˜": "~", "〰": "~", "⁓": "~",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-",
    "﹣": "-", "─": "-", "━": "-", "⁄": "/", "∕": "/", "﹪": "%", "％": "%", "⇒": "→", "➡": "→",
    "〔": "(", "〕": ")", "［": "(", "］": ")", "[": "(", "]": ")", "【": "(", "】": ")",
    "｛": "(", "｝": ")", "{": "(", "}": ")", "〈": "(", "〉": ")", "《": "(", "》": ")",
    "｢": "「", "｣": "」", "￥": "¥", "△": "▲",
}  # fmt: skip
#: Old forms in the names of eras (慶應, 寳永, 元祿) and in amounts (五拾萬圓).
_OLD_FORMS = dict(
    zip("寳寶靈應曆壽觀寬德祿國龜齊萬圓", "宝宝霊応暦寿観寛徳禄国亀斉万円", strict=True)
)
_EXPANSIONS = {
    "㋿": "令和",
    "㍻": "平成",
    "㍼": "昭和",
    "㍽": "大正",
    "㍾": "明治",
    "㌫": "パーセント",
    "㌽": "ポイント",
}


def _single_characters() -> dict[int, str]:
    table = {ord(raw): repaired for raw, repaired in _RADICALS.items()}
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0xFF01, 0xFF9E)):
        for code in block:
            repaired = unicodedata.normalize("NFKC", chr(code))
            if len(repaired) == 1:
                table[code] = repaired
    table.update({ord(raw): repaired for raw, repaired in (_SIGNS | _OLD_FORMS).items()})
    return table


def _expanded_characters() -> dict[str, str]:
    table = dict(_EXPANSIONS)
    for first, count in ((0x32C0, 12), (0x33E0, 31), (0x3358, 25)):  # ㋀ 1月, ㏠ 1日, ㍘ 0点
        for code in range(first, first + count):
            table[chr(code)] = unicodedata.normalize("NFKC", chr(code)).replace("点", "時")
    for offset, weekday in enumerate("月火水木金土日"):
        table[chr(0x322A + offset)] = f"({weekday})"  # ㈪
        table[chr(0x328A + offset)] = f"({weekday})"  # ㊊
    table["㈷"] = table["㊗"] = "(祝)"
    return table


_SINGLE = MappingProxyType(_single_characters())
_EXPANDED = MappingProxyType(_expanded_characters())
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SPECIAL = re.compile(
    rf"(?P<blank>[\s{_INVISIBLE}]+)|(?P<kana>[\uff66-\uff9d][\uff9e\uff9f])"
    rf"|(?P<sign>[{''.join(_EXPANDED)}])"
)
#: Most texts need neither; one class each tells so many times faster than the repair itself.
_MAY_BE_SPECIAL = re.compile(rf"[\s{_INVISIBLE}\uff66-\uff9d{''.join(_EXPANDED)}]")
_MAY_BE_SINGLE = re.compile(f"[{re.escape(''.join(map(chr, _SINGLE)))}]")
#: ー typed for a dash between two dates or figures: 12月26日ー1月7日.
_LONG_MARK = re.compile(r"(?<=[0-9年月日度代末旬期)])ー(?=[0-9RHS令平昭])")
_LATIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,/:-+%'")
#: A file name behind a blank, which must not run together with the date before it.
_FILE_NAME = re.compile(
    r"[0-9A-Za-z_-][^\s、。]{0,60}\.(?:pdf|xlsx?|docx?|pptx?|csv|zip|html?)", re.IGNORECASE
)
_VISIBLE_BLANK = re.compile(r"\s")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_SPACED_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.,/\-] )(?<![0-9A-Za-z.,/:\-])[0-9]{1,3}(?: [0-9]){0,3} \. [0-9](?: [0-9]){0,2}"
    r"(?= ?[%割万億千百ポ])|"
    r"(?<![0-9A-Za-z.,/\-] )(?<![0-9]: )(?<![0-9A-Za-z./\-])[0-9](?: [0-9,])+"
    r"(?=[年月日時円件人名回校園冊つか箇ヶヵ世施項事団割万億千百]| ?%)"
    r"|(?<![0-9A-Za-z.,/:\-])[0-9]{1,3}(?: ,[0-9]{3}| , [0-9]{3})+(?![0-9])"
    r"|(?<![0-9A-Za-z.,/\-、] )(?<![0-9A-Za-z.,/\-、和成正治])(?:1 ?9|2 ?0) ?[0-9] ?[0-9](?=\)?年)"
    r"|(?<![0-9A-Za-z.,/\-、] )(?<![0-9A-Za-z.,/\-])(?:1 9|2 0) [0-9] [0-9](?= ?[./] ?[0-9])"
    r"|(?<![A-Za-z])[HS] ?[1-6] [0-9](?! ?[0-9])(?=[年~\-(、・])"
    r"|(?<![A-Za-z])R ?1 [0-9](?! ?[0-9])(?=[年~\-(、・])"
    r"|(?<=[和成正治])[1-6] [0-9](?! ?[0-9])(?=[年~\-(、・])"
    r"|(?<=[0-9] [./] )[0-9] [0-9](?! ?[0-9])|(?<=[RHSTM] )[0-9] [0-9](?= [./] [0-9])"
)


class View(msgspec.Struct, frozen=True):
    """A repaired text and where each of its characters stands in the raw one.

    ``begins`` and ``ends`` are None where the two agree character by character.
    """

    raw: str
    text: str
    begins: list[int] | None
    ends: list[int] | None

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the raw span of ``text[begin:end]``, which must not be empty."""
        if self.begins is None or self.ends is None:
            return begin, end
        return self.begins[begin], self.ends[end - 1]


def repair(raw: str) -> View:
    """Return the repaired view of ``raw``; any Unicode text, lone surrogates included."""
    if _MAY_BE_SPECIAL.search(raw) is None or _SPECIAL.search(raw) is None:
        return View(raw, _LONG_MARK.sub("-", _single(raw)), None, None)
    parts: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _SPECIAL.finditer(raw):
        at, after = match.span()
        parts.append(_single(raw[done:at]))
        begins.extend(range(done, at))
        ends.extend(range(done + 1, at + 1))
        shown = _shown(match, raw)
        parts.append(shown)
        begins.extend([at] * len(shown))
        ends.extend([after] * len(shown))
        done = after
    parts.append(_single(raw[done:]))
    begins.extend(range(done, len(raw)))
    ends.extend(range(done + 1, len(raw) + 1))
    return _join_spaced_digits(raw, _LONG_MARK.sub("-", "".join(parts)), begins, ends)


def _single(text: str) -> str:
    """Return the text with each character that another one stands for replaced."""
    return text.translate(_SINGLE) if _MAY_BE_SINGLE.search(text) else text


def _shown(match: re.Match[str], raw: str) -> str:
    found = match.group()
    if match["sign"]:
        return _EXPANDED[found]
    if match["kana"]:
        return unicodedata.normalize("NFKC", found)
    if _PARAGRAPH.search(found):
        return "\n"
    before = _single(raw[match.start() - 1 : match.start()])
    after = _single(raw[match.end() : match.end() + 1])
    if before == "," and "\n" in found and after.isdigit():
        return ""  # 12,↵345千円: a line broken inside a number
    if after == "-" and raw[match.end() + 1 : match.end() + 2].isdigit():
        return " "  # the blank that tells 年度 -126万円 from 年度-8年度
    separates = after in _LATIN and (
        before in _LATIN or _FILE_NAME.match(raw, match.end()) is not None
    )
    return " " if separates and _VISIBLE_BLANK.search(found) else ""


def _join_spaced_digits(raw: str, text: str, begins: list[int], ends: list[int]) -> View:
    """Join ``1 9 2 8年``: single digits that a renderer set apart in a date or before a unit."""
    parts: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _SPACED_DIGITS.finditer(text):
        parts.append(text[done : match.start()])
        kept.extend(range(done, match.start()))
        parts.append(match.group().replace(" ", ""))
        kept.extend(i for i in range(*match.span()) if text[i] != " ")
        done = match.end()
    if not done:
        return View(raw, text, begins, ends)
    parts.append(text[done:])
    kept.extend(range(done, len(text)))
    return View(raw, "".join(parts), [begins[i] for i in kept], [ends[i] for i in kept])
