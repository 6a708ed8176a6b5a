"""``kouyaku run``: from a city's page to a release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.profiles import load_profile, profile_names

if TYPE_CHECKING:
    from pipeline.run import RunReport


@click.command("run")
@click.argument("profile", metavar="PROFILE", default="sample")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the site's archive and releases [default: out/PROFILE].",
)
@click.option("--offline", is_flag=True, help="Rebuild from the archive; fetch nothing.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def command(profile: str, out: Path | None, offline: bool, workers: int) -> None:
    """Fetch, read, check and publish one site.

    PROFILE is the name of a profile that comes with the program, or the path of a TOML file.
    """
    from pipeline.commands.progress import Bars
    from pipeline.run import RunOptions, run_site
    from pipeline.run.logs import Logged, write_log

    site = load_profile(profile)
    options = RunOptions(out or Path("out") / site.id, offline, workers)
    write_log()
    with Bars() as bars:
        run = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        reports = run_site(site, options, Logged(bars, site.id, run))
    for report in reports:
        _show(report, site.municipality.name)
    _where(reports[-1], options.out)


command.help = f"{command.help}\n\nProfiles here: {', '.join(profile_names())}."


def _show(report: RunReport, city: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{city} · {report.started_at:%Y-%m-%d}", title_justify="left")
    table.add_column("")
    table.add_column("", justify="right")
    rows = {
        "documents new": report.documents_new,
        "documents unchanged": report.documents_unchanged,
        "documents failed": report.documents_failed,
        "documents read in this run": report.documents_read,
        "sheets": report.sheets,
        "meetings": report.meetings,
        "pledges": report.pledges,
        "pledges achieved": report.achieved,
    }
    for name, count in rows.items():
        table.add_row(name, str(count))
    for severity in ("error", "warning", "info"):
        table.add_row(f"issues: {severity}", str(report.issues.get(severity, 0)))
    console = Console(highlight=False)
    console.print(table)
    for failure in report.failures:
        console.print(f"  failed: {failure}", markup=False)
    outcome = "new release" if report.changed else "nothing changed; the release stays"
    console.print(f"{outcome}: {report.version}\n", markup=False)


def _where(report: RunReport, out: Path) -> None:
    pledges = out / "latest" / "tables" / "pledges.parquet"
    click.echo(f"The release: {report.path}")
    click.echo(f'  pandas:  pandas.read_parquet("{pledges}")')
    click.echo(f"  DuckDB:  duckdb.sql(\"SELECT title, due_date FROM '{pledges}'\")")
    click.echo(f'  here:    kouyaku query --out {out} "SELECT title, due_date FROM pledges"')
