"""``kouyaku flow`` and ``kouyaku serve``. Prefect is imported when a command runs, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.profiles import profile_names

if TYPE_CHECKING:
    from flows.places import Readers

_ENGINE = click.option(
    "--engine",
    type=click.Choice(["process", "dask"]),
    default="process",
    show_default=True,
    help="Who reads the documents.",
)
_SCHEDULER = click.option("--scheduler", default="", help="tcp://host:port of Dask's scheduler.")
_WORKERS = click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
_BATCH = click.option("--batch", default=20, show_default=True, type=click.IntRange(1, 500))
_PROFILE = click.argument("profile", default="sample")
_OUT = click.option("--out", default="", help="Folder or s3://bucket/prefix [out/PROFILE].")
_WORK = click.option("--work", default="", help="Local folder where --out is on S3 [out/PROFILE].")
_ARCHIVE = click.option("--archive", default="", help="s3://bucket/prefix mirroring the archive.")


@click.group("flow")
def flow() -> None:
    """Run a flow here and now, seen by the Prefect server of PREFECT_API_URL."""


@flow.command("ingest")
@_PROFILE
@_OUT
@_WORK
@_ARCHIVE
@_ENGINE
@_SCHEDULER
@_WORKERS
@_BATCH
def run_ingest(
    profile: str,
    out: str,
    work: str,
    archive: str,
    engine: str,
    scheduler: str,
    workers: int,
    batch: int,
) -> None:
    """Fetch, read, check and publish one site."""
    from flows.ingest import ingest
    from flows.places import Places

    places = Places(out=out, work=work, archive=archive)
    for version in ingest(profile, places, _readers(engine, scheduler, workers, batch)):
        click.echo(version)


@flow.command("backfill")
@_PROFILE
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@_OUT
@_WORK
@_ARCHIVE
@_ENGINE
@_SCHEDULER
@_WORKERS
@_BATCH
def run_backfill(
    profile: str,
    files: tuple[str, ...],
    out: str,
    work: str,
    archive: str,
    engine: str,
    scheduler: str,
    workers: int,
    batch: int,
) -> None:
    """Take WARC files into the archive and publish what they add."""
    from flows.backfill import backfill
    from flows.places import Places

    places = Places(out=out, work=work, archive=archive)
    readers = _readers(engine, scheduler, workers, batch)
    for version in backfill(list(files), profile, places, readers):
        click.echo(version)


@flow.command("nation")
@click.argument("profiles", nargs=-1, required=True)
@click.option("--out", default="out", show_default=True, help="Each site has a folder in it.")
@_ARCHIVE
@_ENGINE
@_SCHEDULER
@_WORKERS
@_BATCH
@click.option("--at-once", default=4, show_default=True, type=click.IntRange(1, 64))
def run_nation(
    profiles: tuple[str, ...],
    out: str,
    archive: str,
    engine: str,
    scheduler: str,
    workers: int,
    batch: int,
    at_once: int,
) -> None:
    """Ingest many sites, a sub-flow each."""
    from flows.nation import nation

    readers = _readers(engine, scheduler, workers, batch)
    nation(list(profiles), out, archive, readers, at_once)


@flow.command("canary")
@_PROFILE
def run_canary(profile: str) -> None:
    """Look at a site's index page alone."""
    from flows.canary import canary

    canary(profile)


@click.command("serve")
@click.argument("profiles", nargs=-1)
@click.option("--out", default="out", show_default=True, help="Each site has a folder in it.")
@_ARCHIVE
@click.option("--cron", default="30 5 * * *", show_default=True, help="Of ingest, in Asia/Tokyo.")
@click.option("--canary-cron", default="30 12 * * *", show_default=True, help="Of the canary.")
def serve(profiles: tuple[str, ...], out: str, archive: str, cron: str, canary_cron: str) -> None:
    """Run sites on a schedule, in this process, until it is stopped.

    Without PROFILES all that come with the program. One run at a time for each site; a run that
    is due while another is under way is left out.
    """
    from flows.serving import serve_sites

    chosen = list(profiles) or [name for name in profile_names() if name != "sample"]
    serve_sites(chosen, out, archive, cron, canary_cron)


def _readers(engine: str, scheduler: str, workers: int, batch: int) -> Readers:
    from pydantic import ValidationError

    from flows.places import Readers

    try:
        return Readers.model_validate(
            {"engine": engine, "scheduler": scheduler, "workers": workers, "batch": batch}
        )
    except ValidationError as error:
        raise click.UsageError(str(error.errors()[0]["msg"])) from error
