"""Evidence rows: where a value stands, what stands there, how it was read and how surely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from msgspec.structs import replace

from parsers.layout.model import Box
from parsers.sheets.geometry import union
from parsers.sheets.model import Fragment
from parsers.sheets.paragraphs import joined_raw
from schemas.enums import Method
from schemas.records import Evidence

READ = 0.98
"""Confidence in text that a heading names and that was read letter for letter."""
PLACED = 0.95
"""Confidence in text known by its place alone where nothing else could stand there."""
DOUBTFUL = 0.7
"""Confidence in text that could also belong elsewhere; it always comes with an issue."""


@dataclass(slots=True)
class Evidences:
    """The evidence of one sheet as it is gathered."""

    row_id: str
    document_id: str
    rows: list[Evidence] = field(default_factory=list)

    def of_text(
        self,
        name: str,
        fragments: Sequence[Fragment],
        confidence: float = READ,
        note: str | None = None,
        table: str = "sheets",
        order: int = 1,
    ) -> None:
        """Evidence of a value that stands in ``fragments``: one row for each page they are on."""
        for page, on_page in groupby(fragments, key=lambda held: held.page):
            held = list(on_page)
            boxes = [fragment.box for fragment in held if fragment.box is not None]
            self.of_place(
                name,
                page,
                union(boxes) if boxes else None,
                joined_raw(held),
                held[0].method,
                min(confidence, *(fragment.confidence for fragment in held)),
                note,
                table,
                order,
            )

    def of_place(
        self,
        name: str,
        page: int | None,
        box: Box | None,
        text: str | None,
        method: Method,
        confidence: float,
        note: str | None = None,
        table: str = "sheets",
        order: int = 1,
    ) -> None:
        """Evidence of a value that stands in a box, or was concluded from what does."""
        x0, top, x1, bottom = box or (None, None, None, None)
        self.rows.append(
            Evidence(
                table=table,
                row_id=self.row_id,
                field=name,
                order=order,
                document_id=self.document_id,
                page=page,
                x0=_rounded(x0),
                top=_rounded(top),
                x1=_rounded(x1),
                bottom=_rounded(bottom),
                text_raw=text,
                method=method,
                confidence=round(confidence, 3),
                note=note,
            )
        )

    def lower(self, most: float, concerned: Callable[[Evidence], bool]) -> None:
        """Be no surer than ``most`` of the rows concerned."""
        self.rows = [
            replace(row, confidence=min(most, row.confidence)) if concerned(row) else row
            for row in self.rows
        ]

    def text_of(self, name: str) -> str:
        """What stands where a field of the sheet was read, letter for letter."""
        held = [row.text_raw for row in self.rows if row.field == name and row.table == "sheets"]
        return "".join(text for text in held if text)

    def confidence_of(self, name: str) -> float | None:
        """The lowest confidence in a field, None where it has no evidence."""
        held = [row.confidence for row in self.rows if row.field == name and row.table == "sheets"]
        return min(held) if held else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
