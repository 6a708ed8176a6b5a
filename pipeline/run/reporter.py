"""What a run tells while it works."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Told of every stage and of every step in it."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; ``total`` steps are expected, null where that is not known."""

    def step(self, what: str) -> None:
        """One step of the stage is done."""


class Silent:
    """Tells nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """Tell nothing."""

    def step(self, what: str) -> None:
        """Tell nothing."""
