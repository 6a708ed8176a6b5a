"""What a record is: one frozen, typed class for each table of the contract."""

from schemas.records.base import Record
from schemas.records.documents import Absence, Capture, Document, Link, PageReading
from schemas.records.history import Pledge, PledgeChange, PledgeLink, PledgeTitle
from schemas.records.meetings import (
    Meeting,
    MeetingOutcome,
    MeetingPledgeChange,
    MeetingTerm,
    Summary,
    TermDefinition,
)
from schemas.records.quality import Entity, Evidence, Issue
from schemas.records.sheets import Goal, Metric, Sheet, SheetAction, SheetKeyword

__all__ = [
    "Absence",
    "Capture",
    "Document",
    "Entity",
    "Evidence",
    "Goal",
    "Issue",
    "Link",
    "Meeting",
    "MeetingOutcome",
    "MeetingPledgeChange",
    "MeetingTerm",
    "Metric",
    "PageReading",
    "Pledge",
    "PledgeChange",
    "PledgeLink",
    "PledgeTitle",
    "Record",
    "Sheet",
    "SheetAction",
    "SheetKeyword",
    "Summary",
    "TermDefinition",
]
