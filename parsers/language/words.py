"""The words of any city that dictionaries read otherwise than titles mean them (``words.toml``)."""

from __future__ import annotations

from importlib.resources import files
from tomllib import loads

import msgspec

from parsers.language.model import Entry


class Behind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An ending that sounds otherwise behind some words.

    Read as ``reading`` instead of ``alone`` behind one of ``words``, or, where the text is cut
    around it, behind a word whose tag begins with ``tag``.
    """

    surface: str
    alone: str
    reading: str
    reason: str
    words: tuple[str, ...] = ()
    tag: str | None = None

    def holds(self, text: str, word: str, kana: str, before: str) -> bool:
        """Whether it does so in ``word`` at the end of ``text``, behind a word of a tag."""
        if not (word.endswith(self.surface) and kana.endswith(self.alone)):
            return False
        whole = word == self.surface and self.tag is not None and before.startswith(self.tag)
        return whole or text.removesuffix(self.surface).endswith(self.words)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of any city, with their reasons: anywhere, as whole words, and as endings."""

    entry: tuple[Entry, ...]
    whole: tuple[Entry, ...]
    behind: tuple[Behind, ...]


def base_words() -> Words:
    """What ``words.toml`` says."""
    text = files("parsers.language").joinpath("words.toml").read_text(encoding="utf-8")
    return msgspec.convert(loads(text), Words)
