"""Sheets in vertical writing: columns from right to left, with figures set across them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from tests.unseen.contents import City, Pledge
from tests.unseen.drawn import BLUE, FONT, GREY, Sheet, pillar_line, track

CELL = re.compile(r"(?<![0-9.,])[0-9]{1,2}(?![0-9.,])|.")
WIDTH, HEIGHT = 842, 595


def column(sheet: Sheet, x: float, top: float, text: str, size: float) -> float:
    """A column whose left edge is ``x``, letter by letter; gives where it ends.

    One or two figures share a cell (縦中横), a stop stands in the corner of its own.
    """
    since = len(sheet.pieces)
    for cell in CELL.findall(text):
        if cell.isascii() and cell.isdigit():
            sheet.text(x + size * (0.5 - 0.28 * len(cell)), top, cell, size)
        else:
            right, up = (0.55 * size, -0.5 * size) if cell in "、。" else (0.0, 0.0)
            sheet.text(x + right, top + up, cell, size)
        top += 1.02 * size
    sheet.together(since)
    return top


def columns(sheet: Sheet, right: float, top: float, text: str, size: float, bottom: float) -> float:
    """Columns from ``right`` to the left, wrapped at ``bottom``; gives their left edge."""
    most, line = int((bottom - top) / (1.02 * size)) - 1, ""
    lines = []
    for char in text:
        if len(line) >= most and char not in "、。」）":
            lines.append(line)
            line = ""
        line += char
    for held in (*lines, line):
        right -= 1.5 * size
        column(sheet, right, top, held, size)
    return right


def _down(sheet: Sheet, city: City, pledge: Pledge, x: float, top: float, length: float) -> None:
    """A bar that fills downwards, its words above and below."""
    column(sheet, x + 3, top - 13 * len(city.start) - 6, city.start, 11)
    column(sheet, x + 3, top + length + 8, city.goal, 11)
    since = len(sheet.pieces)
    sheet.box(x, top, 16, length, GREY)
    sheet.box(x, top, 16, length * pledge.progress, BLUE)
    sheet.together(since)


def _level(sheet: Sheet, city: City, pledge: Pledge, x: float, top: float, width: float) -> None:
    """A bar that fills to the right, as on any other sheet."""
    sheet.text(x - 40, top + 2, city.start, 11)
    sheet.text(x + width + 8, top + 2, city.goal, 11)
    since = len(sheet.pieces)
    track(sheet, x, top, width, pledge.progress)
    sheet.together(since)


def open_columns(canvas: Canvas, city: City, pledge: Pledge, seed: int) -> None:
    """Headings at the top of columns of their own; the head in columns too, or level above."""
    sheet = Sheet(canvas, WIDTH, HEIGHT)
    right, top = WIDTH - 20.0, 30.0
    term = city.terms[pledge.term]
    if seed % 2:
        sheet.text(30, 20, pillar_line(city, pledge), 15)
        sheet.text(740, 20, term, 15)
        for index, line in enumerate(pledge.lines):
            sheet.text(40, 52 + 30 * index, line, 22)
        top = 64.0 + 30 * len(pledge.lines)
        sheet.text(30, top, pledge.aim, 14)
        top += 40
    else:
        right = columns(sheet, right, top, pillar_line(city, pledge), 13, HEIGHT)
        column(sheet, right, 420, term, 13)
        right -= 12
        for line in pledge.lines:
            right = columns(sheet, right, top, line, 20, HEIGHT)
        right = columns(sheet, right - 8, top, pledge.aim, 13, HEIGHT - 20)
    right = columns(sheet, right - 8, top, "○" + city.actions, 14, HEIGHT)
    for action in pledge.actions:
        right = columns(sheet, right, top + 14, "・" + action, 12, HEIGHT - 30)
    for figure in pledge.figures:
        right = columns(sheet, right, top + 26, figure, 12, HEIGHT - 30)
    right = columns(sheet, right - 8, top, "○" + city.due, 14, HEIGHT)
    right = columns(sheet, right, top + 14, pledge.due, 14, HEIGHT)
    if pledge.note:
        right = columns(sheet, right, top + 14, "※" + pledge.note, 10, HEIGHT - 30)
    heading = "○" + city.progress + city.as_of.format(day=pledge.as_of)
    right = columns(sheet, right - 8, top, heading, 14, HEIGHT)
    if seed % 3 == 2:
        _level(sheet, city, pledge, 90, top + 40, right - 160)
    else:
        _down(sheet, city, pledge, right - 40, top + 60, 260)
    if pledge.progress == 1.0:
        sheet.stamp(60, 540, city.stamp)
    sheet.done(seed)


def ruled_columns(
    canvas: Canvas, city: City, pledge: Pledge, labels: Sequence[str], seed: int
) -> None:
    """A ruled table: the label in the top cell of each column, the value in the one below."""
    sheet = Sheet(canvas, WIDTH, HEIGHT)
    column(sheet, WIDTH - 40, 40, city.form, 16)
    body = [*("・" + action for action in pledge.actions), *pledge.figures]
    due = [pledge.due, *(["※" + pledge.note] if pledge.note else [])]
    cells: list[tuple[Sequence[str], float]] = [
        ([pillar_line(city, pledge)], 34),
        ([city.terms[pledge.term]], 34),
        (pledge.lines, 24 + 18 * len(pledge.lines)),
        ([pledge.aim], 44),
        (body, 190),
        (due, 60),
        ([city.as_of.format(day=pledge.as_of).strip("（）")], 90),
    ]
    right = WIDTH - 60.0
    for label, (texts, wide) in zip(labels, cells, strict=True):
        sheet.box(right - wide, 40, wide, 90, (0.93, 0.96, 0.9), ground=True)
        sheet.box(right - wide, 130, wide, 420, ground=True)
        column(sheet, right - wide / 2 - 6, 48, label.replace(" ", ""), 11)
        at = right - 4
        for text in texts:
            at = columns(sheet, at, 138, text, 11, 545)
        right -= wide
    _down(sheet, city, pledge, right + 20, 200, 280)
    if pledge.progress == 1.0:
        sheet.stamp(40, 540, city.stamp)
    sheet.done(seed)


def headed_pairs(canvas: Canvas, city: City, beside: bool) -> None:
    """Two sheets on a page, beside or under each other, each with a level head over columns."""
    for seed in range(0, len(city.pledges), 2):
        size = (WIDTH, HEIGHT) if beside else (HEIGHT, WIDTH)
        sheet = Sheet(canvas, *size)
        for index, pledge in enumerate(city.pledges[seed : seed + 2]):
            left, top = (index * 430.0, 0.0) if beside else (0.0, index * 420.0)
            _headed(sheet, city, pledge, left + 24, left + (400 if beside else 560), top + 24)
        sheet.done(seed)


def _headed(
    sheet: Sheet, city: City, pledge: Pledge, left: float, right: float, top: float
) -> None:
    sheet.text(left, top, pillar_line(city, pledge), 12)
    sheet.text(right - 60, top, city.terms[pledge.term], 12)
    for index, line in enumerate(pledge.lines):
        sheet.text(left, top + 20 + 22 * index, line, 17)
    head = top + 26 + 22 * len(pledge.lines)
    sheet.text(left, head, pledge.aim, 12)
    top, bottom = head + 34, top + 380
    right = columns(sheet, right, top, "◎" + city.actions, 12, bottom)
    for action in pledge.actions:
        right = columns(sheet, right, top + 11, "・" + action, 10.5, bottom)
    for figure in pledge.figures:
        right = columns(sheet, right, top + 22, figure, 10.5, bottom)
    right = columns(sheet, right - 6, top, "◎" + city.due, 12, bottom)
    right = columns(sheet, right, top + 12, pledge.due, 12, bottom)
    if pledge.note:
        right = columns(sheet, right, top + 12, "※" + pledge.note, 9, bottom)
    heading = "◎" + city.progress + city.as_of.format(day=pledge.as_of)
    right = columns(sheet, right - 6, top, heading, 12, bottom)
    _down(sheet, city, pledge, right - 30, top + 40, 150)
    if pledge.progress == 1.0:
        sheet.stamp(left + 10, bottom - 20, city.stamp)


def in_a_vertical_font(data: bytes) -> bytes:
    """The PDF with its font made one for vertical writing: each string then runs downwards."""
    return data.replace(b"UniJIS-UCS2-H", b"UniJIS-UCS2-V")


def strings(canvas: Canvas, city: City, pledge: Pledge) -> None:
    """Whole columns as single strings, for a font for vertical writing."""
    canvas.setPageSize((WIDTH, HEIGHT))
    heading = "○" + city.progress + city.as_of.format(day=pledge.as_of)
    blocks = "■" * round(20 * pledge.progress) + "□" * (20 - round(20 * pledge.progress))
    texts: list[tuple[str, float, float]] = [
        (pillar_line(city, pledge), 13, 30),
        (city.terms[pledge.term], 13, 30),
        *((line, 20, 30) for line in pledge.lines),
        (pledge.aim, 13, 30),
        ("○" + city.actions, 14, 30),
        *(("・" + action, 11, 44) for action in pledge.actions),
        *((figure, 11, 55) for figure in pledge.figures),
        ("○" + city.due, 14, 30),
        (pledge.due, 14, 44),
        *((("※" + pledge.note, 10, 44),) if pledge.note else ()),
        (heading, 14, 30),
        (blocks, 14, 44),
    ]
    if pledge.progress == 1.0:
        texts.append((city.stamp, 20, 300))
    x = WIDTH - 30.0
    for text, size, top in texts:
        canvas.setFont(FONT, size)
        canvas.drawString(x, HEIGHT - top, text)
        x -= 1.6 * size
    canvas.showPage()
