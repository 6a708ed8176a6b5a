"""What reading a progress graphic or a stamp gives, and what it needs from its caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from parsers.layout.model import Box

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = Callable[[Box, float], Any]
"""Renders an upright box of the page at a resolution in dots per inch: rows, columns, RGB."""

Ocr = Callable[["Image"], str]
"""Reads the characters of an RGB picture; an empty string where there are none."""


class Ends(NamedTuple):
    """Where the words at both ends of a progress graphic stand; None where there is none."""

    start: Box | None = None
    goal: Box | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pledge has come: ``ratio`` from 0 to 1, None with a ``reason`` if not to be told.

    ``box`` is the graphic (or the words) that was read, in upright page coordinates.
    """

    ratio: float | None
    method: Literal["vector", "raster", "text"]
    box: Box | None
    confidence: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whether a stamp stands on the page: None with a ``reason`` where it cannot be told."""

    present: bool | None
    method: Literal["text", "vector", "raster", "ocr"]
    box: Box | None
    confidence: float
    reason: str | None = None


class Reading(NamedTuple):
    """A ratio with how sure it is and, where doubtful, why."""

    ratio: float | None
    confidence: float
    reason: str | None = None
