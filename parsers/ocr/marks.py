"""Marks at the head of a line (○, ※ and the like) that the engine passes over.

It finds the box of the whole line but reads from the first letter; what is left at the start is
read once more by itself; ※, which the engine does not give alone, and ● are told by their shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.engine import Char, Engine, Pixels, Reading
from parsers.ocr.geometry import em_of, height_of, length_of, part_of

_LEAD = {False: 1.32, True: 1.07}
"""Em before the centre of a full-width or (True) narrow first character from which a mark must
stand there; the usual is 0.7 and 0.45."""

_MARK_CONFIDENCE = 0.8
_AS_READ = dict.fromkeys("O0QoＯ〇○◯", "○") | {mark: mark for mark in "●◎□■◇◆△▲▽▼☆★※・→"}
_GRID = 24
_LIKE = 0.5
"""Overlap with the drawn ※ from which the ink is one."""
_OUTSIDE = 0.8
"""So many em before its box a line's mark may begin."""
_DISC_HIGH, _DISC_LIKE = 0.35, 0.86
"""● takes this share of the line's height, and overlaps so much with a circle; ■ has 0.79."""


def with_lost_mark(reading: Reading, pixels: Pixels, engine: Engine) -> Reading:
    """The reading with the mark that stands unread before its first character, if one does."""
    chars = reading.chars
    if reading.vertical or len(chars) < 2:
        return reading
    em, length = em_of(reading), length_of(reading)
    lead = chars[0].at * length
    if not _LEAD[chars[0].text.isascii()] * em < lead < 3 * em:
        return reading
    end = (lead - (0.3 if chars[0].text.isascii() else 0.55) * em) / length
    image = cut_out(part_of(reading, (), 0.0, end), pixels)
    mark = _AS_READ.get(engine.recognise(image)[0].strip()) or _by_shape(image)
    if mark is None:  # the engine's box may begin inside the mark
        wider = cut_out(part_of(reading, (), -_OUTSIDE * em / length, end), pixels)
        mark = "●" if _is_disc(_ink(wider)) else None
    if mark is None:
        return reading
    found = Char(mark, max(end - 0.5 * em / length, 0.0), _MARK_CONFIDENCE)
    return reading._replace(text=mark + reading.text, chars=(found, *chars), added=mark)


def cut_out(reading: Reading, pixels: Pixels) -> Pixels:
    """The pixels of a reading, turned level."""
    import cv2

    width = max(round(length_of(reading)), 4)
    height = max(round(height_of(reading)), 4)
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(reading.corners, dtype=np.float32), target)
    cut = cv2.warpPerspective(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return cut.astype(np.uint8, copy=False)


def _by_shape(image: Pixels) -> str | None:
    """※ where the ink of the image is two crossing strokes with a dot on each side."""
    import cv2

    ink = _largest_square(_ink(image) > 0)
    if ink is None:
        return None
    small = cv2.resize(ink.astype(np.float32), (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    found, drawn = np.asarray(small) > 0.4, _reference_mark()
    overlap = (found & drawn).sum() / max((found | drawn).sum(), 1)
    return "※" if overlap >= _LIKE else None


def _ink(image: Pixels) -> NDArray[np.uint8]:
    """255 where the image is dark, 0 elsewhere."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    _, binary = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(binary, np.uint8)


def _is_disc(binary: NDArray[np.uint8]) -> bool:
    """Whether the largest piece of ink is a filled circle as high as a mark."""
    import cv2

    _, labels, pieces, _ = cv2.connectedComponentsWithStats(binary)
    if len(pieces) < 2:
        return False
    number = 1 + int(pieces[1:, cv2.CC_STAT_AREA].argmax())
    x, y, wide, high, _ = pieces[number].tolist()
    if high < _DISC_HIGH * binary.shape[0] or not 0.85 < wide / high < 1.18:
        return False
    piece = labels[y : y + high, x : x + wide] == number
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    disc = rows**2 + columns**2 <= 1.0
    return bool((piece & disc).sum() >= _DISC_LIKE * (piece | disc).sum())


def _largest_square(ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The ink cut to its bounds, specks at the border left out; None where it is not square."""
    rows, columns = (np.flatnonzero(ink.sum(axis=axis) > 1) for axis in (1, 0))
    if rows.size < 6 or columns.size < 6:
        return None
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    if not 0.7 < width / height < 1.4:
        return None
    return ink[rows[0] : rows[0] + height, columns[0] : columns[0] + width]


def _reference_mark() -> NDArray[np.bool_]:
    """※ drawn on the grid: both diagonals and four dots."""
    y, x = np.mgrid[-1 : 1 : _GRID * 1j, -1 : 1 : _GRID * 1j]
    strokes = np.abs(np.abs(x) - np.abs(y)) < 0.14
    dots = [(x - dx) ** 2 + (y - dy) ** 2 < 0.045 for dx, dy in ((0.75, 0), (-0.75, 0))]
    dots += [(x - dx) ** 2 + (y - dy) ** 2 < 0.045 for dx, dy in ((0, 0.75), (0, -0.75))]
    return np.asarray(np.any([strokes, *dots], axis=0))
