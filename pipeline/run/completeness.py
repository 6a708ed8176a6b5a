"""The last step of a run: what was planned is there."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.release.store import LAST_WRITTEN
from pipeline.run.report import RunReport
from pipeline.run.site import SiteRun
from schemas.errors import RunError


def require_complete(run: SiteRun, planned: int, reports: Sequence[RunReport]) -> None:
    """Compare what a run planned with what it produced.

    ``planned`` is the number of looks at the site, ``reports`` what came of them.

    Raises:
        RunError: ``run.incomplete``: a look without a report, a document without a result, a
            release that is not there.
    """
    unread = run.unread()
    gone = [r.version for r in reports if LAST_WRITTEN not in run.store.files(r.version)]
    missing = [
        *([f"{planned - len(reports)} looks at the site"] if planned != len(reports) else []),
        *([f"{len(unread)} documents, {unread[0]} first"] if unread else []),
        *(f"release {version}" for version in gone),
    ]
    if missing:
        what = f"the run ended without {'; '.join(missing)}"
        raise RunError("run.incomplete", what, run.store.name, "run again: it goes on from here")
