"""From characters and drawn objects to a page, whichever library read them."""

from __future__ import annotations

from typing import Any

from parsers.layout.doubles import without_doubles
from parsers.layout.drawing import Drawing
from parsers.layout.glyphs import Mark, box_of
from parsers.layout.lines import build_lines
from parsers.layout.model import Box, Dropped, Page
from parsers.layout.ruby import separate_ruby
from parsers.layout.upright import around
from parsers.layout.visibility import split_visible

INVISIBLE_LAYER = "invisible_text_layer"
"""Note: the page is a picture with text laid under it for searching; it was read all the same."""


def assemble(
    number: int,
    rotation: int,
    area: Box,
    marks: list[Mark],
    drawing: Drawing,
    notes: tuple[str, ...],
    repeated: list[Dropped],
) -> Page:
    """The page; ``repeated`` is text known to repeat other text in place."""
    visible, unseen = split_visible(marks, drawing.covers, area)
    if not visible and _is_searchable_scan(marks, drawing, area):
        visible, unseen, notes = marks, [], (*notes, INVISIBLE_LAYER)
    kept, doubles = without_doubles(visible)
    dropped = _dropped([*unseen, *((mark, "doubled") for mark in doubles)])
    lines, rubies = separate_ruby(build_lines(kept, drawing.shapes))
    return Page(
        number=number,
        width=area.x1,
        height=area.bottom,
        rotation=rotation,
        lines=tuple(lines),
        shapes=tuple(drawing.shapes),
        pictures=tuple(drawing.pictures),
        dropped=(*dropped, *repeated, *rubies),
        notes=notes,
    )


def _is_searchable_scan(marks: list[Mark], drawing: Drawing, area: Box) -> bool:
    """Whether all text is invisible and a picture fills at least half of the page."""
    if not marks:
        return False
    whole = area.x1 * area.bottom
    return any(
        2 * (p.box.x1 - p.box.x0) * (p.box.bottom - p.box.top) > whole for p in drawing.pictures
    )


def _dropped(unseen: list[tuple[Mark, Any]]) -> list[Dropped]:
    """Characters that are not read, joined while they are dropped for one reason in one object."""
    groups: dict[tuple[int, str], list[Mark]] = {}
    for mark, reason in unseen:
        groups.setdefault((mark.owner, reason), []).append(mark)
    return [
        Dropped("".join(m.raw for m in marks), around([box_of(m) for m in marks]), reason)  # type: ignore[arg-type]
        for (_, reason), marks in groups.items()
    ]
