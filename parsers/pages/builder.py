"""Putting lines together from pieces of text as a browser would lay them out."""

from __future__ import annotations

import re
import unicodedata

from parsers.pages.lines import Anchor, Kind, Line

_PIECE = re.compile(r"[ \t\r\n\f\u00a0]+|[^ \t\r\n\f\u00a0]+")
_NARROW = re.compile(r"[!-~]")


class LineBuilder:
    """Collects text until a line ends. Blanks collapse; a wrap between wide letters is none."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._length = 0
        self._blank = ""
        self._open: tuple[int, str, int | None] | None = None
        self._anchors: list[Anchor] = []

    def add(self, text: str) -> None:
        """Add text that stands on the present line."""
        for piece in _PIECE.findall(unicodedata.normalize("NFC", text)):
            if piece[0] in " \t\r\n\f\u00a0":
                self._blank += piece
            else:
                self._append(piece)

    def space(self) -> None:
        """Part what comes next from what came before by at least one blank."""
        self._blank += " \u00a0"

    def _append(self, piece: str) -> None:
        if self._blank and self._parts:
            gap = self._gap(piece)
            self._parts.append(gap)
            self._length += len(gap)
        self._blank = ""
        if self._open is not None and self._open[2] is None:
            key, href, _ = self._open
            self._open = (key, href, self._length)
        self._parts.append(piece)
        self._length += len(piece)

    def _gap(self, piece: str) -> str:
        if "\n" not in self._blank and "\r" not in self._blank:
            return " "
        narrow = _NARROW.match(self._parts[-1][-1]) or _NARROW.match(piece)
        return " " if narrow else ""

    def open_anchor(self, key: int, href: str) -> None:
        """Begin a link; it may go on over several lines."""
        self._close_on_line()
        self._open = (key, href, None)

    def close_anchor(self) -> None:
        """End the link that is open, if one is."""
        self._close_on_line()
        self._open = None

    def _close_on_line(self) -> None:
        if self._open is not None and self._open[2] is not None:
            self._anchors.append(Anchor(self._open[2], self._length, self._open[1], self._open[0]))
            self._open = (self._open[0], self._open[1], None)

    def end_line(self, kind: Kind, level: int, row: int | None, cell: int, table: int = 0) -> None:
        """End the present line, if it holds anything."""
        self._close_on_line()
        text = "".join(self._parts)
        stripped = text.strip()
        if stripped:
            shift = len(text) - len(text.lstrip())
            anchors = tuple(_shifted(anchor, shift, len(stripped)) for anchor in self._anchors)
            self.lines.append(Line(stripped, kind, level, row, cell, anchors=anchors, table=table))
        self._parts, self._length, self._blank, self._anchors = [], 0, "", []


def _shifted(anchor: Anchor, shift: int, length: int) -> Anchor:
    start, end = max(anchor.start - shift, 0), min(anchor.end - shift, length)
    return Anchor(start, max(start, end), anchor.href, anchor.key)
