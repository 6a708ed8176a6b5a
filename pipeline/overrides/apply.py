"""Applying the ledger to what was read. The original stays in the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from pipeline.overrides.ledger import Ledger, Override
from schemas.enums import Method, Severity
from schemas.errors import RefusedError
from schemas.parsed import ParsedDocument, ParsedMeeting, ParsedSheet
from schemas.records import Evidence, Goal, Issue, Record, Summary

RecordT = TypeVar("RecordT", bound=Record)


def apply_ledger(
    parsed: Mapping[str, ParsedDocument], ledger: Ledger, newest: datetime
) -> dict[str, ParsedDocument]:
    """What was read, corrected. ``newest`` is the time of the newest capture.

    Raises:
        RefusedError: ``overrides.expired``, ``overrides.unused`` or ``overrides.stale``.
    """
    corrected = dict(parsed)
    for override in ledger.override:
        _require_valid(override, newest.date())
        document = corrected.get(override.document_id)
        if document is None:
            raise _refuse("unused", "its document is not in the archive", override)
        corrected[override.document_id] = _apply(document, override)
    for document_id in sorted(ledger.held_documents()):
        if document_id not in corrected:
            raise RefusedError(
                "overrides.unused",
                "a held document is not in the archive",
                document_id,
                "take it out of the ledger",
            )
        corrected[document_id] = _with_held_issue(corrected[document_id])
    return corrected


def _require_valid(override: Override, today: date) -> None:
    if override.expires is not None and override.expires < today:
        raise _refuse("expired", f"it expired on {override.expires}", override)


def _refuse(code: str, what: str, override: Override) -> RefusedError:
    return RefusedError(
        f"overrides.{code}",
        f"the override of {override.field} cannot be applied: {what}",
        override.row_id,
        "correct the ledger or take the entry out",
    )


def _apply(document: ParsedDocument, override: Override) -> ParsedDocument:
    """The document with one value replaced; the entry must find exactly its row."""
    sheets, in_sheets = _in_sheets(document.sheets, override)
    meetings, in_meetings = _in_meetings(document.meetings, override)
    goals, in_goals = _in_rows(document.goals, override)
    summaries, in_summaries = _in_rows(document.summaries, override)
    found = in_sheets + in_meetings + in_goals + in_summaries
    if found != 1:
        raise _refuse("unused", f"{found} rows have this id", override)
    loose = (*document.goals, *document.summaries) if in_goals or in_summaries else ()
    changed = msgspec.structs.replace(
        document, sheets=sheets, meetings=meetings, goals=goals, summaries=summaries
    )
    if not loose:
        return changed
    table = "goals" if in_goals else "summaries"
    page = getattr(next(r for r in loose if _row_id(r) == override.row_id), "page", None)
    evidence = _witness(document.evidence, override, table, page)
    return msgspec.structs.replace(changed, evidence=evidence)


def _in_sheets(
    sheets: Sequence[ParsedSheet], override: Override
) -> tuple[tuple[ParsedSheet, ...], int]:
    def corrected(parsed: ParsedSheet) -> ParsedSheet:
        return msgspec.structs.replace(
            parsed,
            sheet=_corrected(parsed.sheet, override),
            evidence=_witness(parsed.evidence, override, "sheets", parsed.sheet.page),
        )

    hits = [parsed.sheet.sheet_id == override.row_id for parsed in sheets]
    rows = (corrected(p) if hit else p for p, hit in zip(sheets, hits, strict=True))
    return tuple(rows), sum(hits)


def _in_meetings(
    meetings: Sequence[ParsedMeeting], override: Override
) -> tuple[tuple[ParsedMeeting, ...], int]:
    def corrected(parsed: ParsedMeeting) -> ParsedMeeting:
        return msgspec.structs.replace(
            parsed,
            meeting=_corrected(parsed.meeting, override),
            evidence=_witness(parsed.evidence, override, "meetings", None),
        )

    hits = [parsed.meeting.meeting_id == override.row_id for parsed in meetings]
    rows = (corrected(p) if hit else p for p, hit in zip(meetings, hits, strict=True))
    return tuple(rows), sum(hits)


def _in_rows(records: Sequence[RecordT], override: Override) -> tuple[tuple[RecordT, ...], int]:
    hits = [_row_id(record) == override.row_id for record in records]
    rows = (_corrected(r, override) if hit else r for r, hit in zip(records, hits, strict=True))
    return tuple(rows), sum(hits)


def _row_id(record: Record) -> str | None:
    """Rows without an id of their own are named by document and order."""
    if isinstance(record, (Goal, Summary)):
        return f"{record.document_id}/{record.order}"
    return None


def _corrected(record: RecordT, override: Override) -> RecordT:
    values: dict[str, Any] = msgspec.to_builtins(record)
    if override.field not in values:
        raise _refuse("unused", "there is no such field", override)
    if values[override.field] != override.old:
        what = f"it holds {values[override.field]!r}, not {override.old!r}"
        raise _refuse("stale", what, override)
    try:
        return msgspec.convert(values | {override.field: override.new}, type(record))
    except msgspec.ValidationError as error:
        raise _refuse("broken", str(error), override) from error


def _witness(
    evidence: Iterable[Evidence], override: Override, table: str, page: int | None
) -> tuple[Evidence, ...]:
    """The evidence with a row that tells of the override and keeps what was read."""
    kept = tuple(evidence)
    same = [e for e in kept if (e.row_id, e.field) == (override.row_id, override.field)]
    row = Evidence(
        table=table,
        row_id=override.row_id,
        field=override.field,
        order=1 + max((e.order for e in same), default=0),
        document_id=override.document_id,
        page=page,
        text_raw=None if override.old is None else str(override.old),
        method=Method.OVERRIDE,
        confidence=1.0,
        note=f"{override.reason} ({override.author}, {override.date})",
    )
    return (*kept, row)


def _with_held_issue(document: ParsedDocument) -> ParsedDocument:
    document_id = document.document.document_id
    issue = Issue(
        rule="document.held",
        severity=Severity.WARNING,
        table="documents",
        row_id=document_id,
        document_id=document_id,
        message_ja="内容を確認中のため、この文書は公約の現在の値に反映していません。",
        message_en="This document is held for review and not part of the present of pledges.",
    )
    return msgspec.structs.replace(document, issues=(*document.issues, issue))
