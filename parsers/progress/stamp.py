"""The stamp that says a pledge is achieved: as text, as drawn outlines, or as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any

from parsers.layout.model import Box, Colour, Line, Page, Shape
from parsers.layout.upright import around
from parsers.progress.model import Ocr, Pixels, Stamp

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200.0
LEAST, MOST = 20.0, 330.0
"""A stamp is at least and at most this long (points)."""
LETTER_SEGMENTS = 40
"""Four outlined kanji have more segments than this; frames, bars and arrows have fewer."""
LEAST_STROKES = 3
"""Strokes that some row of a stamp crosses; a red arrow or bar is one."""
MAX_RED = 500
"""More red shapes than this are a drawing; the rest is not looked at."""
_CENTRED = 0.5
"""A picture whose middle is this near to a line's (in heights of it) was made for that line."""
_WITHOUT_ORNAMENTS = str.maketrans("", "", " \u3000!！。・★☆【】「」[]（）()")


def read_stamp(
    page: Page, region: Box, words: Sequence[str], pixels: Pixels | None, ocr: Ocr | None = None
) -> Stamp:
    """Whether one of the stamp ``words`` stands alone in a region of a page.

    Text is asked first, in one line, in pieces or letter by letter, turned or not. What only looks
    like a stamp (red on the page's colour) is given to ``ocr``; without it ``present`` is None.
    """
    said = _short(page.lines, region, words)
    written = _in_lines(said, words) or _in_pieces(said, words)
    if written is not None:
        return written
    suspects = _suspects(page, region)
    if pixels is None:
        return _unseen(suspects)
    seen = [box for box in suspects if _looks_like_stamp(pixels(box, 72.0))]
    for box in seen:
        if ocr is not None and _read_by(ocr, pixels(box, DPI), words):
            return Stamp(True, "ocr", box, 0.9)
    if seen and ocr is None:
        return Stamp(
            None, "raster", seen[0], 0.0, "a stamp-like picture cannot be read without OCR"
        )
    return Stamp(False, "ocr" if page.method == "ocr" else "text", None, 0.9)


def _unseen(suspects: Sequence[Box]) -> Stamp:
    if suspects:
        reason = "a picture or drawing may be a stamp; no pixels were given"
        return Stamp(None, "raster", suspects[0], 0.0, reason)
    return Stamp(False, "text", None, 0.9)


