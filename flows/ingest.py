"""The flow ``ingest``: one site, from its page to a release. The same bytes as ``kouyaku run``."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, get_run_logger

from flows import tasks
from flows.places import Places, Readers
from flows.steps import Steps, site_steps
from flows.telling import tell_source, tell_success
from pipeline.profiles import load_profile
from pipeline.run import RunReport
from schemas.errors import RefusedError


@flow(name="ingest", flow_run_name="ingest-{profile}", persist_result=False)
def ingest(
    profile: str = "sample",
    places: Places = Places(),  # noqa: B008 - immutable, and the form shows its fields
    readers: Readers = Readers(),  # noqa: B008
) -> list[str]:
    """Fetch, read, check and publish one site; the versions of its releases.

    Args:
        profile: Name of a profile that comes with the program, or path of a TOML file.
        places: Where archive and releases are kept.
        readers: Who reads the documents.
    """
    site = load_profile(profile)
    with site_steps(site, places, readers) as steps:
        catch_up(steps)
        visits = steps.run.visits()
        reports: list[RunReport] = []
        for visit in visits:
            started_at = visit.at or datetime.now(UTC)
            captures = tasks.collect(steps.run, visit)
            tell_source(site, captures)
            reports.append(steps.conclude(started_at, captures))
        tasks.verify(steps.run, len(visits), reports)
    tell_success(site)
    return [report.version for report in reports]


def catch_up(steps: Steps) -> None:
    """Publish what an earlier run fetched and was cut off before publishing.

    A state that is refused now would have been refused then, and is left out.
    """
    for end in steps.run.pending():
        try:
            steps.conclude(end, (), end)
        except RefusedError as refusal:
            get_run_logger().warning("%s", refusal)
