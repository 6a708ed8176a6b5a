"""The order of the fifty sounds (五十音順), after JIS X 4061."""

from __future__ import annotations

import unicodedata

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_ROWS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWEL = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_MARKS = "\u3099\u309a"


def hiragana(text: str) -> str:
    """NFKC, lower case, katakana as hiragana."""
    return unicodedata.normalize("NFKC", text).lower().translate(_KATAKANA_TO_HIRAGANA)


def sound_key(reading: str | None) -> tuple[bool, str, str]:
    """Sorts readings: voiced with unvoiced, small with large, ー as the vowel before it.

    What has no reading comes last; what sounds the same in this sense is told apart by itself.
    """
    if not reading:
        return True, "", ""
    plain = hiragana(reading)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if c not in _MARKS)
    key = ""
    for letter in bare.translate(_SMALL):
        key += _VOWEL.get(key[-1], letter) if letter == "ー" and key else letter
    return False, key, plain
