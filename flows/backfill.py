"""The flow ``backfill``: captures from WARC files that others wrote become history."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, get_run_logger

from flows import tasks
from flows.places import Places, Readers
from flows.steps import site_steps
from pipeline.profiles import load_profile


@flow(name="backfill", flow_run_name="backfill-{profile}", persist_result=False)
def backfill(
    files: list[str],
    profile: str = "sample",
    places: Places = Places(),  # noqa: B008 - immutable, and the form shows its fields
    readers: Readers = Readers(),  # noqa: B008
) -> list[str]:
    """Take WARC files into the archive and publish what they add.

    Args:
        files: Paths of WARC files; one that cannot be taken in ends the flow.
        profile: Name of a profile that comes with the program, or path of a TOML file.
        places: Where archive and releases are kept.
        readers: Who reads the documents.
    """
    site = load_profile(profile)
    with site_steps(site, places, readers) as steps:
        for file in files:
            taken = tasks.take_in(steps.run.archive, Path(file))
            get_run_logger().info("%s: %d new captures", file, taken.captures)
        ends = steps.run.to_rebuild()
        reports = [steps.conclude(end, (), end) for end in ends]
        tasks.verify(steps.run, len(ends), reports)
    return [report.version for report in reports]
