"""From the draft of a sheet to its record, paragraphs, figures, evidence and issues."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from parsers.progress.model import Progress, Stamp
from parsers.sheets.evidence import DOUBTFUL, PLACED, READ, Evidences
from parsers.sheets.figures import FigureLine, metric, place, table_lines, written_line
from parsers.sheets.identity import read_identity
from parsers.sheets.issues import issue
from parsers.sheets.matching import plain
from parsers.sheets.metrics import is_figure_line
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.paragraphs import Paragraph, as_rows, joined, split_paragraphs
from parsers.sheets.times import read_as_of, read_due, values_in
from parsers.sheets.unsure import UNSURE, Misfit, lacking_fields, misfits
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.yearly import find_table
from schemas.enums import Method
from schemas.parsed import ParsedSheet
from schemas.records import Evidence, Issue, Metric, Sheet, SheetAction

FULL = 0.97
"""A graphic at least this full says that the pledge is achieved."""


def sheet_id_of(document_id: str, order: int) -> str:
    """The id of a sheet: the first 16 hex digits of its document and its place in it."""
    return f"{document_id.removeprefix('sha256:')[:16]}-{order:03d}"


class SheetReader:
    """Reads one draft; gathers evidence and issues on the way."""

    def __init__(
        self,
        draft: Draft,
        document_id: str,
        order: int,
        vocabulary: SheetVocabulary,
        pillars: Mapping[int, str],
        peers: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self.draft = draft
        self.vocabulary = vocabulary
        self.pillars = pillars
        self.peers = peers
        self.order = order
        self.sheet_id = sheet_id_of(document_id, order)
        self.document_id = document_id
        self.page = draft.pages[0] if draft.pages else None
        self.evidence = Evidences(self.sheet_id, document_id)
        self.issues: list[Issue] = []

    def report(self, rule: str, text: str | None = None, field: str | None = None) -> None:
        """Open an issue of this sheet."""
        self.issues.append(issue(rule, self.sheet_id, self.document_id, self.page, text, field))

    def confidence(self, where: Field) -> tuple[float, str | None]:
        """How sure the extent of a field is, and the note for its evidence."""
        if where in self.draft.doubts:
            return DOUBTFUL, self.draft.doubts[where]
        if where in self.draft.inferred:
            return PLACED, self.draft.inferred[where]
        slips = [held.distance for held in self.draft.headings if held.field is where]
        return (PLACED if any(slips) else READ), None

    def read(self, progress: Progress | None = None, stamp: Stamp | None = None) -> ParsedSheet:
        """The sheet with all that belongs to it."""
        fields: dict[str, Any] = {}
        fields |= read_identity(self)
        fields |= self._text(Field.TITLE, "title", "sheet.title_missing")
        fields |= self._text(Field.AIM, "aim", "sheet.aim_missing")
        actions, metrics = self._body()
        fields |= self._due()
        fields |= self._as_of()
        fields |= self._progress(progress, stamp)
        self._headings()
        self._unsure(fields, actions)
        for where, reason in self.draft.doubts.items():
            self.report("sheet.field_doubtful", reason, where.value)
        sheet = Sheet(
            sheet_id=self.sheet_id,
            document_id=self.document_id,
            page=self.page,
            order=self.order,
            confidence=self._overall(),
            **fields,
        )
        return ParsedSheet(
            sheet=sheet, actions=actions, metrics=metrics, evidence=tuple(self.evidence.rows)
        )

    def _text(self, where: Field, name: str, missing: str) -> dict[str, Any]:
        rows = as_rows(self.draft.get(where))
        text = joined(rows)
        if not text:
            self.report(missing)
            return {name: None}
        confidence, note = self.confidence(where)
        self.evidence.of_text(name, rows, confidence, note)
        return {name: text}

    def _body(self) -> tuple[tuple[SheetAction, ...], tuple[Metric, ...]]:
        fragments = self.draft.get(Field.ACTIONS)
        lines: list[FigureLine] = []
        while (table := find_table(fragments, self.vocabulary)) is not None:
            taken = {id(held) for held in table.fragments}
            fragments = [held for held in fragments if id(held) not in taken]
            lines += table_lines(table)
        # Rows are asked alone and as paragraphs, and most paragraphs are one row.
        alone = cache(partial(is_figure_line, vocabulary=self.vocabulary))
        paragraphs = split_paragraphs(fragments, self.vocabulary, alone)
        prose = [paragraph for paragraph in paragraphs if not alone(paragraph.text)]
        lines += [written_line(p, self.vocabulary) for p in paragraphs if alone(p.text)]
        if not prose:
            self.report("sheet.actions_missing")
        return self._actions(prose), self._metrics(sorted(lines, key=place))

    def _actions(self, paragraphs: Sequence[Paragraph]) -> tuple[SheetAction, ...]:
        sure, note = self.confidence(Field.ACTIONS)
        actions = []
        for order, paragraph in enumerate(paragraphs, start=1):
            confidence = min(sure, 0.9) if paragraph.doubtful else sure
            self.evidence.of_text(
                "text", paragraph.fragments, confidence, note, "sheet_actions", order
            )
            actions.append(
                SheetAction(
                    sheet_id=self.sheet_id, order=order, kind=paragraph.kind, text=paragraph.text
                )
            )
        return tuple(actions)

    def _metrics(self, lines: Sequence[FigureLine]) -> tuple[Metric, ...]:
        metrics: list[Metric] = []
        sure, note = self.confidence(Field.ACTIONS)
        for number, line in enumerate(lines, start=1):
            for held in line.figures:
                order = len(metrics) + 1
                metrics.append(metric(self.sheet_id, number, order, held))
                self.evidence.of_text("value", held.fragments, sure, note, "metrics", order)
        return tuple(metrics)

    def _due(self) -> dict[str, Any]:
        due = read_due(self.draft.get(Field.DUE), self.vocabulary)
        raw, note = joined(due.raw) or None, joined(due.note) or None
        if due.rule:
            self.report(due.rule, raw)
        sure, remark = self.confidence(Field.DUE)
        if due.rule:
            sure = min(sure, DOUBTFUL)
        self.evidence.of_text("due_raw", due.raw, sure, remark)
        self.evidence.of_text("due_note", due.noted, sure, remark)
        if due.day is not None:
            for name in ("due_fiscal_year", "due_date"):
                self.evidence.of_text(name, due.raw, sure, due.inferred or remark)
        return {
            "due_raw": raw,
            "due_note": note,
            "due_fiscal_year": due.fiscal_year,
            "due_date": due.day,
        }

    def _as_of(self) -> dict[str, Any]:
        as_of = read_as_of(self.draft.get(Field.AS_OF), self.vocabulary)
        raw = unicodedata.normalize("NFC", as_of.raw.text) if as_of.raw else None
        if as_of.rule:
            self.report(as_of.rule, raw)
        if as_of.raw is not None:
            sure, note = self.confidence(Field.AS_OF)
            self.evidence.of_text("as_of_raw", [as_of.raw], sure, note)
            if as_of.day is not None:
                self.evidence.of_text("as_of_date", [as_of.raw], sure, note)
        return {"as_of_raw": raw, "as_of_date": as_of.day}

    def _progress(self, progress: Progress | None, stamp: Stamp | None) -> dict[str, Any]:
        ratio = self._ratio(progress)
        achieved = self._achieved(stamp)
        if achieved is not None and ratio is not None and achieved != (ratio >= FULL):
            self.report("sheet.achieved_conflict", f"achieved={achieved}, progress={ratio:.2f}")
            either = ("progress_ratio", "achieved")
            self.evidence.lower(UNSURE, lambda row: row.field in either)
        return {"progress_ratio": ratio, "achieved": achieved}

    def _ratio(self, progress: Progress | None) -> float | None:
        if progress is None:
            return self._stated_ratio()
        if progress.ratio is None:
            self.report("sheet.progress_unreadable", progress.reason)
            return None
        if progress.reason:
            self.report("sheet.field_doubtful", progress.reason, "progress_ratio")
        method = Method(progress.method)
        self.evidence.of_place(
            "progress_ratio", self.page, progress.box, None, method, progress.confidence
        )
        return round(progress.ratio, 4)

    def _stated_ratio(self) -> float | None:
        """A percentage that stands alone under the progress heading of a text extract."""
        for held in self.draft.get(Field.PROGRESS):
            values = values_in(held.text)
            if len(values) == 1 and values[0].kind == "percent" and values[0].value is not None:
                self.evidence.of_text("progress_ratio", [held], READ)
                return min(1.0, float(values[0].value) / 100)
        return None

    def _achieved(self, stamp: Stamp | None) -> bool | None:
        words = self.draft.get(Field.STAMP)
        if words:
            self.evidence.of_text("achieved", words, READ)
            return True
        stated = self.draft.get(Field.ACHIEVED)
        if stated:
            return self._stated(stated)
        if stamp is not None and stamp.present is not False:
            return self._stamped(stamp)
        self.evidence.of_place(
            "achieved",
            self.page,
            None,
            None,
            Method.TEXT if stamp is None else Method(stamp.method),
            PLACED if stamp is None else min(PLACED, stamp.confidence),
            "no stamp on the sheet",
        )
        return False

    def _stated(self, stated: Sequence[Fragment]) -> bool | None:
        text = plain(joined(stated))
        words = self.vocabulary.goal_list
        if text in {plain(word) for word in words.achieved_marks}:
            self.evidence.of_text("achieved", stated, READ)
            return True
        if text in {plain(word) for word in words.open_marks}:
            self.evidence.of_text("achieved", stated, READ)
            return False
        self.report("sheet.field_doubtful", joined(stated), "achieved")
        return None

    def _stamped(self, stamp: Stamp) -> bool | None:
        if stamp.present is None:
            self.report("sheet.field_doubtful", stamp.reason, "achieved")
            return None
        if stamp.reason:
            self.report("sheet.field_doubtful", stamp.reason, "achieved")
        method = Method(stamp.method)
        self.evidence.of_place("achieved", self.page, stamp.box, None, method, stamp.confidence)
        return True

    def _headings(self) -> None:
        for heading in self.draft.headings:
            if heading.distance:
                text = heading.fragment.text
                self.report("sheet.heading_misspelt", text, heading.field.value)

    def _unsure(self, fields: Mapping[str, Any], actions: Sequence[SheetAction]) -> None:
        """Be less sure of what may have been misunderstood, and say so once a field."""
        lacking = lacking_fields(fields, bool(actions), bool(self.pillars))
        if lacking:
            self.report("sheet.layout_unsure", ", ".join(lacking))
        # A pillar that an earlier page names may be of other sheets only.
        pages = {self.page, *self.draft.pages}
        self.evidence.lower(UNSURE, lambda row: bool(lacking) or row.page not in pages)
        note = self.evidence.text_of("due_note")
        told: set[str] = set()
        for held in misfits(self.draft, actions, note, self.vocabulary):
            if held.field not in told:
                told.add(held.field)
                self.report("sheet.value_mixed", held.text, held.field)
            self.evidence.lower(UNSURE, partial(_is_of, held))

    def _overall(self) -> float:
        """The lowest confidence in the fields that make a sheet, less where one is missing."""
        names = ("title", "pillar_number", "term", "due_raw", "achieved")
        held = [self.evidence.confidence_of(name) for name in names]
        present = [value for value in held if value is not None]
        lowest = min(present, default=0.0)
        return round(lowest * (1.0 - 0.1 * held.count(None)), 3)


def _is_of(misfit: Misfit, row: Evidence) -> bool:
    """Whether evidence is of the value that holds a misfit."""
    if misfit.field == "actions":
        return row.table == "sheet_actions" and misfit.order in (None, row.order)
    return row.table == "sheets" and row.field == misfit.field
