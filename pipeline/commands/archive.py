"""``kouyaku archive``: look into the archive, prove it, give it away, add to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from schemas.errors import DocumentError

if TYPE_CHECKING:
    from pipeline.archive.store import Archive

_OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/sample"),
    show_default=True,
    help="The folder of the site, as given to run; the archive is in it.",
)


def _open(out: Path) -> Archive:
    # Loaded late: the archive brings the HTTP client along, and help should not wait for it.
    from pipeline.archive.store import Archive
    from pipeline.run.workspace import Workspace

    return Archive(Workspace(out).archive)


@click.group("archive")
def command() -> None:
    """List, verify, export and import what was captured."""


@command.command("list")
@click.option("--url", help="Only captures of this URL.")
@_OUT
def list_captures(out: Path, url: str | None) -> None:
    """Print every capture, the oldest first."""
    from pipeline.fetch.urls import archived_url

    archive = _open(out)
    wanted = archived_url(url) if url else None
    for capture in archive.captures():
        if wanted in (None, capture.url):
            when = capture.requested_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            what = capture.document_id or capture.error or "-"
            click.echo(f"{when}  {capture.result.value:<13}  {what}  {capture.url}")


@command.command("verify")
@_OUT
def verify_archive(out: Path) -> None:
    """Read everything again: digests, references, index."""
    from pipeline.archive.verifying import verify

    archive = _open(out)
    found = list(verify(archive))
    for damage in found:
        click.echo(f"{damage.file}@{damage.offset}: {damage.what}")
    if found:
        raise DocumentError(
            "archive.damaged",
            f"{len(found)} places are not what they should be",
            str(archive.folder),
            "restore the files named above from a copy",
        )
    click.echo(f"{len(archive.files())} files, {len(archive.captures())} captures: all hold")


@command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--document", "document_id", help="Only this document (sha256:…), as it was.")
@_OUT
def export(out: Path, target: Path, document_id: str | None) -> None:
    """Write the archive as one WARC file, or one document of it."""
    from pipeline.archive.exporting import export_document, export_warc

    archive = _open(out)
    if document_id:
        size = export_document(archive, document_id, target)
    else:
        size = export_warc(archive, target)
    click.echo(f"{size:,} bytes → {target}")


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_OUT
def import_files(out: Path, files: tuple[Path, ...]) -> None:
    """Take in WARC files written by others; their captures become history."""
    from pipeline.archive.importing import import_warc
    from pipeline.run.workspace import Workspace

    refused: list[DocumentError] = []
    with Workspace(out).locked():
        archive = _open(out)
        for path in files:
            try:
                taken = import_warc(archive, path)
            except DocumentError as error:
                refused.append(error)
                click.echo(f"kouyaku: {error}", err=True)
                continue
            for damage in taken.damages:
                click.echo(f"{path}: left out: {damage.what}", err=True)
            known = ", was there already" if taken.already else ""
            click.echo(f"{path}: {taken.records} records, {taken.captures} new captures{known}")
    if refused:
        raise DocumentError(
            "archive.import", f"{len(refused)} of {len(files)} files were not taken", str(out)
        )
