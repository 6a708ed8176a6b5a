"""``kouyaku parse``: read documents one at a time and print what they say as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.profiles import base_vocabulary, load_profile
from schemas.errors import DocumentError, ExitCode

if TYPE_CHECKING:
    from parsers.document import Engines
    from parsers.vocabulary import Vocabulary


@click.command("parse")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--profile", help="Profile whose wording to read with [default: the base wording].")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], profile: str | None) -> None:
    """Read sheet PDFs, pages or text extracts; print one JSON object a file.

    A file that cannot be read gives one line on standard error and exit status 2; the others
    are still read.
    """
    from parsers.document import load_engines

    vocabulary = load_profile(profile).vocabulary if profile else base_vocabulary()
    engines = load_engines()
    unreadable = [name for name in files if not _print(name, vocabulary, engines)]
    if unreadable:
        ctx.exit(int(ExitCode.UNREADABLE))


def _print(name: str, vocabulary: Vocabulary, engines: Engines) -> bool:
    from parsers.document import parse_document
    from schemas.output import parsed_json

    try:
        data = _read(name)
        parsed = parse_document(data, Path(name).name, vocabulary, engines)
    except DocumentError as error:
        error.where = name
        click.echo(f"kouyaku: {error}", err=True)
        return False
    sys.stdout.buffer.write(parsed_json(parsed) + b"\n")
    return True


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("document.missing", "no such file", name, "check the path") from error
    except OSError as error:
        what = error.strerror or "cannot be opened"
        raise DocumentError("document.unopenable", what, name, "check the file") from error
