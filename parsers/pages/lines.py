"""What a page is to its readers: lines of text in reading order, whatever markup made them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "label", "text", "cell"]
#: A heading of the markup; a short label (dt, summary, caption); text; a cell of a table.

_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDED |= {0x3000: 0x20, 0xA0: 0x20, 0x2003: 0x20, 0x2002: 0x20, 0x2009: 0x20, 0x9: 0x20}
_FOLDED |= {ord("〔"): ord("("), ord("〕"): ord(")"), ord("【"): ord("("), ord("】"): ord(")")}
_FOLDED |= {0xFF62: ord("「"), 0xFF63: ord("」"), 0xFF64: ord("、"), 0xFF61: ord("。")}
_FOLDED |= {ord("～"): ord("〜"), ord("~"): ord("〜")}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a line, by character positions; ``href`` as written. One ``key`` per element."""

    start: int
    end: int
    href: str
    key: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a reader sees it. ``level`` is 1 to 6 for headings, else 0.

    Cells of one table row share ``row``; ``column_heading`` marks a row of headings only.
    ``table`` numbers the innermost table around a line, 0 where there is none.
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    row: int | None = None
    cell: int = 0
    column_heading: bool = False
    anchors: tuple[Anchor, ...] = ()
    table: int = 0
    folded: str = field(init=False, compare=False, repr=False)
    """The text with full-width signs made narrow, character for character."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))


def fold(text: str) -> str:
    """Make full-width letters, digits, brackets and blanks narrow, keeping every position."""
    return text.translate(_FOLDED)
