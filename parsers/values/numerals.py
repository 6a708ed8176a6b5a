"""Numbers as Japanese documents write them: digits, kanji numerals, legal numerals."""

from __future__ import annotations

import re
from types import MappingProxyType

_DIGIT_FORMS = (
    *("〇零○◯", "一壱壹弌", "二弐貳貮弍", "三参參弎", "四肆"),
    *("五伍", "六陸", "七漆柒", "八捌", "九玖"),
)
_DIGITS = MappingProxyType(
    {form: value for value, forms in enumerate(_DIGIT_FORMS) for form in forms}
)
_TENS = MappingProxyType(
    {
        "十": 10,
        "拾": 10,
        "什": 10,
        "百": 100,
        "佰": 100,
        "陌": 100,
        "千": 1000,
        "仟": 1000,
        "阡": 1000,
    }
)
_COMPOUND_TENS = MappingProxyType({"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40})

#: Scales above the thousands.
SCALES = MappingProxyType({"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12})

KANJI_FIRST = "".join([*_DIGITS, *_TENS, *_COMPOUND_TENS]).replace("○", "").replace("◯", "")
KANJI = "".join([*_DIGITS, *_TENS, *_COMPOUND_TENS])
#: A whole number without thousands separators, Arabic or kanji.
NUMBER = rf"(?:[0-9]+|[{KANJI_FIRST}][{KANJI}]*)"
#: Longer numbers are identifiers, not values.
MAX_DIGITS = 16
_POSITIONAL = re.compile(rf"[{''.join(_DIGITS)}]+")


def parse_integer(text: str) -> int | None:
    """Read ``12``, ``二〇二四``, ``三百二十``, ``廿五`` or ``弐拾``; None if ill-formed."""
    if len(text) > MAX_DIGITS or not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _parse_structured(text)


def _parse_structured(text: str) -> int | None:
    """Read kanji with powers of ten, which must fall from left to right."""
    total, digit, ceiling = 0, None, 10**4
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        elif char in _COMPOUND_TENS:
            if digit is not None or ceiling <= 10:
                return None
            total, ceiling = total + _COMPOUND_TENS[char], 10
        elif char in _TENS:
            power = _TENS[char]
            if power >= ceiling or digit == 0:
                return None
            total += power * (1 if digit is None else digit)
            digit, ceiling = None, power
        else:
            return None
    return total + (digit or 0)
