"""Fit the weights by which ``parsers.health.shapes`` tells digits, from the fonts of a folder.

``python -m benchmarks.digit_shapes FOLDER…`` draws the ten digits of every face found, plain,
condensed, wide, slanted, fat and small, and writes ``parsers/health/digit_shapes.txt``. Outlined
digits and halves of two digits are shown as what is no digit. The weights in the project come
from 550 faces of Debian's free fonts; an earlier fit without a quarter of the families took none of
5,500 digits of theirs for another one by the odds that make a digit doubtful.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL import features as pillow

from benchmarks.papers import ROOT
from parsers.health.shapes import NO_DIGIT, WEIGHTS, features, framed

EM = 96
"""Size of a drawn digit in pixels; it is looked at in half that size."""
SUFFIXES = {".ttf", ".otf", ".ttc", ".t1", ".pfb"}
STYLES = (None, ["onum"], ["zero"])
"""OpenType features drawn beside the usual digits: old figures and barred zeros."""
STEPS, BATCH, DECAY = 6000, 2048, 3e-5
_HEAD = """# What each feature of parsers.health.shapes speaks for 0 to 9 and for no digit, in
# hundredths: fields from the upper left, row by row, for each kind of paper; the last row is the
# constant.
"""

Pixels = Any  # array of shape (rows, columns), 255 is ink


def main() -> None:
    """Fit and write the weights."""
    faces = [face for folder in sys.argv[1:] for face in _faces(Path(folder))]
    shown = [example for face in faces for example in _examples(face)]
    known = np.concatenate([features([frame]) for frame, _ in shown])
    weights = _fitted(known, np.array([label for _, label in shown]))
    rows = np.round(100 * (weights - weights.mean(axis=1, keepdims=True))).astype(int)
    text = "".join(" ".join(map(str, row)) + "\n" for row in rows.tolist())
    (ROOT / "parsers" / "health" / WEIGHTS).write_text(_HEAD + text, encoding="utf-8")
    print(f"{len(faces)} faces, {len(shown)} examples", file=sys.stderr)


def _faces(folder: Path) -> Iterator[list[Pixels]]:
    """The ten digits of each face in a folder, those left out that lack one."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES:
            continue
        met = set()
        for style in STYLES if pillow.check("raqm") else (None,):
            try:
                face = ImageFont.truetype(path, EM)
                drawn = [_drawn(face, digit, style) for digit in "0123456789"]
            except OSError:
                print(f"not read: {path.name}", file=sys.stderr)
                continue
            shapes = tuple(digit.tobytes() for digit in drawn)
            if len(set(shapes)) == 10 and shapes not in met:
                met.add(shapes)
                yield drawn


def _drawn(face: ImageFont.FreeTypeFont, digit: str, style: list[str] | None) -> Pixels:
    picture = Image.new("L", (2 * EM, 2 * EM), 0)
    place = (EM // 2, EM // 2)
    ImageDraw.Draw(picture).text(place, digit, font=face, fill=255, features=style)
    return np.asarray(picture)


def _examples(face: list[Pixels]) -> Iterator[tuple[Any, int]]:
    """Frames of a face's digits as they may be met, and of what they are not."""
    for digit, drawn in enumerate(face):
        other = face[(digit + 3) % 10]
        slant = np.array([[1, 0.22, -0.22 * EM], [0, 1, 0]], dtype=np.float32)
        fat = cv2.dilate(drawn, np.ones((3, 5), np.uint8))
        inner = cv2.erode(drawn, np.ones((3, 3), np.uint8))
        hollow = cv2.subtract(cv2.dilate(drawn, np.ones((5, 5), np.uint8)), inner)
        halves = np.hstack([drawn[:, EM - 20 : EM + 20], other[:, EM - 40 : EM]])
        met = [_sized(drawn, 0.5, across) for across in (1.0, 0.72, 1.25)]
        met += [_sized(cv2.warpAffine(drawn, slant, (2 * EM, 2 * EM)), 0.5), _sized(fat, 0.5)]
        met.append(_sized(drawn, 1 / 3))
        for pixels, label in [(one, digit) for one in met] + [
            (_sized(hollow, 0.5), NO_DIGIT),
            (_sized(halves, 0.5), NO_DIGIT),
        ]:
            ink = pixels >= max(20, pixels.max() / 3)
            rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
            if len(rows):
                yield framed(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]), label


def _sized(pixels: Pixels, scale: float, across: float = 1.0) -> Pixels:
    height, width = pixels.shape
    size = (round(width * scale * across), round(height * scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _fitted(known: Any, labels: Any) -> Any:
    """The weights of a multinomial logistic regression, by Adam over random batches."""
    chance = np.random.default_rng(0)
    rows = np.hstack([known, np.ones((len(known), 1))]).astype(np.float32)
    wanted = np.eye(NO_DIGIT + 1, dtype=np.float32)[labels]
    weights = np.zeros((rows.shape[1], NO_DIGIT + 1), np.float32)
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        batch = chance.integers(0, len(rows), BATCH)
        odds = rows[batch] @ weights
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = rows[batch].T @ (shares - wanted[batch]) / BATCH + DECAY * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        rate = 0.05 * (1 - step / STEPS) + 0.002
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    main()
