"""``kouyaku query``: SQL over the newest release."""

from __future__ import annotations

from typing import Literal

import click

from pipeline.release.answers import as_csv, as_json, as_table
from pipeline.release.query import ask
from pipeline.release.store import open_store

Format = Literal["table", "csv", "json"]
_WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}


@click.command("query")
@click.argument("sql")
@click.option(
    "--out",
    default="out/sample",
    show_default=True,
    help="Where the releases are: a folder or s3://bucket/prefix.",
)
@click.option("--format", "shape", type=click.Choice(list(_WRITERS)), default="table")
def command(sql: str, out: str, shape: Format) -> None:
    """Ask the newest release a question in SQL; every table is a view of its name."""
    click.echo(_WRITERS[shape](ask(open_store(out), sql)), nl=False)
