"""The sheets as landscape slides, one pledge a page."""

from dataclasses import dataclass

from samples.build.art import Box, photo, progress, scene, stamp
from samples.build.content import TERM_RAW, FigureTable, Pledge, reiwa_date
from samples.build.pen import Pen

SHEET_HEADING = "市長公約実施目標シート"
_LEFT = 34.0
_TEXT_WIDTH = 498.0
_PICTURE = Box(556, 192, 252, 166)
_BOTTOM_HEADING = 474.0


@dataclass(frozen=True)
class Theme:
    """The colours of a pillar: the band, its accent, and the ground of the title box."""

    band: str
    accent: str
    ground: str


THEMES = {
    "teal": Theme("#1d5b5f", "#23807f", "#e1f1ef"),
    "orange": Theme("#a4501c", "#c2691f", "#fdf0e0"),
    "green": Theme("#2f6b3a", "#3b8247", "#e8f3e6"),
    "navy": Theme("#26426f", "#365c99", "#e6ecf6"),
    "plum": Theme("#5f2f5c", "#84487f", "#f4e9f3"),
}


def draw(pen: Pen, pledge: Pledge, pillar_label: str, theme: Theme, photographs: bool) -> None:
    """One sheet on the pen's current page."""
    _head(pen, pledge, pillar_label, theme)
    top = _aim(pen, pledge, theme)
    pen.text(_LEFT, top, f"{pledge.circle}{pledge.what}", 15, theme.band, bold=True)
    top = _body(pen, pledge, top + 24)
    _picture(pen, pledge, photographs)
    # Slides keep their boxes where they were first drawn: the stamp comes before the due date
    # on some, after the bar on others.
    early_stamp = len(pledge.key) % 2 == 0
    if pledge.achieved and early_stamp:
        stamp(pen, 690, 404)
    _due(pen, pledge, max(top + 8, 388.0), theme)
    _progress(pen, pledge, theme)
    if pledge.achieved and not early_stamp:
        stamp(pen, 690, 404)


def _head(pen: Pen, pledge: Pledge, pillar_label: str, theme: Theme) -> None:
    pen.rect(0, 0, pen.width, 42, fill=theme.band)
    pen.text(18, 11, SHEET_HEADING, 20, "#ffffff", bold=True)
    pen.text(24, 54, pillar_label, 15, theme.band, bold=True)
    pen.rect(694, 50, 124, 30, fill=theme.accent, radius=5)
    pen.text(756, 56, TERM_RAW[pledge.term], 18, "#ffffff", bold=True, align="center")
    pen.rect(23, 91, 800, 72, fill="#c9c9c9")
    pen.rect(20, 88, 800, 72, fill=theme.ground, stroke=theme.accent, line=1.4)
    size = 27 if len(pledge.title) == 1 else 24
    top = 124 - len(pledge.title) * size * 1.2 / 2 + size * 0.1
    for line in pledge.title:
        pen.text(36, top, line, size, "#111111", bold=True)
        top += size * 1.2


def _aim(pen: Pen, pledge: Pledge, theme: Theme) -> float:
    top = 170.0
    for line in pledge.aim:
        pen.text(_LEFT, top, line, 15, theme.accent, bold=True)
        top += 20
    return top + 8


def _body(pen: Pen, pledge: Pledge, top: float) -> float:
    for action in pledge.actions:
        top = pen.paragraph(_LEFT + 16, top, action, _TEXT_WIDTH, 14.6, leading=1.36)
    for line in pledge.metrics:
        pen.text(_LEFT + 16, top + 2, line.text, 15)
        top += 21
    if pledge.table:
        top = figure_table(pen, pledge.table, _LEFT + 18, top + 6)
    return top


def figure_table(pen: Pen, table: FigureTable, x: float, top: float) -> float:
    """The small ruled table of yearly figures; returns where it ends."""
    widths = [132.0] + [92.0] * len(table.columns)
    rows = [("", *table.columns)]
    rows += [(r.item, *(f"{value:g}{r.unit}" for value in r.values)) for r in table.rows]
    for number, row in enumerate(rows):
        left = x
        for width, words in zip(widths, row, strict=True):
            fill = "#efefef" if number == 0 or left == x else "#ffffff"
            pen.rect(left, top, width, 22, fill=fill, stroke="#777777", line=0.6)
            if words:
                pen.text(left + width / 2, top + 5, words, 12.5, align="center")
            left += width
        top += 22
    return top


def _picture(pen: Pen, pledge: Pledge, photographs: bool) -> None:
    seed = sum(ord(mark) for mark in pledge.key)
    if photographs:
        pen.image(photo(seed), _PICTURE.x, _PICTURE.top, _PICTURE.width, _PICTURE.height)
    else:
        scene(pen, _PICTURE, seed)


def _due(pen: Pen, pledge: Pledge, top: float, theme: Theme) -> None:
    pen.text(_LEFT, top, f"{pledge.circle}{pledge.when}", 15, theme.band, bold=True)
    pen.text(_LEFT + 24, top + 24, pledge.due_raw, 18, "#111111", bold=True)
    if pledge.due_note:
        pen.text(_LEFT + 24, top + 52, f"※{pledge.due_note}", 12)


def _progress(pen: Pen, pledge: Pledge, theme: Theme) -> None:
    assert pledge.as_of is not None
    heading = f"{pledge.circle}{pledge.now}({reiwa_date(pledge.as_of)}現在)"
    pen.text(_LEFT, _BOTTOM_HEADING, heading, 15, theme.band, bold=True)
    progress(pen, pledge.bar, Box(112, 516, 610, 30), pledge.progress)
