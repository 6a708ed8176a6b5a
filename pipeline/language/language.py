"""Readings and contents of texts, kept by text, so that models load only for what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from parsers.language.analysis import Models, load_models
from parsers.language.model import Content, Entry, Reading
from pipeline.archive.store import write_whole
from pipeline.language.lexicon import load_lexicon
from pipeline.profiles import Profile
from pipeline.reading.readers import installed, sources_digest

_PACKAGES = ("spacy", "sudachipy", "sudachidict-core", "fugashi", "unidic-lite")
_Kept = TypeVar("_Kept", Reading, Content)


class _Store(msgspec.Struct):
    """What is kept between runs."""

    readings: dict[str, Reading] = msgspec.field(default_factory=dict)
    contents: dict[str, Content] = msgspec.field(default_factory=dict)


class Language:
    """The language part for one site. Without its packages every answer is null.

    Results are kept in one file of ``folder``, named by a digest of rules, lexicon and
    packages; the file may be deleted at any time. ``loaded`` says whether models were needed.
    """

    def __init__(
        self,
        lexicon: Sequence[Entry],
        folder: Path | None = None,
        load: Callable[[Sequence[Entry]], Models] = load_models,
    ) -> None:
        self._lexicon = tuple(lexicon)
        self._load = load
        self._models: Models | None = None
        self._path = folder / f"{_identity(self._lexicon)}.json" if folder else None
        self._kept = _read(self._path)
        self._used = _Store()
        self.missing: str | None = None

    @classmethod
    def of(cls, profile: Profile, folder: Path | None = None) -> Language:
        """For a profile, with its lexicon.

        Raises:
            UsageError: ``lexicon.broken``.
        """
        return cls(load_lexicon(profile), folder)

    @property
    def loaded(self) -> bool:
        return self._models is not None

    def reading(self, text: str) -> Reading | None:
        """The text in katakana; null where the packages are missing."""
        key = _digest(text)
        return self._once(
            key, self._kept.readings, self._used.readings, lambda models: models.reading(text)
        )

    def content(self, text: str, context: date | None = None) -> Content | None:
        """What the text is about; null where the packages are missing."""
        key = _digest(f"{context or ''}\n{text}")
        return self._once(
            key, self._kept.contents, self._used.contents, lambda m: m.content(text, context)
        )

    def keep(self) -> None:
        """Write what was used, if anything of it is new."""
        if self._path and self._used != self._kept and self.loaded:
            write_whole(self._path, msgspec.json.encode(self._used))

    def _once(
        self,
        key: str,
        kept: dict[str, _Kept],
        used: dict[str, _Kept],
        make: Callable[[Models], _Kept],
    ) -> _Kept | None:
        if key not in used:
            made = kept.get(key) or self._made(make)
            if made is None:
                return None
            used[key] = made
        return used[key]

    def _made(self, make: Callable[[Models], _Kept]) -> _Kept | None:
        if self._models is None and self.missing is None:
            try:
                self._models = self._load(self._lexicon)
            except ImportError as error:
                self.missing = str(error)
        return make(self._models) if self._models else None


def _identity(lexicon: Sequence[Entry]) -> str:
    """Changes with everything that results depend on."""
    words = msgspec.json.encode(list(lexicon)).decode()
    versions = [f"{name} {installed(name)}" for name in _PACKAGES]
    return _digest("\n".join([sources_digest(), *versions, words]))[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path | None) -> _Store:
    if path is None:
        return _Store()
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Store)
    except (FileNotFoundError, msgspec.MsgspecError):
        return _Store()
