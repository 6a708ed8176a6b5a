"""``kouyaku flow`` and ``kouyaku serve``. Prefect is imported when a command runs, not before."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce, wraps
from typing import TYPE_CHECKING, Any

import click

from pipeline.profiles import profile_names

if TYPE_CHECKING:
    from flows.places import Places, Readers

Command = Callable[..., None]

_PROFILE = click.argument("profile", default="sample")
_ARCHIVE = click.option("--archive", default="", help="s3://bucket/prefix mirroring the archive.")
_PLACES = (
    click.option("--out", default="", help="Folder or s3://bucket/prefix [out/PROFILE]."),
    click.option("--work", default="", help="Local folder where --out is on S3 [out/PROFILE]."),
    _ARCHIVE,
)
_READERS = (
    click.option(
        "--engine",
        type=click.Choice(["process", "dask"]),
        default="process",
        show_default=True,
        help="Who reads the documents.",
    ),
    click.option("--scheduler", default="", help="tcp://host:port of Dask's scheduler."),
    click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64)),
    click.option("--batch", default=20, show_default=True, type=click.IntRange(1, 500)),
)


def _with_places(command: Command) -> Command:
    """Give a command the options of where, as ``places``."""

    @wraps(command)
    def call(out: str, work: str, archive: str, **rest: Any) -> None:
        from flows.places import Places

        command(places=Places(out=out, work=work, archive=archive), **rest)

    return reduce(lambda held, option: option(held), reversed(_PLACES), call)


def _with_readers(command: Command) -> Command:
    """Give a command the options of who reads, as ``readers``."""

    @wraps(command)
    def call(engine: str, scheduler: str, workers: int, batch: int, **rest: Any) -> None:
        command(readers=_readers(engine, scheduler, workers, batch), **rest)

    return reduce(lambda held, option: option(held), reversed(_READERS), call)


@click.group("flow")
def flow() -> None:
    """Run a flow here and now, seen by the Prefect server of PREFECT_API_URL."""


@flow.command("ingest")
@_PROFILE
@_with_places
@_with_readers
def run_ingest(profile: str, places: Places, readers: Readers) -> None:
    """Fetch, read, check and publish one site."""
    from flows.ingest import ingest

    for version in ingest(profile, places, readers):
        click.echo(version)


@flow.command("backfill")
@_PROFILE
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@_with_places
@_with_readers
def run_backfill(profile: str, files: tuple[str, ...], places: Places, readers: Readers) -> None:
    """Take WARC files into the archive and publish what they add."""
    from flows.backfill import backfill

    for version in backfill(list(files), profile, places, readers):
        click.echo(version)


@flow.command("nation")
@click.argument("profiles", nargs=-1, required=True)
@click.option("--out", default="out", show_default=True, help="Each site has a folder in it.")
@_ARCHIVE
@_with_readers
@click.option("--at-once", default=4, show_default=True, type=click.IntRange(1, 64))
def run_nation(
    profiles: tuple[str, ...], out: str, archive: str, at_once: int, readers: Readers
) -> None:
    """Ingest many sites, a sub-flow each."""
    from flows.nation import nation

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
