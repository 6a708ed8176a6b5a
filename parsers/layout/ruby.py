"""Ruby taken out of the lines: small kana beside a base line are its reading, not its text.

Geometry after JLREQ 3.3 (ruby at half the base size, above horizontal, right of vertical lines).
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from parsers.layout.model import Box, Dropped, Glyph, Line

SMALL = 0.62
"""Ruby is at most this share of its base's size."""
NEAR = 0.45
"""Ruby ends within this many base ems of where its base begins."""


class Separated(NamedTuple):
    """Lines with their readings, and the ruby that was taken out."""

    lines: list[Line]
    dropped: list[Dropped]


def separate_ruby(lines: list[Line]) -> Separated:
    """Find the base of every small line of kana; those without one stay lines."""
    sizes = {line.size for line in lines}
    if not sizes or min(sizes) > SMALL * max(sizes):
        return Separated(lines, [])
    limit = SMALL * max(sizes)
    small = [x for x in lines if x.size <= limit and x.angle == 0 and _is_kana(x.text)]
    readings: dict[int, list[Line]] = {}
    taken: set[int] = set()
    for ruby in small:
        at = next((i for i, base in enumerate(lines) if _is_base(base, ruby)), None)
        if at is not None:
            readings.setdefault(at, []).append(ruby)
            taken.add(id(ruby))
    kept = [
        replace(line, ruby=_reading(line, readings[at])) if at in readings else line
        for at, line in enumerate(lines)
        if id(line) not in taken
    ]
    dropped = [Dropped(line.raw, line.box, "ruby") for line in small if id(line) in taken]
    return Separated(kept, dropped)


def _is_kana(text: str) -> bool:
    return all("ぁ" <= c <= "ヿ" or c in "\u3000 ・" for c in text)


def _is_base(base: Line, ruby: Line) -> bool:
    if base.angle or base.vertical != ruby.vertical or ruby.size > SMALL * base.size:
        return False
    distance = ruby.box.x0 - base.box.x1 if base.vertical else base.box.top - ruby.box.bottom
    if not -NEAR * base.size <= distance <= NEAR * base.size:
        return False
    start, end = _span(ruby.box, base.vertical)
    first, last = _span(base.box, base.vertical)
    inside = min(end, last) - max(start, first)
    return inside >= 0.8 * (end - start) and any("一" <= g.text <= "龥" for g in base.glyphs)


def _span(box: Box, vertical: bool) -> tuple[float, float]:
    return (box.top, box.bottom) if vertical else (box.x0, box.x1)


def _reading(base: Line, rubies: list[Line]) -> str:
    """The base text with every covered stretch replaced by the ruby over it."""
    small = sorted(
        (glyph for ruby in rubies for glyph in ruby.glyphs),
        key=lambda glyph: _span(glyph.box, base.vertical),
    )
    covered = _covered(base, rubies)
    out: list[str] = []
    at = 0
    while at < len(base.glyphs):
        end = at
        while end < len(base.glyphs) and covered[end]:
            end += 1
        if end == at:
            out.append(base.glyphs[at].text)
            at += 1
            continue
        out.append(_over(base.glyphs[at:end], small, base.vertical))
        at = end
    return "".join(out)


def _covered(base: Line, rubies: list[Line]) -> list[bool]:
    """Which base characters ruby stands over; kana have none, so they part two words."""
    spans = [_span(ruby.box, base.vertical) for ruby in rubies]
    covered = []
    for glyph in base.glyphs:
        start, end = _span(glyph.box, base.vertical)
        overlap = max(min(end, b) - max(start, a) for a, b in spans)
        covered.append(overlap > 0.25 * (end - start) and not _is_kana(glyph.text))
    return covered


def _over(stretch: tuple[Glyph, ...], small: list[Glyph], vertical: bool) -> str:
    start = _span(stretch[0].box, vertical)[0]
    end = _span(stretch[-1].box, vertical)[1]
    margin = 0.5 * stretch[0].size
    return "".join(
        glyph.text
        for glyph in small
        if start - margin <= sum(_span(glyph.box, vertical)) / 2 <= end + margin
    )
