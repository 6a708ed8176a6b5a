"""Records of pledge sheets and goal lists as one document says them."""

from __future__ import annotations

from datetime import date

from schemas.enums import ActionKind, Term
from schemas.records.base import Record


class Sheet(Record, frozen=True, kw_only=True):
    """One pledge sheet as read from one document."""

    sheet_id: str
    document_id: str
    pledge_id: str | None = None
    page: int | None = None
    order: int
    pillar_number: int | None = None
    pillar_name: str | None = None
    pillar_name_kana: str | None = None
    term: Term | None = None
    term_raw: str | None = None
    title: str | None = None
    title_kana: str | None = None
    aim: str | None = None
    due_raw: str | None = None
    due_fiscal_year: int | None = None
    due_date: date | None = None
    due_note: str | None = None
    as_of_raw: str | None = None
    as_of_date: date | None = None
    achieved: bool | None = None
    progress_ratio: float | None = None
    confidence: float | None = None


class SheetAction(Record, frozen=True, kw_only=True):
    """One paragraph of what a sheet says is to be done."""

    sheet_id: str
    order: int
    kind: ActionKind
    text: str


class SheetKeyword(Record, frozen=True, kw_only=True):
    """A keyword of a sheet, best first."""

    sheet_id: str
    rank: int
    keyword: str
    score: float


class Metric(Record, frozen=True, kw_only=True):
    """One figure published inside a sheet."""

    sheet_id: str
    line: int
    order: int
    label_raw: str | None = None
    fiscal_year: int | None = None
    item: str | None = None
    value: float
    unit: str
    as_of_date: date | None = None
    text_raw: str


class Goal(Record, frozen=True, kw_only=True):
    """A row of a published goal list."""

    document_id: str
    order: int
    page: int | None = None
    term: Term | None = None
    pillar_number: int | None = None
    title: str
    due_raw: str | None = None
    due_fiscal_year: int | None = None
    achieved: bool | None = None
    pledge_id: str | None = None
