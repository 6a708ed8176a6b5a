"""The reconciliation: what does not add up or could not be read, rule by rule."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.checks import RULES
from pipeline.site.present import Present
from pipeline.site.sources import paper_address
from schemas.enums import Severity
from schemas.records import Issue, Pledge

MOST = 60
"""Findings of one rule that the page lists; the rest stands in the table of issues."""

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Found(NamedTuple):
    """One issue with what it speaks of."""

    issue: Issue
    pledge: Pledge | None
    paper: str | None


class Broken(NamedTuple):
    """A rule that found something. ``reason`` says in both languages what it expects."""

    rule: str
    severity: Severity
    reason: tuple[str, str] | None
    found: list[Found]
    total: int


class Area(NamedTuple):
    """The rules about one thing."""

    name: str
    rules: list[Broken]

    @property
    def total(self) -> int:
        return sum(rule.total for rule in self.rules)


class QualityPage(NamedTuple):
    """All issues, the checked sums first."""

    areas: list[Area]
    severities: list[tuple[Severity, int]]
    checked: int


def quality_page(present: Present) -> QualityPage:
    """Gather the issues by area and rule."""
    rules: dict[str, list[Issue]] = {}
    for issue in present.tables.issues:
        rules.setdefault(issue.rule, []).append(issue)
    areas: dict[str, list[Broken]] = {}
    for rule in sorted(rules, key=lambda rule: (_weight(rules[rule]), _place(rule))):
        areas.setdefault(rule.partition(".")[0], []).append(_broken(present, rule, rules[rule]))
    order = sorted(areas, key=lambda name: (_first_of(areas[name]), name))
    issues = present.tables.issues
    return QualityPage(
        areas=[Area(name, areas[name]) for name in order],
        severities=[(level, sum(i.severity is level for i in issues)) for level in _ORDER],
        checked=len(RULES),
    )


def _broken(present: Present, rule: str, issues: list[Issue]) -> Broken:
    reasons = {each.code: (each.reason_ja, each.reason_en) for each in RULES}
    return Broken(
        rule=rule,
        severity=_ORDER[_weight(issues)],
        reason=reasons.get(rule),
        found=[_found(present, issue) for issue in issues[:MOST]],
        total=len(issues),
    )


def _found(present: Present, issue: Issue) -> Found:
    tables = present.tables
    sheet = tables.sheet.get((issue.row_id or "").partition("/")[0])
    name = sheet.pledge_id if sheet else issue.row_id
    document = tables.document.get(issue.document_id or "")
    return Found(issue, tables.pledge.get(name or ""), paper_address(document, issue.page))


def _weight(issues: list[Issue]) -> int:
    return min(_ORDER.index(issue.severity) for issue in issues)


def _place(rule: str) -> tuple[int, str]:
    """The order of the rules; what the readers find comes after."""
    codes = [each.code for each in RULES]
    return (codes.index(rule) if rule in codes else len(codes)), rule


def _first_of(rules: list[Broken]) -> tuple[int, int]:
    return min((_ORDER.index(each.severity), _place(each.rule)[0]) for each in rules)
