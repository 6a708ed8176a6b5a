"""The check digit of a 全国地方公共団体コード (総務省「全国地方公共団体コード仕様」)."""

from __future__ import annotations

_WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(first_five: str) -> int:
    """The sixth digit that belongs to the first five."""
    weighted = sum(int(digit) * weight for digit, weight in zip(first_five, _WEIGHTS, strict=True))
    return (11 - weighted % 11) % 10


def is_valid_code(code: str) -> bool:
    """Whether the text is six ASCII digits of which the last is the check digit."""
    digits = len(code) == 6 and code.isascii() and code.isdigit()
    return digits and int(code[5]) == check_digit(code[:5])
