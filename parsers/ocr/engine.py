"""The OCR engine that reads: RapidOCR on one thread, behind a type that tests can stand in for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rapidocr import RapidOCR

Pixels = NDArray[np.uint8]
"""An image, (height, width, 3), blue first, as pdfium renders it."""

Point = tuple[float, float]

_TALL = 1.5
"""From this ratio of height to width the engine reads a box from top to bottom."""

_SETTINGS = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "error",
    # The caller chose the pixels; scaling them again would lose small print.
    "Global.max_side_len": 100_000,
    # Doubtful readings are wanted too: whether they are kept is decided here, not in the engine.
    "Global.text_score": 0.0,
    # The line classifier turns some upright lines around; whole pages are turned here instead.
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
}


class Char(NamedTuple):
    """One character; ``at`` is where its centre lies between the line's start (0) and end (1)."""

    text: str
    at: float
    confidence: float


class Reading(NamedTuple):
    """A line as the engine read it.

    ``corners`` are in pixels, as seen by a reader of the line: start above, end above, end
    below, start below.
    """

    text: str
    corners: tuple[Point, Point, Point, Point]
    confidence: float
    chars: tuple[Char, ...]
    vertical: bool
    added: str = ""
    """A mark before the text that the engine passed over and a closer look found."""


class Engine(Protocol):
    """What reads pixels. Implementations keep their models loaded."""

    @property
    def name(self) -> str:
        """The engine's name for the page's notes."""

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        """Every line found in an image."""

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        """The text of an image that holds one line, and how sure that is (0 to 1)."""


class RapidEngine:
    """RapidOCR with the models of its wheel. One instance a process; not for several threads."""

    name = "rapidocr"

    def __init__(self, engine: RapidOCR) -> None:
        self._engine = engine

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        """Every line found in an image, in the engine's order."""
        output = self._engine(pixels, use_det=True)
        boxes, texts, scores = (getattr(output, key, None) for key in ("boxes", "txts", "scores"))
        if boxes is None or texts is None or scores is None:
            return ()
        words: Sequence[Any] = getattr(output, "word_results", None) or ()
        if len(words) != len(texts):  # the engine leaves lines without boxes out
            words = [()] * len(texts)
        return tuple(map(_reading, boxes, texts, scores, words))

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        """The text of an image that holds one line, and the engine's confidence."""
        output = self._engine(pixels, use_det=False)
        texts, scores = getattr(output, "txts", None), getattr(output, "scores", None)
        if not texts or not scores:
            return "", 0.0
        return str(texts[0]), float(scores[0])


def load_engine() -> RapidEngine | None:
    """RapidOCR with its models loaded (about a second), or None where it is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidEngine(RapidOCR(params=_SETTINGS))


def _reading(quad: NDArray[np.float32], text: str, score: float, words: Any) -> Reading:
    upper_left, upper_right, lower_right, lower_left = ((float(x), float(y)) for x, y in quad)
    width = _distance(upper_left, upper_right)
    vertical = _distance(upper_left, lower_left) >= _TALL * max(width, 1.0)
    corners = (upper_left, upper_right, lower_right, lower_left)
    if vertical:
        corners = (upper_right, lower_right, lower_left, upper_left)
    chars = _chars(text, float(score), corners, words)
    return Reading(text, corners, float(score), chars, vertical)


def _chars(
    text: str, score: float, corners: tuple[Point, Point, Point, Point], words: Any
) -> tuple[Char, ...]:
    """Characters with their places; spread evenly where the engine gives no usable boxes."""
    printed = [(index, char) for index, char in enumerate(text) if not char.isspace()]
    boxes = list(words) if isinstance(words, Sequence) else []
    if [box[0] for box in boxes] != [char for _, char in printed]:
        share = 1 / max(len(text), 1)
        return tuple(Char(char, (index + 0.5) * share, score) for index, char in printed)
    # The engine's confidences count the spaces too, which its boxes leave out.
    sure = [float(box[1]) for box in boxes]
    return tuple(
        Char(char, _along(corners, box[2]), sure[index] if index < len(sure) else score)
        for (index, char), box in zip(printed, boxes, strict=True)
    )


def _along(corners: tuple[Point, Point, Point, Point], quad: Any) -> float:
    """Where the centre of ``quad`` lies between the start and the end of a line, 0 to 1."""
    centre = np.asarray(quad, dtype=float).mean(axis=0)
    start = np.add(corners[0], corners[3]) / 2
    axis = np.add(corners[1], corners[2]) / 2 - start
    length = float(axis @ axis)
    return float(np.clip((centre - start) @ axis / length, 0.0, 1.0)) if length else 0.5


def _distance(one: Point, other: Point) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))
