"""Numbers in katakana, with what they count and how both sounds change.

Sound changes follow the appendix on counters of NHK日本語発音アクセント新辞典, spelt in kana.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

_DIGITS = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
_TENS = ("", "ジュウ", "ヒャク", "セン")
_IRREGULAR = {300: "サンビャク", 600: "ロッピャク", 800: "ハッピャク", 3000: "サンゼン"}
_IRREGULAR |= {8000: "ハッセン"}
_LARGE = {"万": "マン", "億": "オク", "兆": "チョウ"}
_CUT = {"イチ": "イッ", "ロク": "ロッ", "ハチ": "ハッ", "ジュウ": "ジュッ", "ャク": "ャッ"}
_ALL = ("イチ", "ロク", "ハチ", "ジュウ", "ャク")
_CUT_BEFORE = {
    "k": _ALL,
    "s": ("イチ", "ハチ", "ジュウ"),
    "h": _ALL,
    "p": _ALL,
    "hin": _ALL,
    "kilo": ("ロク", "ジュウ", "ャク"),
    "ten": ("ジュウ",),
}
_NASAL = ("サン", "セン", "マン")
_P = str.maketrans("ハヒフヘホ", "パピプペポ")
_B = str.maketrans("ハヒフヘホ", "バビブベボ")
_BEHIND_N: dict[str, dict[int, int]] = {"h": _B, "p": _P, "hin": {}}
_TIMES = {"": 1, "百": 100, "千": 1000}


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a counted word sounds.

    ``sounds`` names the row before which numbers are cut short: k, s (and t), h (ボ behind サン),
    p (ポ behind サン), hin (ホ there), kilo (only 6, 10 and 100), ten (only 10). ``exact`` holds
    whole readings of single numbers, ``last`` other readings of a last digit, ``third`` the word's
    own behind a 3.
    """

    reading: str
    sounds: str = ""
    third: str = ""
    exact: Mapping[str, str] = {}
    last: Mapping[str, str] = {}


def read_number(digits: str) -> str:
    """Read ``1,264``, ``2.5``, ``5千万`` or ``3億2,000万`` as katakana."""
    parts = re.findall(r"([\d,.]+)([千百]?)([兆億万]?)", digits)
    return "".join(
        _with_unit(_plain(number.replace(",", ""), _TIMES[times]), unit)
        for number, times, unit in parts
    )


def read_counted(digits: str, counter: Counter) -> str:
    """A number with what it counts."""
    plain = digits.replace(",", "")
    if plain in counter.exact:
        return counter.exact[plain]
    number = read_number(digits)
    last = _DIGITS[int(plain[-1])] if plain[-1].isdigit() else ""
    if plain[-1] in counter.last and number.endswith(last):
        return number.removesuffix(last) + counter.last[plain[-1]] + counter.reading
    return _joined(number, counter)


def _joined(number: str, counter: Counter) -> str:
    for ending in _CUT_BEFORE.get(counter.sounds, ()):
        if number.endswith(ending):
            cut = number.removesuffix(ending) + _CUT[ending]
            return cut + (
                _first(counter.reading, _P) if counter.sounds in _BEHIND_N else counter.reading
            )
    if counter.third and number.endswith("サン"):
        return number + counter.third
    if counter.sounds in _BEHIND_N and number.endswith(_NASAL):
        return number + _first(counter.reading, _BEHIND_N[counter.sounds])
    return number + counter.reading


def _first(reading: str, table: Mapping[int, int]) -> str:
    return reading[0].translate(table) + reading[1:]


def _with_unit(number: str, unit: str) -> str:
    if unit != "兆":
        return number + _LARGE.get(unit, "")
    return _joined(number, Counter(_LARGE[unit], "s"))


def _plain(number: str, times: int = 1) -> str:
    """A number without separators; ``times`` is what a 百 or 千 behind it makes of it."""
    whole, point, fraction = number.strip(".").partition(".")
    read = _whole(int(whole or "0") * (1 if point else times))
    if not point:
        return read
    read = {"イチ": "イッ", "ハチ": "ハッ", "ジュウ": "ジュッ"}.get(read, read)
    power = _TENS[len(str(times)) - 1]
    return read + "テン" + "".join(_DIGITS[int(digit)] for digit in fraction) + power


@lru_cache(maxsize=1024)
def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    if number >= 10_000:
        return _grouped(number)
    read = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        value = digit * 10**power
        if digit:
            one = "" if digit == 1 and power else _DIGITS[digit]
            read += _IRREGULAR.get(value, one + _TENS[power])
    return read


def _grouped(number: int) -> str:
    read = ""
    for size, unit in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        if number >= size:
            read += _with_unit(_whole(number // size), unit)
            number %= size
    return read + (_whole(number) if number else "")
