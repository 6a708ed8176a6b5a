"""``kouyaku diff``: what differs between two releases, days or documents."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.profiles import load_profile


@click.command("diff")
@click.argument("before")
@click.argument("after")
@click.option("--profile", default="sample", show_default=True, help="Profile of the site.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder [default: out/PROFILE].")
@click.option(
    "--format", "shape", type=click.Choice(["table", "json", "markdown"]), default="table"
)
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("diff.md"),
    show_default=True,
    help="File of the Markdown page; its crops go to a folder beside it.",
)
def command(before: str, after: str, profile: str, out: Path | None, shape: str, to: Path) -> None:
    """Compare BEFORE with AFTER: each a release, a day (YYYY-MM-DD) or a document (sha256:…)."""
    from pipeline.archive.store import Archive
    from pipeline.diff import compare, open_side
    from pipeline.diff.render import as_json, as_markdown, as_text
    from pipeline.run.workspace import Workspace

    site = load_profile(profile)
    folder = out or Path("out") / site.id
    sides = open_side(before, folder, site), open_side(after, folder, site)
    found = compare(*sides)
    if shape == "markdown":
        archive = Archive(Workspace(folder).archive)
        names = (sides[0].name, sides[1].name)
        page = as_markdown(names, found, archive.payload, to.with_suffix(".crops"))
        to.write_text(page, encoding="utf-8")
        click.echo(f"{len(found)} differences → {to}")
        return
    click.echo(as_json(found) if shape == "json" else as_text(found), nl=False)
