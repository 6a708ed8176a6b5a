"""The sheets of one pillar as ruled tables on portrait pages, one pledge a page."""

from samples.build.art import Box, progress, scene, stamp
from samples.build.content import TERM_RAW, Pledge, reiwa_date
from samples.build.pen import Pen
from samples.build.slide import SHEET_HEADING, Theme

PORTRAIT = (595.28, 841.89)
_X, _LABEL, _WIDTH = 44.0, 118.0, 507.0
_ROWS = {"pillar": 34.0, "term": 34.0, "title": 58.0, "aim": 52.0, "what": 296.0, "when": 76.0}
_NOW_HEIGHT = 132.0


def draw(pen: Pen, pledge: Pledge, pillar_label: str, theme: Theme) -> None:
    """One sheet on the pen's current page."""
    pen.text(pen.width / 2, 44, SHEET_HEADING, 20, "#111111", bold=True, align="center")
    pen.rect(_X, 74, _WIDTH, 2.2, fill=theme.band)
    top = 88.0
    contents = {
        "pillar": ("公約の柱", pillar_label),
        "term": ("目標区分", TERM_RAW[pledge.term]),
        "title": ("公約名", pledge.full_title),
        "aim": ("ねらい", "".join(pledge.aim)),
        "what": (pledge.what, ""),
        "when": (pledge.when, pledge.due_raw),
    }
    for row, (label, words) in contents.items():
        _row(pen, label, top, _ROWS[row], theme)
        _words(pen, row, words, top, _ROWS[row])
        if row == "what":
            _body(pen, pledge, top)
        if row == "when" and pledge.due_note:
            note = f"※{pledge.due_note}"
            pen.paragraph(_X + _LABEL + 12, top + 42, note, _WIDTH - _LABEL - 20, 11)
        top += _ROWS[row]
    _now(pen, pledge, top, theme)
    if pledge.achieved:
        stamp(pen, _X + _WIDTH - 96, top - 34)


def _row(pen: Pen, label: str, top: float, height: float, theme: Theme) -> None:
    pen.rect(_X, top, _LABEL, height, fill=theme.ground, stroke="#555555", line=0.9)
    pen.rect(_X + _LABEL, top, _WIDTH - _LABEL, height, stroke="#555555", line=0.9)
    pen.text(_X + 8, top + height / 2 - 7, label, 13, theme.band, bold=True)


def _words(pen: Pen, row: str, words: str, top: float, height: float) -> None:
    if not words:
        return
    size = {"title": 17.0, "when": 16.0}.get(row, 13.0)
    bold = row in ("title", "when", "term")
    start = top + 12 if row == "when" else top + height / 2 - size * 0.55
    pen.paragraph(_X + _LABEL + 12, start, words, _WIDTH - _LABEL - 24, size, bold=bold)


def _body(pen: Pen, pledge: Pledge, top: float) -> None:
    left, width = _X + _LABEL + 12, _WIDTH - _LABEL - 24
    line = top + 12
    for action in pledge.actions:
        line = pen.paragraph(left, line, action, width, 13, leading=1.45)
    for metric in pledge.metrics:
        line = pen.paragraph(left, line + 3, metric.text, width, 13)
    scene(pen, Box(left + 40, top + 154, 290, 130), sum(ord(mark) for mark in pledge.key))


def _now(pen: Pen, pledge: Pledge, top: float, theme: Theme) -> None:
    assert pledge.as_of is not None
    pen.rect(_X, top, _WIDTH, _NOW_HEIGHT, stroke="#555555", line=0.9)
    heading = f"{pledge.now}({reiwa_date(pledge.as_of)}現在)"
    pen.text(_X + 8, top + 12, heading, 13, theme.band, bold=True)
    progress(pen, pledge.bar, Box(_X + 66, top + 62, _WIDTH - 132, 26), pledge.progress)
