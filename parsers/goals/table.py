"""The rows of a goal list, from the ruled cells of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from parsers.layout.cells import Cell, cells
from parsers.layout.model import Line, Page
from parsers.sheets.identity import pillar_names, read_term
from parsers.sheets.matching import match_heading, plain
from parsers.sheets.model import Field
from parsers.sheets.pillars import read_pillar
from parsers.sheets.roles import is_only_time
from parsers.sheets.vocabulary import SheetVocabulary

ORDER = "order"
_ROLES = frozenset({"term", "pillar", "due", "achieved", ORDER, "title"})
_FEW = 3
"""A table with fewer rows than this lists nothing, unless it names as many columns."""
_SPARE = frozenset({"actions", "aim", "progress", "other", "as_of"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by column, merged ones repeated in each row they span."""

    page: Page
    cells: dict[int, Cell]
    begins: frozenset[int]
    """Columns whose cell begins in this row."""
    section: str | None = None
    """The text of a row that is one merged cell."""


@dataclass(slots=True)
class Table:
    """The rows of one ruled table and what its columns are."""

    rows: list[Row]
    columns: dict[str, int] = field(default_factory=dict)
    terms: dict[int, str] = field(default_factory=dict)
    """Columns that each stand for a term and are marked in the rows of that term."""
    header: int = 0
    """How many rows at the top name the columns."""


def lines_of(cell: Cell | None) -> list[Line]:
    """The lines of a cell in reading order."""
    return sorted(cell.lines, key=lambda line: (line.box.top, line.box.x0)) if cell else []


def text_of(cell: Cell | None) -> str:
    """The text of a cell, its wrapped lines put together."""
    return "".join(line.text.strip() for line in lines_of(cell))


def read_tables(
    page: Page, vocabulary: SheetVocabulary, pillars: Mapping[int, str], before: Table | None
) -> list[Table]:
    """The tables of a page that list goals. A table without a header goes on with ``before``."""
    found: list[Table] = []
    for _, group in groupby(cells(page), key=lambda cell: cell.table):
        table = Table(_rows(page, list(group)))
        previous = found[-1] if found else before
        follows = previous is not None and _same_shape(table, previous)
        if len(table.rows) < 2 and not follows:
            continue
        table.header = _header_rows(table, vocabulary)
        _name_columns(table, vocabulary, pillars)
        if previous and follows and not table.header and _agree(table, previous):
            table.columns, table.terms = dict(previous.columns), dict(previous.terms)
        long = len(table.rows) - table.header >= _FEW or len(_names(table, vocabulary)) >= _FEW
        if _complete(table) and (long or previous):
            found.append(table)
    return found


def _complete(table: Table) -> bool:
    told = {str(Field.DUE), str(Field.TERM), str(Field.ACHIEVED)} & set(table.columns)
    return str(Field.TITLE) in table.columns and bool(told or table.terms)


def _agree(table: Table, before: Table) -> bool:
    """Whether what a table without names of columns holds fits the columns of the one before."""
    told = {str(Field.TERM), str(Field.DUE), str(Field.PILLAR)}
    columns = table.columns
    return all(
        before.columns.get(role, columns[role]) == columns[role] for role in told & columns.keys()
    )


def _same_shape(table: Table, before: Table) -> bool:
    def width(held: Table) -> int:
        return max(len(row.cells) for row in held.rows)

    return width(table) == width(before)


def _rows(page: Page, held: Sequence[Cell]) -> list[Row]:
    last = max(cell.row + cell.row_span for cell in held)
    wide = max(cell.column + cell.column_span for cell in held)
    rows: list[Row] = []
    for index in range(last):
        by_column: dict[int, Cell] = {}
        for cell in held:
            if cell.row <= index < cell.row + cell.row_span:
                for column in range(cell.column, cell.column + cell.column_span):
                    by_column[column] = cell
        begins = frozenset(cell.column for cell in held if cell.row == index)
        if not by_column:
            continue
        merged = len({id(cell) for cell in by_column.values()}) == 1 and wide > 1
        section = text_of(next(iter(by_column.values()))) if merged else None
        rows.append(Row(page, by_column, begins, section))
    return rows


def _header_rows(table: Table, vocabulary: SheetVocabulary) -> int:
    """How many leading rows hold at least two names of columns."""
    count = 0
    for row in table.rows[:3]:
        names = [header_field(text_of(cell), vocabulary) for cell in set_of(row)]
        if sum(name is not None for name in names) < 2:
            break
        count += 1
    return count


def set_of(row: Row) -> list[Cell]:
    """The cells of a row, each once."""
    seen: dict[int, Cell] = {id(cell): cell for cell in row.cells.values()}
    return list(seen.values())


