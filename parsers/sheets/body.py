"""The values of a sheet in reading order, without the captions of pictures beside them."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.layout.model import Box, Page
from parsers.sheets.frames import MOST_SHAPES
from parsers.sheets.geometry import holds, overlap_x, overlap_y, same_row
from parsers.sheets.heads import is_page_number
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method

_SMALLEST = 40.0
"""Drawn areas smaller than this (points) are marks, not pictures."""
_NEAR = 2.5
"""A caption stands within this many ems of its picture."""


def picture_boxes(page: Page) -> list[Box]:
    """Where a page shows pictures: its images, and areas drawn without any text in them."""
    drawn = [
        shape.box
        for shape in page.shapes[:MOST_SHAPES]
        if shape.fill is not None
        and shape.box.x1 - shape.box.x0 > _SMALLEST
        and shape.box.bottom - shape.box.top > _SMALLEST
        and not any(holds(shape.box, line.box) for line in page.lines)
    ]
    return [*(picture.box for picture in page.pictures), *drawn]


def tidy_body(draft: Draft, pictures: Sequence[Box], vocabulary: SheetVocabulary) -> None:
    """Put every field in reading order; set aside page numbers and captions."""
    for where in (Field.AIM, Field.ACTIONS, Field.DUE, Field.PROGRESS, Field.TITLE):
        held = draft.get(where)
        if not held:
            continue
        aside = {
            id(fragment)
            for fragment in held
            if _is_caption(fragment, held, pictures, vocabulary)
            or (where is Field.PROGRESS and is_page_number(fragment.text))
        }
        draft.loose.extend(fragment for fragment in held if id(fragment) in aside)
        draft.values[where] = in_order([f for f in held if id(f) not in aside])


def in_order(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Reading order within a field: page by page, column by column, top to bottom."""
    ordered: list[Fragment] = []
    for page in sorted({fragment.page or 0 for fragment in fragments}):
        held = [fragment for fragment in fragments if (fragment.page or 0) == page]
        for column in _columns(held):
            ordered.extend(sorted(column, key=_place))
    return ordered


def _place(fragment: Fragment) -> tuple[float, float]:
    return (fragment.box.top, fragment.box.x0) if fragment.box else (0.0, 0.0)


def _columns(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Text in columns: groups that share no abscissa, each at least two lines high.

    Groups of which one only continues the rows of the other (a small table, a hanging bullet)
    are one column.
    """
    groups: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: f.box.x0 if f.box else 0.0):
        box = fragment.box
        if box is None:
            return [list(fragments)]
        home = [g for g in groups if any(f.box and overlap_x(f.box, box) > 0 for f in g)]
        if home:
            home[0].append(fragment)
            for other in home[1:]:
                home[0].extend(other)
                groups.remove(other)
        else:
            groups.append([fragment])
    if len(groups) > 1 and all(_stands_alone(group, fragments) for group in groups):
        return groups
    return [list(fragments)]


def _stands_alone(group: Sequence[Fragment], fragments: Sequence[Fragment]) -> bool:
    others = [held for held in fragments if held not in group]
    rows = sum(any(o.box and f.box and same_row(f.box, o.box) for o in others) for f in group)
    wide = max(len(fragment.text) for fragment in group) >= 8
    return len(group) >= 2 and wide and rows < len(group)


def _is_caption(
    fragment: Fragment,
    held: Sequence[Fragment],
    pictures: Sequence[Box],
    vocabulary: SheetVocabulary,
) -> bool:
    """Whether a line is the caption of a picture, by its place and by its words or size."""
    box = fragment.box
    if box is None:
        return False
    first = min(held, key=_place)
    aside = first.box is not None and overlap_x(first.box, box) <= 0 and first is not fragment
    said = _says_caption(fragment.text.lstrip(), vocabulary)
    if fragment.method is Method.OCR:  # what a page of pixels shows beside its print is not known
        return said and aside and not any(_aligned(fragment, other) for other in held)
    if not any(_touches(box, picture, fragment.size) for picture in pictures):
        return False
    if said:
        return True
    smaller = fragment.size < 0.95 * max(other.size for other in held)
    return aside and (smaller or not any(_aligned(fragment, other) for other in held))


def _says_caption(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line begins as captions do; 図 alone does, 図書館 does not."""
    word = next((word for word in vocabulary.captions if text.startswith(word)), None)
    if word is None:
        return False
    return not (len(word) == 1 and word.isalpha() and text[1:2].isalpha())


def _aligned(one: Fragment, two: Fragment) -> bool:
    if one is two or one.box is None or two.box is None:
        return False
    return abs(one.box.x0 - two.box.x0) < 2 * one.size


def _touches(box: Box, picture: Box, size: float) -> bool:
    """Whether a line stands right above or below a picture, within its width."""
    inside = overlap_x(box, picture) > 0.6 * (box.x1 - box.x0)
    return inside and -_NEAR * size < -overlap_y(box, picture) < _NEAR * size
