"""What a page is to every reader: glyphs, lines, shapes and images in upright page coordinates.

All boxes are ``(x0, top, x1, bottom)`` in PDF points of the upright page, origin top left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

make = tuple.__new__
"""Makes a named tuple of a plain one, in half the time; for where there is one a character."""
Method = Literal["text", "ocr"]
Colour = tuple[int, int, int]


class Box(NamedTuple):
    """A rectangle on the upright page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Glyph(NamedTuple):
    """One character as drawn. ``text`` is the repaired character, ``raw`` what the layer held."""

    text: str
    raw: str
    box: Box
    size: float
    confidence: float = 1.0


class Line(msgspec.Struct, frozen=True, gc=False):
    """Glyphs that are read one after the other; ``text`` is theirs, layout spaces removed.

    ``raw`` is what the text layer holds, spaces included. ``"".join(g.text for g in glyphs)`` is
    ``text``: character and glyph positions agree, kept spaces being glyphs that fill the gap.
    ``ruby`` is the text with each stretch that has ruby replaced by it, None without ruby.
    """

    glyphs: tuple[Glyph, ...]
    box: Box
    text: str
    raw: str
    size: float
    vertical: bool = False
    method: Method = "text"
    confidence: float = 1.0
    ruby: str | None = None
    repairs: tuple[str, ...] = ()
    angle: int = 0
    """Clockwise degrees from left-to-right; 0 for vertical writing too."""


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A drawn path: its bounds, colours (None where not painted) and how many segments it has.

    ``points`` are those of its outline, empty where it has very many; ``order`` counts the objects
    of the page as they are painted, pictures included.
    """

    box: Box
    fill: Colour | None
    stroke: Colour | None
    segments: int
    points: tuple[tuple[float, float], ...] = ()
    order: int = 0


class Picture(msgspec.Struct, frozen=True, gc=False):
    """An image or a shading on the page; ``index`` is its place in the order of painting."""

    box: Box
    index: int
    shading: bool = False


class Dropped(msgspec.Struct, frozen=True, gc=False):
    """Text that is in the layer but not for a reader: hidden, white, off the page, doubled."""

    text: str
    box: Box
    reason: Literal["hidden", "white", "off_page", "doubled", "ruby"]


@dataclass(frozen=True, slots=True)
class Page:
    """One upright page. ``lines`` are in reading order: top to bottom, then left to right."""

    number: int
    width: float
    height: float
    rotation: int
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...] = ()
    pictures: tuple[Picture, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    method: Method = "text"
    health: float = 1.0
    reason: str | None = None
    notes: tuple[str, ...] = field(default=())