def header_field(text: str, vocabulary: SheetVocabulary) -> str | None:
    """What the name of a column says the column is."""
    wanted = plain(text)
    if wanted in {plain(word) for word in vocabulary.goal_list.order}:
        return ORDER
    if wanted in {plain(word) for word in vocabulary.goal_list.achieved}:
        return str(Field.ACHIEVED)
    match = match_heading(text, vocabulary.headings)
    return str(match[0]) if match and match[1] == 0 else None


def _name_columns(table: Table, vocabulary: SheetVocabulary, pillars: Mapping[int, str]) -> None:
    """Find each column's role: by what its cells hold, and by its name where they do not tell."""
    named = _names(table, vocabulary)
    table.terms = _term_columns(table, vocabulary)
    body = [row for row in table.rows[table.header :] if row.section is None]
    columns = sorted({column for row in body for column in row.cells})
    held = {column: _texts(body, column) for column in columns}
    for column in columns:
        if column in table.terms:
            continue
        role = _by_content(held[column], vocabulary, pillars) or named.get(column)
        if role == Field.ACHIEVED and not _may_say_achieved(table, column, vocabulary):
            role = None
        if role and role not in table.columns and role in _ROLES:
            table.columns[role] = column
    if str(Field.TITLE) not in table.columns:
        free = [c for c in columns if c not in table.columns.values() and _is_prose(held[c])]
        free = [c for c in free if named.get(c) not in _SPARE and c not in table.terms]
        if free:
            longest = max(free, key=lambda c: sum(map(len, held[c])) / max(1, len(held[c])))
            table.columns[str(Field.TITLE)] = longest


def _term_columns(table: Table, vocabulary: SheetVocabulary) -> dict[int, str]:
    """The columns whose name is a term, where at least two terms have one."""
    found: dict[int, str] = {}
    for row in table.rows[: table.header]:
        for column, cell in row.cells.items():
            word = term_in(text_of(cell), vocabulary)
            if word is not None:
                found[column] = word
    return found if len(set(found.values())) > 1 else {}


def _may_say_achieved(table: Table, column: int, vocabulary: SheetVocabulary) -> bool:
    """Whether the name of a column, if it has one, leaves it open that its marks say achieved."""
    rows = table.rows[: table.header]
    name = plain("".join(text_of(row.cells.get(column)) for row in rows))
    return not name or any(plain(word) in name for word in vocabulary.goal_list.achieved)


def _names(table: Table, vocabulary: SheetVocabulary) -> dict[int, str]:
    named: dict[int, str] = {}
    for row in table.rows[: table.header]:
        for column, cell in row.cells.items():
            role = header_field(text_of(cell), vocabulary)
            if role:
                named[column] = role
    return named


def _texts(rows: Sequence[Row], column: int) -> list[str]:
    """What a column's cells say, each merged cell once."""
    seen: dict[int, str] = {}
    for row in rows:
        cell = row.cells.get(column)
        if cell is not None:
            seen[id(cell)] = text_of(cell)
    return [text for text in seen.values() if text]


def _by_content(
    texts: Sequence[str], vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> str | None:
    if not texts:
        return None
    known = pillar_names(pillars)
    labels = vocabulary.headings.pillar
    words = vocabulary.goal_list
    marks = {plain(mark) for mark in (*words.achieved_marks, *words.open_marks)}
    tests = (
        (str(Field.TERM), lambda text: term_in(text, vocabulary) is not None),
        (ORDER, lambda text: plain(text).strip("().-").isdigit() and len(plain(text)) <= 4),
        (str(Field.DUE), lambda text: is_only_time(text)),
        (str(Field.ACHIEVED), lambda text: plain(text) in marks),
        (
            str(Field.PILLAR),
            lambda text: plain(text) in known or read_pillar(text, labels, pillars) is not None,
        ),
    )
    scores = {role: sum(map(test, texts)) / len(texts) for role, test in tests}
    role, share = max(scores.items(), key=lambda held: held[1])
    return role if share >= 0.6 else None


def _is_prose(texts: Sequence[str]) -> bool:
    if not texts:
        return False
    return Counter(len(text) >= 4 for text in texts)[True] >= 0.6 * len(texts)


def term_in(text: str, vocabulary: SheetVocabulary) -> str | None:
    """The term that a cell names, perhaps with years behind it: 短期（令和5年度まで）."""
    head = plain(text).split("(")[0].split("【")[0].strip("[]【】■○◎")
    for word in sorted(vocabulary.terms, key=len, reverse=True):
        rest = head.removeprefix(plain(word))
        if rest != head and (not rest or is_only_time(rest) or rest in ("目標", "公約", "達成")):
            return word
    return _exact(text, vocabulary)


def _exact(text: str, vocabulary: SheetVocabulary) -> str | None:
    if read_term(text, vocabulary) is None:
        return None
    return next(w for w in vocabulary.terms if plain(w) in plain(text))
