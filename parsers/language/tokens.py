"""Words of a text, cut by SudachiPy; and a second reading of it, by fugashi with UniDic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from parsers.language.model import Morpheme

_SENTENCE = re.compile(r"[^。\n]{1,8000}[。\n]?|[。\n]")
"""Pieces within SudachiPy's limit of 49,149 bytes a text."""
PROPER = "名詞-固有名詞"
"""How the tag of a proper noun begins."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text with lone surrogates, which no dictionary takes, as U+FFFD; length as before."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Tokenizers:
    """Both dictionaries, loaded. Takes about 0.1 s and 100 MB."""

    sudachi: Any
    unidic: Any


def load_tokenizers() -> Tokenizers:
    """Load SudachiPy with its core dictionary and fugashi with unidic-lite.

    Raises:
        ImportError: a package or its dictionary is not installed.
    """
    import fugashi
    import sudachipy

    for dictionary in ("sudachidict_core", "unidic_lite"):
        import_module(dictionary)  # says plainly which dictionary is missing
    sudachi = sudachipy.Dictionary(dict="core").tokenizer(sudachipy.SplitMode.A)
    return Tokenizers(sudachi, fugashi.Tagger())


def morphemes(text: str, tokenizers: Tokenizers) -> Iterator[Morpheme]:
    """The words of a text in order; they cover it without gaps."""
    for piece in _SENTENCE.finditer(text):
        for word in tokenizers.sudachi.tokenize(piece.group()):
            tag = "-".join(part for part in word.part_of_speech() if part != "*")
            start, end = piece.start() + word.begin(), piece.start() + word.end()
            if start < end:
                known = not word.is_oov()
                reading = word.reading_form()
                yield Morpheme(text[start:end], start, end, tag, reading, known)


def cuts_a_name(words: Iterable[Morpheme], start: int, end: int) -> bool:
    """Whether a stretch begins within a proper noun and ends behind it: 原市 in 小田原市."""
    return any(w.start < start < w.end < end and w.tag.startswith(PROPER) for w in words)


def second_reading(text: str, tokenizers: Tokenizers) -> list[tuple[int, str]]:
    """Where each word ends and what fugashi reads; words it does not know as they stand."""
    words: list[tuple[int, str]] = []
    for piece in _SENTENCE.finditer(text):
        end = piece.start()
        for word in tokenizers.unidic(piece.group()):
            end = text.index(word.surface, end) + len(word.surface)
            kana = word.feature.kana
            words.append((end, katakana(word.surface) if kana in (None, "*") else kana))
    return words


def katakana(text: str) -> str:
    """Hiragana and half-width katakana as full-width katakana; the rest as it stands."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in wide)
