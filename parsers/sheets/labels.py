"""Labels that are set over several lines: in a cell, in a narrow column, letter by letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from parsers.layout.model import Box
from parsers.sheets.geometry import same_row
from parsers.sheets.matching import Label, find_label, match_heading, plain
from parsers.sheets.model import Fragment, whole
from parsers.sheets.vocabulary import SheetVocabulary

_MOST_IN_CELL = 8
"""Lines of a label in a cell: upright ones have a letter in each."""
_LONGEST = 30
_MOST_LINES = 3
"""Lines over which the label of a narrow column is wrapped."""
_FEW_LETTERS, _MOST_PIECES = 2, 6
"""A label set wide is in pieces of so many letters at most, and in so many pieces."""
_SPREAD = 5.0
"""Its pieces are less than this many ems apart."""
_Set = tuple[list[Fragment], Label]


def labels_over_lines(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> Iterator[_Set]:
    """The labels of more than one line, each with its lines; no line is in two of them."""
    taken: set[int] = set()
    for group, found in _in_cells(fragments, vocabulary):
        taken |= {id(line) for line in group}
        yield group, found
    rest = [fragment for fragment in fragments if id(fragment) not in taken]
    for first in rest:
        lines = _wrapped(first, rest, vocabulary) if id(first) not in taken else []
        label = _exact(lines, vocabulary)
        if label is not None:
            taken |= {id(line) for line in lines}
            yield lines, label


def spread_labels(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> list[Fragment]:
    """The fragments, those made one that a wide gap parts within a label: 目　　的：….

    Labels are set as wide as the longest of them; the first piece is a letter or two.
    """
    kept = list(fragments)
    for first in [held for held in fragments if len(held.text.strip()) <= _FEW_LETTERS]:
        pieces = [first]
        while (
            len(pieces) < _MOST_PIECES
            and len(pieces[-1].text.strip()) <= _FEW_LETTERS
            and (behind := _right_of(pieces[-1], kept)) is not None
        ):
            pieces.append(behind)
            label = find_label("".join(piece.text for piece in pieces), vocabulary)
            if label is not None and not label.distance:
                kept[kept.index(first)] = whole(pieces)
                kept = [held for held in kept if all(held is not piece for piece in pieces)]
                break
    return kept


def _right_of(fragment: Fragment, others: Sequence[Fragment]) -> Fragment | None:
    """The next text on the row of a fragment, in its print and frame and not far away."""
    box = fragment.box
    behind = [
        held
        for held in others
        if box is not None
        and held.box is not None
        and held is not fragment
        and same_row(box, held.box)
        and held.frame == fragment.frame
        and abs(held.size - fragment.size) <= 0.1 * fragment.size
        and 0 <= held.box.x0 - box.x1 < _SPREAD * fragment.size
    ]
    return min(behind, key=lambda held: held.box.x0 if held.box else 0.0, default=None)


def _exact(lines: Sequence[Fragment], vocabulary: SheetVocabulary) -> Label | None:
    """The label that some lines are as a whole and without a slip."""
    text = "".join(line.text for line in lines)
    label = find_label(text, vocabulary) if 0 < len(text) <= _LONGEST else None
    if label is None or label.distance or label.rest is not None:
        return None
    return label._replace(marked=True)


def _in_cells(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> Iterator[_Set]:
    """Labels that fill a cell over several lines (具体的な / 取組内容), or letter by letter."""
    held: dict[Box, list[Fragment]] = defaultdict(list)
    for fragment in fragments:
        if fragment.frame is not None:
            held[fragment.frame].append(fragment)
    for group in held.values():
        if not 2 <= len(group) <= _MOST_IN_CELL or len({line.page for line in group}) > 1:
            continue
        label = _exact(group, vocabulary)
        if label is not None:
            yield group, label


def _wrapped(
    first: Fragment, others: Sequence[Fragment], vocabulary: SheetVocabulary
) -> list[Fragment]:
    """The lines from one on that make a label, none of them being one by itself."""
    lines, text = [first], _said(first, vocabulary)
    while text in vocabulary.headings.phrases.openings and len(lines) < _MOST_LINES:
        below = _line_below(lines[-1], others)
        if below is None or find_label(lines[-1].text, vocabulary) is not None:
            return []
        lines.append(below)
        text += _said(below, vocabulary)
        if match_heading(text, vocabulary.headings) is not None:
            return lines if find_label(below.text, vocabulary) is None else []
    return []


def _said(fragment: Fragment, vocabulary: SheetVocabulary) -> str:
    return plain(fragment.text.lstrip("".join(vocabulary.heading_marks))).rstrip("?:")


def _line_below(fragment: Fragment, others: Sequence[Fragment]) -> Fragment | None:
    """The line right under a fragment, in its print and at its left or middle."""
    box = fragment.box
    for held in others:
        if box is None or held.box is None or abs(held.size - fragment.size) > 0.1 * fragment.size:
            continue
        gap = held.box.top - box.bottom
        left = abs(held.box.x0 - box.x0)
        middle = abs(held.box.x0 + held.box.x1 - box.x0 - box.x1) / 2
        if -0.3 * fragment.size < gap < fragment.size and min(left, middle) < 0.5 * fragment.size:
            return held
    return None
