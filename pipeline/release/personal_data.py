"""Telling texts that hold a telephone number, mail address, postal address or date of birth.

Kinds: ``phone``, ``mail``, ``address``, ``birth_date``. A public office's own number looks no
different from a citizen's, so what may be published stands in the profile's allow-list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_DIGIT = "[0-9０-９]"
_DASHES = "\uff70‐‑‒–—―−－﹣ー-"
_SPACES = "\\s\u00a0\u2000-\u200a\u3000"
_GAP = f"[()（）{_SPACES}{_DASHES}]{{1,4}}"
SUSPECT = "|".join(
    (
        "[@＠﹫〒]|番地|丁目|生年月日|誕生日",
        f"[0-9０-９〇一二三四五六七八九十日][{_SPACES}]?(?:生|うまれ)",
        f"{_DIGIT}{{10}}",
        f"{_DIGIT}{_GAP}{_DIGIT}{{1,4}}{_GAP}{_DIGIT}{{3}}",
        f"{_DIGIT}[{_DASHES}]{_DIGIT}{{4}}",
        f"[々〆〇ぁ-ヿ㐀-鿿豈-﫿ｦ-ﾟ⺀-⿕]{_DIGIT}{{1,4}}[{_DASHES}]{_DIGIT}",
    )
)
"""What RE2 can look for quickly: every text with personal data matches, and next to no other; a
date such as 2025-08-04 does not."""

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−ｰ"), "-")
_LONG_VOWEL = re.compile("(?<=[0-9])ー(?=[0-9])")
_NUMBER = "[0-9〇一二三四五六七八九十]+"
_DATE = f"(?:{_NUMBER}|元)[年./-]{_NUMBER}[月./-]{_NUMBER}日?"
_PATTERNS = (
    ("mail", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        "phone",
        re.compile(
            r"(?<![0-9A-Za-z/_.#-])\(?(?:\+81[- ]?\(?0?\)?|0)[0-9]{1,4} ?[-()]{1,2} ?"
            r"[0-9]{1,4} ?[-)] ?[0-9]{3,4}(?![0-9-])"
        ),
    ),
    ("phone", re.compile(r"(?<![0-9A-Za-z/_.#-])0[5789]0[0-9]{8}(?![0-9A-Za-z])")),
    (
        "phone",
        re.compile(
            r"(?:電話|TEL|Tel|tel|℡|携帯|FAX|Fax)[^0-9]{0,8}(?:0[0-9]{9,10}|[0-9]{2,4}-[0-9]{4})"
        ),
    ),
    ("address", re.compile(r"〒 ?[0-9]{3}-?[0-9]{4}")),
    ("address", re.compile(f"{_NUMBER}番地|{_NUMBER}丁目 ?{_NUMBER}(?:番|-[0-9])")),
    (
        "address",
        re.compile(
            r"[都道府県市区町村郡字][一-鿿々ぁ-ゖァ-ヺー]{1,10}(?!(?:19|20)[0-9]{2}-)"
            r"[0-9]{1,4}-[0-9]{1,4}(?:-[0-9]{1,4}(?![0-9])|(?=$|[\s、。,)」』]|番|号(?!線)))"
        ),
    ),
    ("birth_date", re.compile(rf"(?:生年月日|誕生日)[^0-9]{{0,6}}{_DATE}")),
    ("birth_date", re.compile(rf"{_DATE} ?(?:生まれ|うまれ|生(?![一-鿿ぁ-ゖ]))")),
)


def personal_data(text: str, allow: Sequence[str]) -> list[str]:
    """The kinds of personal data in a text, apart from what the allow-list names."""
    plain = _plain(text)
    allowed = [_plain(entry) for entry in allow]
    return sorted({kind for kind, found in _matches(plain) if not _covered(found, plain, allowed)})


def _matches(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            if kind != "phone" or _is_long_enough(found.group()):
                yield kind, found


def _is_long_enough(number: str) -> bool:
    """Japanese numbers have 10 or 11 digits; a local one is told by the word before it."""
    digits = sum(character.isdigit() for character in number)
    return digits in (10, 11, 12) or not number.lstrip("(+")[:1].isdigit()


def _covered(found: re.Match[str], plain: str, allowed: list[str]) -> bool:
    """Whether an allowed text stands exactly where the match was found, or around it."""
    for entry in filter(None, allowed):
        start = plain.find(entry)
        while start >= 0:
            if start <= found.start() and found.end() <= start + len(entry):
                return True
            start = plain.find(entry, start + 1)
    return False


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return _LONG_VOWEL.sub("-", narrow)
