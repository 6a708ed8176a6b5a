"""What the field finder works on: fragments of lines, and drafts of sheets made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from parsers.layout.model import Box, Glyph
from parsers.sheets.geometry import union
from schemas.enums import Method


class Field(StrEnum):
    """What a fragment of a sheet is. The values name the fields of ``HeadingWords``."""

    PILLAR = "pillar"
    TERM = "term"
    TITLE = "title"
    AIM = "aim"
    ACTIONS = "actions"
    DUE = "due"
    PROGRESS = "progress"
    AS_OF = "as_of"
    ACHIEVED = "achieved"
    OTHER = "other"
    ANNOUNCEMENT = "announcement"
    STAMP = "stamp"
    SCALE = "scale"
    """The words at the two ends of a progress graphic."""


BODY_FIELDS = frozenset({Field.ACTIONS, Field.DUE, Field.PROGRESS})


class Fragment(msgspec.Struct, frozen=True, gc=False):
    """A run of text on one line. ``glyphs``, where there are any, stand one to one with ``text``.

    ``page`` and ``box`` are null for plain text; ``apart`` says that an empty line or a wide gap
    precedes; ``frame`` is the innermost ruled cell or drawn box around it.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    size: float = 0.0
    glyphs: tuple[Glyph | None, ...] = ()
    method: Method = Method.TEXT
    confidence: float = 1.0
    apart: bool = False
    frame: Box | None = None
    vertical: bool = False
    angle: int = 0

    @property
    def raw(self) -> str:
        """The characters that the text layer holds; what OCR read has no layer behind it."""
        if self.method is not Method.TEXT or len(self.glyphs) != len(self.text):
            return self.text
        pairs = zip(self.glyphs, self.text, strict=True)
        return "".join([char if glyph is None else glyph.raw for glyph, char in pairs])

    def part(self, start: int, end: int | None = None) -> Fragment:
        """The characters from ``start`` to ``end`` without spaces around, with their own box."""
        stop = len(self.text) if end is None else end
        while start < stop and self.text[start].isspace():
            start += 1
        while stop > start and self.text[stop - 1].isspace():
            stop -= 1
        if (start, stop) == (0, len(self.text)):
            return self
        glyphs = self.glyphs[start:stop]
        boxes = [glyph.box for glyph in glyphs if glyph is not None]
        box = union(boxes) if boxes else self.box
        return replace(self, text=self.text[start:stop], glyphs=glyphs, box=box)


def whole(lines: Sequence[Fragment]) -> Fragment:
    """Lines one under the other, as in a cell, as one fragment; at least one."""
    text = "".join(line.text for line in lines)
    glyphs = tuple(glyph for line in lines for glyph in line.glyphs)
    boxes = [line.box for line in lines if line.box is not None]
    return replace(
        lines[0],
        text=text,
        glyphs=glyphs if len(glyphs) == len(text) else (),
        box=union(boxes) if boxes else None,
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """A label found in the text: its field, where it stands, and how sure the match is."""

    field: Field
    fragment: Fragment
    distance: int
    marked: bool
    inline: bool = False
    """Whether its value, or the start of it, stands on the same line."""


@dataclass(slots=True)
class Draft:
    """The fragments of one sheet by field, before their values are read."""

    pages: list[int] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    values: dict[Field, list[Fragment]] = field(default_factory=dict)
    inferred: dict[Field, str] = field(default_factory=dict)
    """Fields found by their place alone, with what was concluded from."""
    doubts: dict[Field, str] = field(default_factory=dict)
    """Fields whose place could be read in another way too."""
    header: list[Fragment] = field(default_factory=list)
    """What stands before the first heading and has no label: title and aim, not yet told apart."""
    loose: list[Fragment] = field(default_factory=list)
    """What belongs to no field."""
    repeated: list[Fragment] = field(default_factory=list)
    """The head of the sheet, said again on its next page."""
    regions: dict[int, Box] = field(default_factory=dict)
    """The part of each page that the sheet takes."""

    def add(self, where: Field, fragments: Iterable[Fragment]) -> None:
        """Append fragments to a field."""
        self.values.setdefault(where, []).extend(fragments)

    def get(self, where: Field) -> list[Fragment]:
        """The fragments of a field, in reading order."""
        return self.values.get(where, [])

    def used(self) -> list[Fragment]:
        """The fragments that belong to a field."""
        held = [fragment for values in self.values.values() for fragment in values]
        return [*(heading.fragment for heading in self.headings), *held, *self.repeated]

    def fragments(self) -> list[Fragment]:
        """All fragments, whatever they are."""
        return [*self.used(), *self.header, *self.loose]

    def has(self, where: Field) -> bool:
        """Whether a heading or a value of the field was found."""
        return bool(self.get(where)) or any(heading.field is where for heading in self.headings)
