"""From a text extract of a page to its lines."""

from __future__ import annotations

import unicodedata

from parsers.pages.lines import Line


def read_plain(text: str) -> tuple[Line, ...]:
    """Read plain text: every line that holds anything is a line."""
    stripped = (unicodedata.normalize("NFC", line).strip() for line in text.splitlines())
    return tuple(Line(line) for line in stripped if line.strip("\x00\ufeff"))