def _touches(box: Box, region: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom


def _bare(text: str) -> str:
    return text.translate(_WITHOUT_ORNAMENTS)


_Said = tuple[str, Line]
"""What a line says without its ornaments, and the line."""


def _short(lines: Iterable[Line], region: Box, words: Sequence[str]) -> list[_Said]:
    """The lines of a region that may be a stamp word or a part of one."""
    longest = max(map(len, words), default=0)
    signs = frozenset("".join(words))
    near = [one for one in lines if not signs.isdisjoint(one.text) and _touches(one.box, region)]
    held = [(_bare(line.text), line) for line in near]
    return [(bare, line) for bare, line in held if 0 < len(bare) <= longest]


def _in_lines(said: Iterable[_Said], words: Sequence[str]) -> Stamp | None:
    """A line that is a stamp word and nothing else; OCR may have one character of it wrong."""
    close: Stamp | None = None
    for bare, line in said:
        if bare in words:
            sure = 0.97 if line.method == "text" else line.confidence
            return Stamp(True, line.method, line.box, sure)
        if line.method == "ocr" and any(_one_off(bare, word) for word in words):
            note = f"read as {line.text}"
            close = Stamp(True, "ocr", line.box, min(0.8, line.confidence), note)
    return close


def _one_off(text: str, word: str) -> bool:
    if len(text) != len(word) or len(word) < 4:
        return False
    return sum(a != b for a, b in zip(text, word, strict=True)) == 1


def _in_pieces(said: Sequence[_Said], words: Sequence[str]) -> Stamp | None:
    """A stamp word drawn in parts (公約 over 達成) or letter by letter, close together."""
    for word in words:
        pieces = [piece for piece in said if piece[0] in word]
        for first in pieces:
            near = [one for one in pieces if one is not first and _near(one[1], first[1])]
            found = _assembled(word, [first, *near[:6]])
            if found is not None:
                return Stamp(True, "text", found, 0.93)
    return None


def _near(piece: Line, other: Line) -> bool:
    size = max(piece.size, other.size)
    across = abs(piece.box.x0 + piece.box.x1 - other.box.x0 - other.box.x1) / 2
    down = abs(piece.box.top + piece.box.bottom - other.box.top - other.box.bottom) / 2
    alike = min(piece.size, other.size) > 0.7 * size
    return alike and max(across, down) < 5 * size and min(across, down) < 3 * size


def _assembled(word: str, pieces: Sequence[_Said]) -> Box | None:
    """The box of pieces that make the word when read rightwards or downwards."""
    for count in range(2, min(len(word), len(pieces)) + 1):
        for chosen in permutations(pieces, count):
            lines = [line for _, line in chosen]
            if "".join(bare for bare, _ in chosen) == word and _ordered(lines):
                return around([line.box for line in lines])
    return None


def _ordered(pieces: Sequence[Line]) -> bool:
    xs = [piece.box.x0 + piece.box.x1 for piece in pieces]
    ys = [piece.box.top + piece.box.bottom for piece in pieces]
    return xs == sorted(xs) or ys == sorted(ys)


def _suspects(page: Page, region: Box) -> list[Box]:
    """Pictures, and red drawings with outlined letters, of a stamp's size."""
    boxes = [picture.box for picture in page.pictures if not picture.shading]
    boxes += _red_drawings(page.shapes)
    stamps = [box for box in boxes if _touches(box, region) and _stamp_size(box)]
    stamps = [box for box in stamps if not any(_bears(box, line.box) for line in page.lines)]
    return [box for box in stamps if not any(_within(box, other) for other in stamps)]


def _bears(box: Box, line: Box) -> bool:
    """Whether a picture or drawing lies around a line of the layer: its ground or its shadow."""
    around_it = box.x0 <= line.x0 and line.x1 <= box.x1
    apart_x = abs(box.x0 + box.x1 - line.x0 - line.x1) / 2
    apart_y = abs(box.top + box.bottom - line.top - line.bottom) / 2
    return around_it and max(apart_x, apart_y) < _CENTRED * (line.bottom - line.top)


def _red_drawings(shapes: Sequence[Shape]) -> list[Box]:
    """The boxes of red shapes that lie together and have as many segments as letters need."""
    red = [s for s in shapes if any(colour and _red(colour) for colour in (s.fill, s.stroke))]
    groups: list[tuple[Box, int]] = []
    for shape in red[:MAX_RED]:
        box, segments = shape.box, shape.segments
        while close := [group for group in groups if _gap(box, group[0]) < 6]:
            groups = [group for group in groups if group not in close]
            box = around([box, *(group[0] for group in close)])
            segments += sum(group[1] for group in close)
        groups.append((box, segments))
    return [box for box, segments in groups if segments >= LETTER_SEGMENTS]


def _gap(box: Box, other: Box) -> float:
    across = max(box.x0, other.x0) - min(box.x1, other.x1)
    down = max(box.top, other.top) - min(box.bottom, other.bottom)
    return max(across, down)


def _stamp_size(box: Box) -> bool:
    width, height = box.x1 - box.x0, box.bottom - box.top
    return max(width, height) <= MOST and min(width, height) >= LEAST


def _within(box: Box, other: Box) -> bool:
    return box != other and _gap(box, other) < 0 and around([box, other]) == other


def _red(colour: Colour) -> bool:
    red, green, blue = colour
    return red > 120 and red - max(green, blue) > 60


def _looks_like_stamp(pixels: Any) -> bool:
    """Whether a picture holds hardly any colour but red on its ground; photographs hold more.

    Greys are print and graphics that the stamp was set upon.
    """
    import cv2
    import numpy as np

    first, second, third = cv2.split(np.asarray(pixels))
    others = cv2.max(second, third)
    lowest = cv2.min(first, cv2.min(second, third))
    red = (first > 110) & (cv2.subtract(first, others) > 40)
    pale = lowest > 190
    coloured = cv2.subtract(cv2.max(first, others), lowest) > 24
    held = (red, pale, ~(red | pale) & coloured)
    reds, pales, rests = (np.count_nonzero(mask) / first.size for mask in held)
    if not (reds > 0.02 and rests < 0.12 and pales > 0.15):
        return False
    strokes = np.diff(red.astype(np.int8), axis=1, prepend=0) == 1
    return bool(strokes.sum(axis=1).max() >= LEAST_STROKES)


def _read_by(ocr: Ocr, pixels: Any, words: Sequence[str]) -> bool:
    """Whether OCR finds a stamp word, in the picture as it is or turned level."""
    import numpy as np
    from PIL import Image

    picture = Image.fromarray(np.asarray(pixels))
    if _says(_bare(ocr(picture)), words):
        return True
    level = _levelled(picture)
    return level is not None and _says(_bare(ocr(level)), words)


def _says(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _levelled(picture: Image) -> Image | None:
    """The picture turned so that its stamp stands level; None where it does already."""
    import cv2
    import numpy as np

    pixels: Any = np.asarray(picture, dtype=np.int16)
    red = (pixels[..., 0] - pixels[..., 1:].max(axis=2) > 40).astype(np.uint8)
    rows, columns = np.nonzero(red)
    if len(rows) < 20:
        return None
    _, (width, height), angle = cv2.minAreaRect(np.column_stack([columns, rows]).astype(np.float32))
    turn = angle - 90 if width < height else angle
    if abs(turn) < 1 or abs(abs(turn) - 90) < 1:
        return None
    return picture.rotate(turn, expand=True, fillcolor=(255, 255, 255))
