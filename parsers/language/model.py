"""What the language part works with: words, readings, named things, compounds."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from schemas.enums import EntityLabel


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of a user lexicon, and why it is there.

    ``reading`` is full-width katakana. ``label`` makes the word a named thing; ``canonical`` is
    the form under which such things are brought together. A reading that nobody confirmed is not
    ``sure``: it is given all the same, and doubted.
    """

    surface: str
    reading: str | None = None
    reason: str
    label: EntityLabel | None = None
    canonical: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A word of a text as SudachiPy cuts it. ``known`` is false for a word of no dictionary."""

    surface: str
    start: int
    end: int
    tag: str
    reading: str
    known: bool


class Reading(msgspec.Struct, frozen=True):
    """A text in full-width katakana; ``doubts`` are the words whose reading is not sure."""

    kana: str
    doubts: tuple[str, ...] = ()


class Span(msgspec.Struct, frozen=True):
    """A named thing: ``text[start:end]``, its label, its form for comparison."""

    start: int
    end: int
    label: EntityLabel
    normalised: str | None = None


class Compound(msgspec.Struct, frozen=True):
    """A noun compound or name, and how much it says by its form alone, from 0 to 1."""

    text: str
    worth: float


class Content(msgspec.Struct, frozen=True):
    """What a text is about: its named things and its noun compounds, in order of appearance."""

    spans: tuple[Span, ...] = ()
    compounds: tuple[Compound, ...] = ()
