"""The user lexicon of a site: ``lexicon.toml`` in the profile's folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from parsers.language.model import Entry
from pipeline.profiles import Profile
from schemas.errors import UsageError

_KATAKANA = re.compile(r"[ァ-ヺー]+")


class _Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entry: tuple[Entry, ...] = ()


def load_lexicon(profile: Profile) -> tuple[Entry, ...]:
    """The words of a city, each with its reason; none where the profile has no lexicon.

    Raises:
        UsageError: ``lexicon.broken``.
    """
    path = Path(profile.folder) / "lexicon.toml"
    if not profile.folder or not path.is_file():
        return ()
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
    return entries


def _broken(path: Path, what: str) -> UsageError:
    return UsageError("lexicon.broken", what, str(path), "correct the lexicon")
