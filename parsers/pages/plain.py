"""From a text extract of a page to its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.pages.lines import Line

_WIDEST_WRAP = 110
"""Columns; a text whose lines go further was not wrapped by hand or by a terminal."""
_PLAY = 4
_MOST_PLAY = 8
"""Columns that full lines lack: one or two wide signs moved down with what they belong to; the
first tells that a text was wrapped, the second which of its lines go on."""
_LEAST_FULL = 4
_SIGN = re.compile(r"[\s\u3000]*(?:[・･*\-–—‐■□●○◎◆◇▼▽▲△★☆▶►※〇(（\[［【<〈《]|[0-9０-９]+[\s\u3000.．)）])")
_ENDS = tuple("。)）]］】>〉》:：")


def read_plain(text: str) -> tuple[Line, ...]:
    """Read plain text: every line that holds anything is a line; tabs part a row's cells."""
    written = [unicodedata.normalize("NFC", line).rstrip() for line in text.splitlines()]
    return tuple(_lines(_unwrapped([line.strip("\x00\ufeff") for line in written])))


def _lines(written: Iterable[str]) -> Iterator[Line]:
    """Cells count from the last, as a copied table leaves out those that span rows above."""
    for number, line in enumerate(written, 1):
        cells = line.strip().split("\t")
        if len(cells) == 1:
            yield Line(cells[0])
            continue
        for index, cell in enumerate(cells):
            if cell.strip():
                yield Line(cell.strip(), "cell", 0, number, index - len(cells))


@dataclass(slots=True)
class _Paragraph:
    text: str
    indent: int
    open: bool
    """Whether its last line is full, so that the next one may go on."""


def _unwrapped(written: Sequence[str]) -> Iterator[str]:
    """Put together the lines of a text that was wrapped at a fixed width; others stay."""
    full = _full_width(written)
    present: _Paragraph | None = None
    for line in written:
        body = line.strip()
        indent = _columns(line) - _columns(line.lstrip())
        if present is not None and body and present.open and _goes_on(line, indent, present):
            present.text = _joined(present.text, body)
        else:
            if present is not None:
                yield present.text
            present = _Paragraph(body, indent, False) if body else None
        if present is not None:
            present.open = full is not None and _columns(line) >= full and not body.endswith(_ENDS)
    if present is not None:
        yield present.text


def _full_width(written: Sequence[str]) -> int | None:
    """The columns from which a line counts as full; None for a text that was not wrapped."""
    widths = [_columns(line) for line in written if line.strip()]
    widest = max(widths, default=0)
    full = sum(width >= widest - _PLAY for width in widths)
    wrapped = widest <= _WIDEST_WRAP and full >= max(_LEAST_FULL, len(widths) // 8)
    return widest - _MOST_PLAY if wrapped else None


def _goes_on(line: str, indent: int, present: _Paragraph) -> bool:
    return not _SIGN.match(line) and (indent <= present.indent or bool(_SIGN.match(present.text)))


def _joined(before: str, after: str) -> str:
    """A wrap between narrow letters stood for a blank."""
    blank = before[-1].isascii() and after[0].isascii() and before[-1].isalpha()
    return f"{before} {after}" if blank else before + after


def _columns(line: str) -> int:
    """Width on a terminal: wide signs take two columns."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in line)
    return len(line) + wide
