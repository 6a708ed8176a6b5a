"""From a text extract of a page to its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.pages.lines import Line

_WRAPS = range(48, 111)
"""Columns at which texts are wrapped by hand or by a terminal."""
_PLAY = 4
_MOST_PLAY = 8
"""Columns that full lines lack: one or two wide signs moved down with what they belong to; the
first tells that a text was wrapped, the second which of its lines go on."""
_LEAST_FULL = 4
_INDENT = 2
"""Columns by which the first line of a paragraph is set in."""
_SIGN = re.compile(
    r"\s*(?:[・･*\-–—‐■□●○◎◆◇▼▽▲△★☆▶►※〇(（\[［【<〈《]|[0-9０-９]+(?:\s|[.．)）](?![0-9０-９])))"
)
_ENDS = tuple("。)）]］】>〉》:：")


def read_plain(text: str) -> tuple[Line, ...]:
    """Read plain text: every line that holds anything is a line; tabs part a row's cells."""
    written = [unicodedata.normalize("NFC", line).strip("\x00\ufeff") for line in text.splitlines()]
    return tuple(_lines(_unwrapped(written)))


def _lines(written: Iterable[str]) -> Iterator[Line]:
    """Cells count from the last, as a copied table leaves out those that span rows above."""
    for number, line in enumerate(written, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        told = [(index - len(cells), cell) for index, cell in enumerate(cells) if cell]
        for index, cell in told:
            yield Line(cell, "cell", 0, number, index) if len(told) > 1 else Line(cell)


@dataclass(slots=True)
class _Paragraph:
    """``lacking`` is how many columns its last line falls short of the text's width."""

    parts: list[str]
    indent: int
    lacking: int


def _unwrapped(written: Sequence[str]) -> Iterator[str]:
    """Put together the lines of a text that was wrapped at a fixed width; others stay."""
    width = _wrapped_at(written)
    if width is None:
        yield from written
        return
    present = _Paragraph([""], 0, 0)
    for line in written:
        body, lacking = line.strip(" \u3000"), width - _columns(line)
        indent = _columns(line) - _columns(line.lstrip())
        if body and _goes_on(line, indent, present, width):
            present.parts += [_gap(present.parts[-1], body), body]
            present.lacking = lacking
        else:
            yield "".join(present.parts)
            present = _Paragraph([body], indent, lacking)
    yield "".join(present.parts)


def _wrapped_at(written: Sequence[str]) -> int | None:
    """The columns at which a text was wrapped; None for a text that was not."""
    widths = [_columns(line) for line in written if line.strip()]
    widest = max(widths, default=0)
    open_lines = [line for line in written if not line.rstrip().endswith(_ENDS)]
    full = sum(_columns(line) >= widest - _PLAY for line in open_lines)
    wrapped = widest in _WRAPS and full >= max(_LEAST_FULL, len(widths) // 8)
    return widest if wrapped else None


def _goes_on(line: str, indent: int, present: _Paragraph, width: int) -> bool:
    """Below a full line, or left of the first line of a paragraph, unless a sign begins anew."""
    above = present.parts[-1]
    if not above or above.endswith(_ENDS) or _SIGN.match(line) or "\t" in line or "\t" in above:
        return False
    listed = _SIGN.match(present.parts[0]) is not None
    if not listed and 0 < present.indent - indent <= _INDENT:
        return present.lacking <= width // 3
    return present.lacking <= _MOST_PLAY and (indent <= present.indent or listed)


def _gap(before: str, after: str) -> str:
    """A wrap between narrow letters stood for a blank."""
    return " " if before[-1].isascii() and before[-1].isalpha() and after[0].isascii() else ""


def _columns(line: str) -> int:
    """Width on a terminal without blanks at the end: wide signs take two columns."""
    line = line.rstrip()
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in line)
    return len(line) + wide
