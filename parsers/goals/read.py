"""Reading a goal list (達成目標一覧表): pledges by term and pillar in a ruled table over pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parsers.goals.table import Row, Table, lines_of, read_tables, term_in, text_of
from parsers.layout.cells import Cell
from parsers.layout.model import Line, Page
from parsers.sheets.coverage import page_reading
from parsers.sheets.evidence import READ, Evidences
from parsers.sheets.frames import page_fragments
from parsers.sheets.matching import plain
from parsers.sheets.model import Field, Fragment
from parsers.sheets.paragraphs import joined, joined_raw
from parsers.sheets.pillars import number_of, numeral, read_numeral_line, read_pillar
from parsers.sheets.times import read_due
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method, Severity, Term
from schemas.records import Evidence, Goal, Issue, PageReading

_TOP = 0.35
"""The name of the list stands in this upper share of a page."""


@dataclass(slots=True)
class GoalsReading:
    """The rows of a goal list with their evidence, the page rows and what is doubtful."""

    title: str | None = None
    goals: list[Goal] = field(default_factory=list)
    pages: list[PageReading] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def announced_as(pages: Sequence[Page], vocabulary: SheetVocabulary) -> str | None:
    """The title of a goal list, if the head of one of the first pages says that it is one."""
    names = [plain(word) for word in vocabulary.goal_list.announcements]
    for page in pages[:2]:
        for line in page.lines:
            if line.box.top > _TOP * page.height or len(line.text) > 40:
                continue
            if any(plain(line.text).endswith(name) or name in plain(line.text) for name in names):
                return line.text
    return None


def read_goals(
    pages: Sequence[Page],
    document_id: str,
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
) -> GoalsReading | None:
    """The goals of a document, or None where it announces no goal list or has no such table."""
    title = announced_as(pages, vocabulary)
    if title is None:
        return None
    reader = _GoalReader(document_id, vocabulary, pillars)
    for page in pages:
        reader.read_page(page)
    if not reader.reading.goals:
        return None
    reader.reading.title = title
    return reader.reading


@dataclass(slots=True)
class _Carried:
    """What merged cells and section rows say of the rows after them, over pages too."""

    term: tuple[Term, Cell | None] | None = None
    pillar: tuple[int, Cell | None] | None = None


class _GoalReader:
    def __init__(
        self, document_id: str, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
    ) -> None:
        self.document_id = document_id
        self.vocabulary = vocabulary
        self.pillars = pillars
        self.reading = GoalsReading()
        self.carried = _Carried()
        self.before: Table | None = None
        self.used: set[int] = set()

    def read_page(self, page: Page) -> None:
        """The goals of one page, and the row that says how it was read."""
        self.used = set()
        tables = read_tables(page, self.vocabulary, self.pillars, self.before)
        for table in tables:
            self._sections_above(page, table)
            for row in table.rows[: table.header]:
                self._use(*row.cells.values())
            for row in table.rows[table.header :]:
                self._row(table, row)
            self.before = table
        fragments = page_fragments(page).fragments
        inside = {line.box for table in tables for line in self._lines(table)}
        used = [held for held in fragments if held.box in inside]
        loose = [held for held in fragments if held.box not in inside]
        self.reading.pages.append(
            page_reading(
                self.document_id,
                page.number,
                used,
                loose,
                0,
                Method(page.method),
                page.health,
                page.reason,
            )
        )

    def _lines(self, table: Table) -> list[Line]:
        return [
            line
            for row in table.rows
            for cell in row.cells.values()
            if id(cell) in self.used
            for line in cell.lines
        ]

    def _use(self, *held: Cell | None) -> None:
        self.used |= {id(cell) for cell in held if cell is not None}

    def _sections_above(self, page: Page, table: Table) -> None:
        """Headings between tables (【中期】, 公約Ⅱ …) hold for the rows of the table below."""
        top = min(cell.box.top for cell in table.rows[0].cells.values())
        above = [line for line in page.lines if line.box.bottom <= top + 1]
        for line in sorted(above, key=lambda held: held.box.top):
            if len(line.text) <= 40:
                self._section(line.text, None)

    def _section(self, text: str, cell: Cell | None) -> bool:
        term = term_in(text, self.vocabulary)
        if term is not None:
            self.carried.term = (self.vocabulary.terms[term], cell)
        number = self._pillar_number(text)
        if number is not None:
            self.carried.pillar = (number, cell)
        return term is not None or number is not None

    def _row(self, table: Table, row: Row) -> None:
        if row.section is not None:
            if self._section(row.section, next(iter(row.cells.values()))):
                self._use(*row.cells.values())
            return
        self._carry(table, row)
        column = table.columns[str(Field.TITLE)]
        cell = row.cells.get(column)
        title = text_of(cell)
        if cell is None or (column not in row.begins and cell.column != column) or not title:
            return
        if cell.row != min(c.row for c in row.cells.values() if c is cell) or not self._new(cell):
            return
        self._goal(table, row, cell, title)

    def _new(self, cell: Cell) -> bool:
        return id(cell) not in self.used

    def _carry(self, table: Table, row: Row) -> None:
        term = row.cells.get(table.columns.get(str(Field.TERM), -1))
        word = term_in(text_of(term), self.vocabulary) if term else None
        if word is not None:
            self.carried.term = (self.vocabulary.terms[word], term)
            self._use(term)
        if table.terms:
            self._marked_term(table, row)
        pillar = row.cells.get(table.columns.get(str(Field.PILLAR), -1))
        number = self._pillar_number(text_of(pillar)) if pillar else None
        if number is not None:
            self.carried.pillar = (number, pillar)
            self._use(pillar)

    def _marked_term(self, table: Table, row: Row) -> None:
        """The term whose column is marked in a row; none where not exactly one is."""
        marks = {plain(mark) for mark in self.vocabulary.goal_list.achieved_marks}
        cells = [(word, row.cells.get(column)) for column, word in table.terms.items()]
        marked = [(word, cell) for word, cell in cells if plain(text_of(cell)) in marks]
        self.carried.term = None
        if len(marked) == 1:
            word, cell = marked[0]
            self.carried.term = (self.vocabulary.terms[word], cell)
            self._use(cell)

    def _pillar_number(self, text: str) -> int | None:
        if not text:
            return None
        labels = self.vocabulary.headings.pillar
        pillar = read_pillar(text, labels, self.pillars) or read_numeral_line(text)
        if pillar is not None:
            return pillar.number
        leading = re.match(r"^[0-9０-９]{1,2}(?=[\s.．、　]*\D)|^[①-⑳]", text)
        return (
            number_of(text, self.pillars)
            or numeral(text)
            or (numeral(leading.group()) if leading else None)
        )

    def _goal(self, table: Table, row: Row, cell: Cell, title: str) -> None:
        order = len(self.reading.goals) + 1
        due_cell = row.cells.get(table.columns.get(str(Field.DUE), -1))
        due = read_due(_fragments(due_cell, row.page), self.vocabulary)
        mark = row.cells.get(table.columns.get(str(Field.ACHIEVED), -1))
        number = row.cells.get(table.columns.get("order", -1))
        achieved = self._achieved(text_of(mark), order, row) if mark is not None else None
        goal = Goal(
            document_id=self.document_id,
            order=order,
            page=row.page.number,
            term=self.carried.term[0] if self.carried.term else None,
            pillar_number=self.carried.pillar[0] if self.carried.pillar else None,
            title=joined(_fragments(cell, row.page)),
            due_raw=joined(due.raw) or None,
            due_fiscal_year=due.fiscal_year,
            achieved=achieved,
        )
        self._use(cell, due_cell, mark, number)
        self.reading.goals.append(goal)
        self._evidence(goal, row, cell, due.raw, mark)
        if due.rule in ("sheet.due_unreadable", "sheet.due_impossible", "sheet.due_ambiguous"):
            self._issue("goal.due_unreadable", goal, "due_raw", goal.due_raw)
        if goal.term is None:
            self._issue("goal.term_missing", goal, "term", title)
        if goal.pillar_number is None:
            self._issue("goal.pillar_missing", goal, "pillar_number", title)

    def _achieved(self, text: str, order: int, row: Row) -> bool | None:
        words = self.vocabulary.goal_list
        wanted = plain(text)
        if wanted in {plain(mark) for mark in words.achieved_marks}:
            return True
        if not wanted or wanted in {plain(mark) for mark in words.open_marks}:
            return False
        self._issue("goal.achieved_unreadable", None, "achieved", text, order, row.page.number)
        return None

    def _evidence(
        self,
        goal: Goal,
        row: Row,
        title: Cell,
        due: Sequence[Fragment],
        mark: Cell | None,
    ) -> None:
        held = Evidences(f"{self.document_id}/{goal.order}", self.document_id)
        page = row.page
        held.of_text("title", _fragments(title, page), READ, None, "goals")
        for name in ("due_raw", "due_fiscal_year"):
            held.of_text(name, due, READ, None, "goals")
        if goal.achieved is not None and mark is not None:
            text = joined_raw(_fragments(mark, page))
            note = None if text else "the cell is empty"
            method = Method(page.method)
            held.of_place("achieved", page.number, mark.box, text, method, READ, note, "goals")
        for name, carried in (("term", self.carried.term), ("pillar_number", self.carried.pillar)):
            if carried is not None:
                cell = carried[1]
                same = cell is not None and cell in row.cells.values()
                box = cell.box if cell is not None and same else None
                note = None if same else "from a merged cell or a heading before this row"
                held.of_place(
                    name,
                    page.number,
                    box,
                    joined_raw(_fragments(cell, page)) or None,
                    Method(page.method),
                    READ if same else 0.9,
                    note,
                    "goals",
                )
        self.reading.evidence.extend(held.rows)

    def _issue(
        self,
        rule: str,
        goal: Goal | None,
        name: str,
        text: str | None,
        order: int | None = None,
        page: int | None = None,
    ) -> None:
        ja, en = _MESSAGES[rule]
        number = goal.order if goal else order
        self.reading.issues.append(
            Issue(
                rule=rule,
                severity=Severity.WARNING,
                table="goals",
                row_id=f"{self.document_id}/{number}",
                field=name,
                document_id=self.document_id,
                page=goal.page if goal else page,
                message_ja=ja.format(order=number, text=text or ""),
                message_en=en.format(order=number, text=text or ""),
                text_raw=text,
            )
        )


_MESSAGES = {
    "goal.due_unreadable": (
        "一覧の{order}番目の達成目標「{text}」を時期として読み取れません。",
        "The target “{text}” of row {order} cannot be read as one time.",
    ),
    "goal.term_missing": (
        "一覧の{order}番目「{text}」の期間の区分が分かりません。",
        "The term of row {order} “{text}” cannot be told.",
    ),
    "goal.pillar_missing": (
        "一覧の{order}番目「{text}」の柱が分かりません。",
        "The pillar of row {order} “{text}” cannot be told.",
    ),
    "goal.achieved_unreadable": (
        "一覧の{order}番目の達成欄「{text}」を判定できません。",
        "The achievement mark “{text}” of row {order} is not known.",
    ),
}


def _fragments(cell: Cell | None, page: Page) -> list[Fragment]:
    return [
        Fragment(
            text=line.text,
            page=page.number,
            box=line.box,
            size=line.size,
            glyphs=line.glyphs if len(line.glyphs) == len(line.text) else (),
            method=Method(line.method),
            confidence=line.confidence,
        )
        for line in lines_of(cell)
    ]
