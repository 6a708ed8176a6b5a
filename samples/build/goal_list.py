"""達成目標一覧表: every pledge by term and pillar, a ruled table with merged cells."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from samples.build.content import TERM_RAW, Content, Edition, Pledge, reiwa_date, reiwa_year
from samples.build.ledger import PORTRAIT
from samples.build.pen import Pen, wrap

ROWS_ON_PAGE = 18
_X = 36.0
_COLUMNS = (
    ("達成時期", 56.0),
    ("分野", 160.0),
    ("公約", 203.0),
    ("達成目標", 68.0),
    ("達成", 36.0),
)
_ROW_HEIGHT = 36.0
_HEADER = "#3d5a80"


@dataclass(frozen=True)
class Goal:
    """One row of the list as printed; `due` may differ from the sheet's on purpose."""

    pledge: Pledge
    due: int
    page: int
    order: int

    @property
    def due_raw(self) -> str:
        return f"{reiwa_year(self.due)}度"


def goals(content: Content, edition: Edition) -> list[Goal]:
    """The rows of the edition's list: by term, then pillar, in the order of the sheets."""
    other_due = {entry["key"]: entry["due"] for entry in content.differences["goal_overrides"]}
    terms = list(TERM_RAW)
    ordered = sorted(edition.pledges, key=lambda p: (terms.index(p.term), p.pillar))
    return [
        Goal(p, other_due.get(p.key, p.due), index // ROWS_ON_PAGE + 1, index + 1)
        for index, p in enumerate(ordered)
    ]


def build(content: Content, edition: Edition) -> bytes:
    """The list as a PDF."""
    pen = Pen("達成目標一覧表", content.city["department"], PORTRAIT, creator="Misumi Sheets")
    for page, rows in groupby(goals(content, edition), key=lambda goal: goal.page):
        if page > 1:
            pen.page_break()
        _page(pen, content, edition, list(rows))
    return pen.close()


def _page(pen: Pen, content: Content, edition: Edition, rows: list[Goal]) -> None:
    pen.text(pen.width / 2, 34, "市長公約 達成目標一覧表", 18, bold=True, align="center")
    pen.text(
        _X + sum(width for _, width in _COLUMNS),
        62,
        f"{reiwa_date(edition.reflected_until)}本部会議の結果まで反映",
        10,
        align="right",
    )
    top = _header(pen, 80)
    _merged(pen, top, rows, 0, lambda goal: TERM_RAW[goal.pledge.term])
    _merged(pen, top, rows, 1, lambda goal: _pillar_words(content, goal))
    for goal in rows:
        _cell(pen, 2, top, 1, goal.pledge.full_title, align="left")
        _cell(pen, 3, top, 1, goal.due_raw)
        _cell(pen, 4, top, 1, "○" if goal.pledge.achieved else "")
        top += _ROW_HEIGHT
    pen.text(_X, top + 8, "※「達成」の○は、本部会議で達成を確認した公約です。", 10)
    pen.text(pen.width / 2, 812, f"{rows[0].page} / 2", 10, align="center")


def _pillar_words(content: Content, goal: Goal) -> str:
    number = goal.pledge.pillar
    return f"{number} {content.pillar(number)['name']}"


def _header(pen: Pen, top: float) -> float:
    left = _X
    for words, width in _COLUMNS:
        pen.rect(left, top, width, 26, fill=_HEADER, stroke="#333333", line=0.8)
        pen.text(left + width / 2, top + 7, words, 11, "#ffffff", bold=True, align="center")
        left += width
    return top + 26


def _merged(
    pen: Pen, top: float, rows: list[Goal], column: int, words_of: Callable[[Goal], str]
) -> None:
    """Cells of one column, joined downwards where term and words stay the same."""
    for (_, words), group in groupby(rows, key=lambda goal: (goal.pledge.term, words_of(goal))):
        count = len(list(group))
        _cell(pen, column, top, count, words)
        top += count * _ROW_HEIGHT


def _cell(pen: Pen, column: int, top: float, span: int, words: str, align: str = "center") -> None:
    left = _X + sum(width for _, width in _COLUMNS[:column])
    width, height = _COLUMNS[column][1], span * _ROW_HEIGHT
    pen.rect(left, top, width, height, stroke="#333333", line=0.8)
    if not words:
        return
    size = 10.5
    lines = wrap(words, width - 10, size)
    start = top + height / 2 - len(lines) * size * 1.3 / 2
    for index, line in enumerate(lines):
        x = left + (width / 2 if align == "center" else 6)
        pen.text(x, start + index * size * 1.3, line, size, align=align)
