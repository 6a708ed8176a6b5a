"""The texts of the tables that are searched for names and keywords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.resolve.tables import Rows
from schemas.records import Meeting, Sheet, SheetAction


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it stands, and the day on which it speaks.

    ``part`` is title, aim or action for the texts of the sheet ``sheet_id``, else empty.
    """

    table: str
    row_id: str
    field: str
    text: str
    context: date | None
    sheet_id: str = ""
    part: str = ""


def texts_of(rows: Rows) -> Iterator[Text]:
    """Titles, aims and actions of sheets, then the texts of meetings."""
    days: dict[str, date | None] = {}
    for row in rows["sheets"]:
        if isinstance(row, Sheet):
            days[row.sheet_id] = row.as_of_date
            for part, text in (("title", row.title), ("aim", row.aim)):
                if text:
                    id_, day = row.sheet_id, row.as_of_date
                    yield Text("sheets", id_, part, text, day, id_, part)
    for row in rows["sheet_actions"]:
        if isinstance(row, SheetAction) and row.text:
            row_id, day = f"{row.sheet_id}/{row.order}", days.get(row.sheet_id)
            yield Text("sheet_actions", row_id, "text", row.text, day, row.sheet_id, "action")
    for row in rows["meetings"]:
        if isinstance(row, Meeting) and row.text:
            yield Text("meetings", row.meeting_id, "text", row.text, row.held_on)
