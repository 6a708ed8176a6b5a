"""``overrides.toml`` beside a profile: what a person corrected or held back, and why."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import msgspec

from pipeline.profiles import Profile
from schemas.errors import UsageError

FILE = "overrides.toml"
Value = bool | int | float | str
"""A value of the ledger; dates as ISO text, as in JSON."""


class Override(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One corrected value. ``row_id`` is as in the evidence table; a null is written as absent."""

    document_id: str
    row_id: str
    field: str
    old: Value | None = None
    new: Value | None = None
    reason: str
    author: str
    date: dt.date
    expires: dt.date | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document kept out of the present of pledges until a person accepts it."""

    document_id: str
    reason: str
    author: str
    date: dt.date
    accepted_by: str | None = None
    accepted_on: dt.date | None = None

    @property
    def in_force(self) -> bool:
        return self.accepted_by is None


class Ledger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All corrections of one site, in the order of the file."""

    override: tuple[Override, ...] = ()
    held: tuple[Held, ...] = ()

    def held_documents(self) -> frozenset[str]:
        """Documents that are held now."""
        return frozenset(entry.document_id for entry in self.held if entry.in_force)


def load_ledger(profile: Profile) -> Ledger:
    """The ledger beside a profile; an empty one where there is none.

    Raises:
        UsageError: ``overrides.broken``.
    """
    path = Path(profile.folder) / FILE
    if not profile.folder or not path.is_file():
        return Ledger()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(msgspec.to_builtins(content), Ledger)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError("overrides.broken", str(error), str(path), "correct the ledger") from error
