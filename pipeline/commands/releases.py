"""``kouyaku releases``: list, verify, tag and prune what was published."""

from __future__ import annotations

import click

from pipeline.release.retention import known_version, prune, releases, tag
from pipeline.release.store import open_store
from pipeline.release.verify import verify
from schemas.errors import RefusedError

_OUT = click.option(
    "--out",
    default="out/sample",
    show_default=True,
    help="Where the releases are: a folder or s3://bucket/prefix.",
)


@click.group("releases")
def command() -> None:
    """List, verify, tag and prune releases."""


@command.command("list")
@_OUT
def list_releases(out: str) -> None:
    """Print every release, the oldest first."""
    for each in releases(open_store(out)):
        marks = [*(["latest"] if each.is_latest else []), *each.tags]
        line = f"{each.version}  {each.rows:>8} rows  schema {each.schema_version}"
        click.echo(f"{line}  {', '.join(marks)}".rstrip())


@command.command("verify")
@click.argument("version", default="latest")
@_OUT
def verify_release(version: str, out: str) -> None:
    """Check every byte, row, key and reference of a release (a version, a tag or latest)."""
    store = open_store(out)
    version = known_version(store, version)
    findings = verify(store, version)
    for finding in findings:
        click.echo(str(finding))
    if findings:
        do = "restore the files named above, or publish again"
        raise RefusedError("release.damaged", f"{len(findings)} findings", version, do)
    click.echo(f"{version}: every file, row, key and reference holds")


@command.command("tag")
@click.argument("name")
@click.argument("version", default="latest")
@_OUT
def tag_release(name: str, version: str, out: str) -> None:
    """Give a release a name, under which prune keeps it."""
    store = open_store(out)
    version = known_version(store, version)
    tag(store, name, version)
    click.echo(f"{name} → {version}")


@command.command("prune")
@click.option("--keep", type=click.IntRange(min=1), required=True, help="How many to keep.")
@_OUT
def prune_releases(keep: int, out: str) -> None:
    """Remove old releases; what latest or a tag names stays."""
    gone = prune(open_store(out), keep)
    for version in gone:
        click.echo(f"removed {version}")
    click.echo(f"{len(gone)} removed")
