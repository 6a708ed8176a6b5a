"""Where a page's values come from and what was doubtful in reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.enums import Method, Severity
from schemas.records import Evidence, Issue

_CERTAIN = 1.0
_INFERRED = 0.8


@dataclass(slots=True)
class Notes:
    """Collects evidence and issues of one document while it is read."""

    document_id: str
    method: Method
    evidence: list[Evidence] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def value(
        self,
        table: str,
        row_id: str,
        field_name: str,
        text: str,
        inferred: str | None = None,
        order: int = 1,
    ) -> Evidence:
        """Note the words that a value was read from; ``inferred`` says how it was, if it was."""
        evidence = Evidence(
            table=table,
            row_id=row_id,
            field=field_name,
            order=order,
            document_id=self.document_id,
            text_raw=text,
            method=self.method,
            confidence=_INFERRED if inferred else _CERTAIN,
            note=inferred,
        )
        self.evidence.append(evidence)
        return evidence

    def issue(
        self,
        rule: str,
        message_ja: str,
        message_en: str,
        *,
        severity: Severity = Severity.WARNING,
        table: str | None = None,
        row_id: str | None = None,
        field_name: str | None = None,
        text: str | None = None,
        calculation: str | None = None,
    ) -> None:
        """Note what could not be read or is doubtful."""
        self.issues.append(
            Issue(
                rule=rule,
                severity=severity,
                table=table,
                row_id=row_id,
                field=field_name,
                document_id=self.document_id,
                message_ja=message_ja,
                message_en=message_en,
                text_raw=text,
                calculation=calculation,
            )
        )
