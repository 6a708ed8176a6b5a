"""Reading a profile: the base wording with the city's own laid over it, checked."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from parsers.vocabulary import Vocabulary
from pipeline.profiles.model import Profile
from pipeline.profiles.municipality_code import is_valid_code
from schemas.errors import UsageError

_SITES = files("pipeline.profiles") / "sites"
_WORDING = files("pipeline.profiles") / "wording"


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    folders = (entry for entry in _SITES.iterdir() if (entry / "profile.toml").is_file())
    return sorted(entry.name for entry in folders)


def load_profile(name_or_path: str) -> Profile:
    """Read a profile by its name or by the path of a TOML file.

    Raises:
        UsageError: ``profile.unknown``, ``profile.broken`` or ``profile.code``.
    """
    path = _find(name_or_path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        wording = content.pop("wording", {})
        pillars = content.pop("pillars", {})
        content["vocabulary"] = _with_base(wording) | {"pillars": pillars}
        content["folder"] = str(path.parent)
        profile = msgspec.convert(content, Profile, strict=True, str_keys=True)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError("profile.broken", str(error), str(path), "correct the profile") from error
    _check(profile, path)
    return profile


def base_vocabulary() -> Vocabulary:
    """The wording that documents of any city are read with where no profile is given."""
    return msgspec.convert(_with_base({}), Vocabulary, strict=True, str_keys=True)


def _find(name_or_path: str) -> Path:
    if name_or_path in profile_names():
        return Path(str(_SITES / name_or_path / "profile.toml"))
    path = Path(name_or_path)
    if path.is_file():
        return path.resolve()
    known = ", ".join(profile_names())
    raise UsageError(
        "profile.unknown", "no such profile or file", name_or_path, f"use one of {known}, or a path"
    )


def _with_base(wording: dict[str, Any]) -> dict[str, Any]:
    base = {
        part: tomllib.loads((_WORDING / f"{part}.toml").read_text(encoding="utf-8"))
        for part in ("sheet", "page")
    }
    _give_up(base["sheet"]["headings"], wording.get("sheet", {}).get("headings", {}))
    own = wording.get("page", {}).get("review", {}).get("outcomes", {})
    _give_up(base["page"]["review"]["outcomes"], own)
    merged: dict[str, Any] = _laid_over(base, wording)
    return merged


def _give_up(base: dict[str, list[str]], own: dict[str, list[str]]) -> None:
    """Take the words that the city uses for one field out of the base's lists of the others."""
    taken = {word for words in own.values() for word in words}
    for field, words in base.items():
        base[field] = [word for word in words if word not in taken or word in own.get(field, ())]


def _laid_over(base: Any, own: Any) -> Any:
    """The city's lists come before the base's, its tables are merged, its scalars win."""
    if isinstance(base, dict) and isinstance(own, dict):
        merged = {key: _laid_over(base[key], own[key]) for key in base.keys() & own.keys()}
        return base | own | merged
    if isinstance(base, list) and isinstance(own, list):
        return [*own, *(item for item in base if item not in own)]
    return own


def _check(profile: Profile, path: Path) -> None:
    if not is_valid_code(profile.municipality.code):
        raise UsageError(
            "profile.code",
            f"{profile.municipality.code} is no 全国地方公共団体コード: its check digit is wrong",
            str(path),
            "give all six digits",
        )
    if profile.editions and not profile.site.local:
        raise UsageError(
            "profile.editions",
            "only a local site has editions",
            str(path),
            "set local = true in [site], or leave [[editions]] out",
        )
    host = urlsplit(profile.site.index_url).hostname
    if host not in profile.site.allowed_hosts:
        raise UsageError(
            "profile.hosts",
            f"the index page's host {host} is not among allowed_hosts",
            str(path),
            "add it",
        )
