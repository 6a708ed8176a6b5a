"""What goes into a release, what comes out, and what its manifest says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from schemas.records import Record

Rows = Mapping[str, Sequence[Record]]
"""The records of each table by the table's name. A table that is not named has no rows."""


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A capture that brought a document version. A revisit that brought nothing is no input."""

    capture_id: str
    document_id: str | None
    captured_at: datetime


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What a release was made from: the captures behind it and the program that read them."""

    captures: tuple[Input, ...]
    code_version: str

    def newest(self) -> datetime:
        """When the newest capture was made. Raises ValueError where there is none."""
        return max(capture.captured_at for capture in self.captures)


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a publish. ``changed`` is false where the last release already says it all."""

    version: str
    changed: bool
    previous: str | None
    rows: dict[str, int]
    held_back: int


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Something wrong with a release. ``row`` counts from 1 and is followed by the row's key."""

    file: str
    row: str = ""
    problem: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.row}" if self.row else self.file
        return f"{place}: {self.problem}"


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a release, by its path inside it."""

    path: str
    bytes: int
    sha256: str


class TableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a release. ``logical_sha256`` depends on its rows alone, in their order."""

    name: str
    rows: int
    logical_sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``manifest.json``. ``sequence`` counts the releases of one place, from 1."""

    version: str
    sequence: int
    previous: str | None
    logical_sha256: str
    schema_version: str
    code_version: str
    municipality_code: str
    municipality_name: str
    profile: str
    tables: tuple[TableEntry, ...]
    inputs: tuple[Input, ...]
    files: tuple[FileEntry, ...]

    def oldest(self) -> datetime:
        """When the first capture behind the release was made."""
        return min(capture.captured_at for capture in self.inputs)

    def newest(self) -> datetime:
        """When the last capture behind the release was made."""
        return max(capture.captured_at for capture in self.inputs)
