"""The lexicon of a site: its city's name, and ``lexicon.toml`` in the profile's folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from parsers.language.model import Entry
from pipeline.profiles import Profile
from schemas.enums import EntityLabel
from schemas.errors import UsageError

_KATAKANA = re.compile(r"[ァ-ヺー]+")
_KINDS = {"市": ("シ",), "町": ("チョウ", "マチ"), "村": ("ソン", "ムラ"), "区": ("ク",)}
_SHORTEST = {True: 3, False: 2}
"""A name without its 市 counts from so many characters, in hiragana and in kanji."""


class _Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entry: tuple[Entry, ...] = ()


def load_lexicon(profile: Profile) -> tuple[Entry, ...]:
    """The words of a city, each with its reason; only its name where it has no lexicon.

    Raises:
        UsageError: ``lexicon.broken``.
    """
    path = Path(profile.folder) / "lexicon.toml"
    name, kana = profile.municipality.name, profile.municipality.name_kana
    if not profile.folder or not path.is_file():
        return tuple(city_words(name, kana))
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = msgspec.convert(content, _Lexicon, strict=True).entry
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise _broken(path, str(error)) from error
    for entry in entries:
        if entry.reading is not None and not _KATAKANA.fullmatch(entry.reading):
            raise _broken(path, f"the reading of {entry.surface} is not full-width katakana")
        if not entry.surface or not entry.reason:
            raise _broken(path, f"an entry lacks its word or its reason: {entry.surface!r}")
    known = {entry.surface for entry in entries}
    return (*entries, *(word for word in city_words(name, kana) if word.surface not in known))


def city_words(name: str, kana: str) -> Iterator[Entry]:
    """A municipality's name as the profile reads it: 安中市, 安中 and あんなか."""
    label = EntityLabel.ORGANISATION
    yield Entry(surface=name, reading=kana, label=label, reason="the municipality itself")
    ending = next((each for each in _KINDS.get(name[-1:], ()) if kana.endswith(each)), None)
    if ending is None:
        return
    stem = kana.removesuffix(ending)
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in stem)
    for surface in dict.fromkeys((name[:-1], hiragana)):
        if len(surface) >= _SHORTEST[surface == hiragana]:
            yield Entry(surface=surface, reading=stem, reason="the municipality's name by itself")


def _broken(path: Path, what: str) -> UsageError:
    return UsageError("lexicon.broken", what, str(path), "correct the lexicon")
