"""Which gaps and spaces inside a line carry meaning, and which are only layout.

Renderers put a quarter em between Japanese and Latin letters or digits, and some write it as a
space (JLREQ 3.2.6, Western text mixed into Japanese). Authors type spaces too: 2件 210万円.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parsers.layout.glyphs import Mark

WORD_GAP = 0.18
"""Latin words are at least this many ems apart where the renderer wrote no space."""
WIDE = 0.75
"""A gap from here on (ems) is more than the quarter em, or the one space, of the renderer."""
_OPENING = frozenset("(（「『【〔［[〈《｛{“‘")
_CLOSING = frozenset(")）」』】〕］]〉》｝}、。，．,.:：;；!！?？・%％”’")


class Token(NamedTuple):
    """A visible character with the spaces the layer holds before it and the gap before it (ems)."""

    mark: Mark
    spaces: str
    gap: float


def script(character: str) -> str:
    """``J`` Japanese or full width, ``D`` digit, ``L`` other letter, ``P`` other sign."""
    code = ord(character)
    if code < 0x80:
        return "D" if character.isdigit() else "L" if character.isalpha() else "P"
    if code >= 0x2000:
        return "J"
    return "L" if character.isalpha() else "P"


def spaced_by_renderer(lines: Iterable[Sequence[Token]]) -> bool:
    """Whether nearly every border of Japanese and Latin or digits on the page holds one space."""
    borders = spaced = 0
    for tokens in lines:
        before = tokens[0].mark.text if tokens else ""
        for token in tokens:
            after = token.mark.text
            # A border has a Basic Latin character on exactly one side.
            if (before < "\x80") is not (after < "\x80") and _is_border(before, after):
                borders += 1
                spaced += token.spaces == " "
            before = after
    return borders >= 4 and spaced >= 0.8 * borders


def _is_border(before: str, after: str) -> bool:
    return script(before) + script(after) in ("JD", "DJ", "JL", "LJ")


def separators(tokens: Sequence[Token], by_renderer: bool) -> list[str]:
    """What stands before each character of a line in its text: nothing, a space, a wide space."""
    found = [
        "" if gap < WORD_GAP and not spaces else _separator(tokens, index, by_renderer)
        for index, (_, spaces, gap) in enumerate(tokens)
    ]
    found[0] = ""
    return found


def _separator(tokens: Sequence[Token], index: int, by_renderer: bool) -> str:
    spaces = tokens[index].spaces
    if "\u3000" in spaces:
        return "".join(c for c in spaces if c == "\u3000")
    return " " if _means(tokens, index, by_renderer) else ""


def _means(tokens: Sequence[Token], index: int, by_renderer: bool) -> bool:
    """Whether the gap before a character separates words."""
    token = tokens[index]
    before, after = tokens[index - 1].mark.text, token.mark.text
    kinds = script(before) + script(after)
    if "J" not in kinds:
        return _latin_words(before, after, token)
    if token.gap >= WIDE or len(token.spaces) > 1:
        return bool(token.spaces) or kinds != "JJ"
    if not token.spaces or kinds == "JJ" or before in _OPENING or after in _CLOSING:
        return False
    if by_renderer or "P" in kinds:
        return False
    return "L" in kinds or not _spaced_on_both_sides(tokens, index)


def _latin_words(before: str, after: str, token: Token) -> bool:
    if token.spaces:
        return True
    if before in _OPENING or after in _CLOSING:
        return False
    return token.gap > (2 * WORD_GAP if "D" in script(before) + script(after) else WORD_GAP)


def _spaced_on_both_sides(tokens: Sequence[Token], index: int) -> bool:
    """Whether the digits beside a space have one on their other side too, as renderers do it."""
    if script(tokens[index].mark.text) == "D":
        end = index + 1
        while end < len(tokens) and script(tokens[end].mark.text) in "DP":
            end += 1
        return end == len(tokens) or bool(tokens[end].spaces)
    start = index - 1
    while start > 0 and script(tokens[start - 1].mark.text) in "DP":
        start -= 1
    return start == 0 or bool(tokens[start].spaces)
