"""The closed lists of the contract. The value is what is published."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """When a pledge is to be achieved, by the page's own definitions."""

    SHORT = "short"
    MID = "mid"
    MID_LONG = "mid_long"


class Body(StrEnum):
    """Which body met."""

    HEADQUARTERS = "headquarters"
    SUBCOMMITTEE = "subcommittee"


class Outcome(StrEnum):
    """What a meeting decided on the measures it treated."""

    APPROVED_AS_IS = "approved_as_is"
    NEEDS_REVISION = "needs_revision"
    CONFIRMED_ACHIEVED = "confirmed_achieved"
    SUBMITTED_AS_IS = "submitted_as_is"
    SUBMITTED_AFTER_REVISION = "submitted_after_revision"
    MERGED = "merged"
    MERGED_AND_REVISED = "merged_and_revised"
    CARRIED_OVER = "carried_over"


class Method(StrEnum):
    """How a value was read."""

    TEXT = "text"
    OCR = "ocr"
    VECTOR = "vector"
    RASTER = "raster"
    HTML = "html"
    OVERRIDE = "override"


class Change(StrEnum):
    """What became of a pledge between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MERGED = "merged"
    CONTENT_CHANGED = "content_changed"
    PROGRESS_CHANGED = "progress_changed"
    ACHIEVED = "achieved"
    DUE_ADVANCED = "due_advanced"
    DUE_POSTPONED = "due_postponed"
    TERM_CHANGED = "term_changed"


class Severity(StrEnum):
    """How much an issue matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class DocumentKind(StrEnum):
    """What a document is, found from its content."""

    INDEX = "index"
    SHEET = "sheet"
    GOAL_LIST = "goal_list"
    PRESS_RELEASE = "press_release"
    OTHER = "other"


class DocumentState(StrEnum):
    """What came of reading a document."""

    READ = "read"
    PARTLY_READ = "partly_read"
    UNREAD = "unread"
    BROKEN = "broken"
    EMPTY = "empty"


class CaptureResult(StrEnum):
    """What came of one request."""

    NEW = "new"
    UNCHANGED = "unchanged"
    NOT_PUBLISHED = "not_published"
    REFUSED = "refused"
    BROKEN = "broken"


class LinkRole(StrEnum):
    """What a link of the index page leads to."""

    PILLAR = "pillar"
    GOAL_LIST = "goal_list"
    PRESS_RELEASE = "press_release"
    OTHER = "other"


class ActionKind(StrEnum):
    """Whether a paragraph of a sheet begins with a bullet or goes on without one."""

    BULLET = "bullet"
    CONTINUATION = "continuation"


class TargetChanges(StrEnum):
    """What a meeting says of target years."""

    NONE = "none"
    CHANGED = "changed"
    ADVANCED = "advanced"


class PledgeChangeKind(StrEnum):
    """What a meeting announced of one pledge."""

    CONTENT_CHANGED = "content_changed"
    RENAMED = "renamed"


class EntityLabel(StrEnum):
    """What a named thing is."""

    ORGANISATION = "organisation"
    PLACE = "place"
    FACILITY = "facility"
    PROGRAMME = "programme"
    LAW = "law"
    EVENT = "event"
    MONEY = "money"
    DATE = "date"
