"""What a run did: the short table at its end, and the log beside the releases."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from schemas.enums import CaptureResult


class RunReport(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one run of one site. ``captures`` counts this run's captures by result.

    ``seconds`` is how long the run took; ``bytes_fetched`` are those of new documents;
    ``documents_read``, ``pages_read`` and ``pages_ocr`` are what this run read.
    """

    site: str
    started_at: datetime
    seconds: float
    captures: dict[CaptureResult, int]
    bytes_fetched: int
    documents_read: int
    pages_read: int
    pages_ocr: int
    documents: int
    sheets: int
    meetings: int
    pledges: int
    achieved: int
    issues: dict[str, int]
    changes: dict[str, int]
    version: str
    changed: bool
    path: str
    failures: tuple[str, ...] = ()

    @property
    def documents_new(self) -> int:
        return self.captures.get(CaptureResult.NEW, 0)

    @property
    def documents_unchanged(self) -> int:
        return self.captures.get(CaptureResult.UNCHANGED, 0)

    @property
    def documents_failed(self) -> int:
        failed = (CaptureResult.BROKEN, CaptureResult.REFUSED, CaptureResult.NOT_PUBLISHED)
        return sum(self.captures.get(result, 0) for result in failed)


def counted(values: list[str]) -> dict[str, int]:
    """How often each value occurs, by name."""
    return dict(sorted(Counter(values).items()))
