"""The errors of kouyaku: a small tree that says how much each one affects.

Every error carries a stable ``code`` and says in one line what happened, where, and what to do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, Literal

Affects = Literal["field", "document", "run"]


class ExitCode(IntEnum):
    """What the exit status of every command means."""

    OK = 0
    USAGE = 1
    """The command line or a configuration file is wrong; nothing was done."""
    UNREADABLE = 2
    """At least one input could not be read; the others were."""
    REFUSED = 3
    """The run was refused by a check; the last good release is untouched."""
    FAILED = 4
    """The run failed (network, disk, another publisher); the last good release is untouched."""
    BUSY = 5
    """Another run holds the lock of this output folder."""
    CHANGED = 6
    """``check-site`` found a page whose links or structure differ from what is expected."""


class KouyakuError(Exception):
    """Base of all errors. ``str(error)`` is the one line shown to the user."""

    affects: ClassVar[Affects] = "run"
    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, code: str, what: str, where: str = "", do: str = "") -> None:
        super().__init__(code, what, where, do)
        self.code = code
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        head = f"{self.where}: " if self.where else ""
        tail = f" → {self.do}" if self.do else ""
        return f"{head}{self.what} [{self.code}]{tail}"


class FieldError(KouyakuError):
    """One value could not be read; the record stands, the value is null and has an issue."""

    affects = "field"


class DocumentError(KouyakuError):
    """One document cannot be read; the other documents of the run are not affected."""

    affects = "document"
    exit_code = ExitCode.UNREADABLE


class RunError(KouyakuError):
    """The whole run stops; the last good release is untouched."""


class UsageError(RunError):
    """What the user asked for, or a configuration file, is wrong."""

    exit_code = ExitCode.USAGE


class RefusedError(RunError):
    """A check refused the result of the run."""

    exit_code = ExitCode.REFUSED


class BusyError(RunError):
    """Another run is under way on the same output."""

    exit_code = ExitCode.BUSY
