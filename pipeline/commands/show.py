"""``kouyaku show``: the place on the page that a value was read from, as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.profiles import base_vocabulary, load_profile
from schemas.errors import DocumentError, UsageError
from schemas.records import Evidence

if TYPE_CHECKING:
    from parsers.layout.pictures import Label
    from schemas.parsed import ParsedDocument


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--field", help="Show only this field (due_date, title, …), as a crop.")
@click.option("--page", type=click.IntRange(min=1), help="Only this page [default: all].")
@click.option("--profile", help="Profile whose wording to read with [default: the base wording].")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("shown"),
    show_default=True,
    help="Folder for the pictures.",
)
def command(file: Path, field: str | None, page: int | None, profile: str | None, to: Path) -> None:
    """Write PNGs of where values of FILE stand.

    With --field a crop of each value; without, whole pages with every box and its label.
    """
    from parsers.document import load_engines, parse_document

    data = file.read_bytes()
    vocabulary = load_profile(profile).vocabulary if profile else base_vocabulary()
    try:
        parsed = parse_document(data, file.name, vocabulary, load_engines())
    except DocumentError as error:
        error.where = str(file)
        raise
    rows = [row for row in boxed(parsed) if page in (None, row.page)]
    rows = [row for row in rows if field in (None, row.field)]
    if not rows:
        known = ", ".join(sorted({row.field for row in boxed(parsed)})) or "none"
        raise UsageError("show.nothing", "no such value was read", str(file), f"known: {known}")
    to.mkdir(parents=True, exist_ok=True)
    for path in _crops(data, rows, to) if field else _pages(data, rows, to):
        click.echo(str(path))


def boxed(parsed: ParsedDocument) -> list[Evidence]:
    """All evidence that has a box, in the order of the document."""
    nested = (row for sheet in parsed.sheets for row in sheet.evidence)
    return [row for row in (*nested, *parsed.evidence) if row.page is not None and _corners(row)]


def _corners(row: Evidence) -> tuple[float, float, float, float] | None:
    if row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return None
    return row.x0, row.top, row.x1, row.bottom


def _crops(data: bytes, rows: Iterable[Evidence], to: Path) -> Iterator[Path]:
    from parsers.layout.model import Box
    from parsers.layout.pictures import crop_png

    for number, row in enumerate(rows, start=1):
        corners = _corners(row)
        if corners is None or row.page is None:
            continue
        path = to / f"page-{row.page:03d}-{row.field}-{number}.png"
        path.write_bytes(crop_png(data, row.page, Box(*corners)))
        yield path


def _pages(data: bytes, rows: list[Evidence], to: Path) -> Iterator[Path]:
    from parsers.layout.pictures import annotate_page

    for page in sorted({row.page for row in rows if row.page}):
        labels = [label for row in rows if row.page == page for label in _label(row)]
        path = to / f"page-{page:03d}.png"
        path.write_bytes(annotate_page(data, page, labels))
        yield path


def _label(row: Evidence) -> Iterator[Label]:
    from parsers.layout.model import Box
    from parsers.layout.pictures import Label

    corners = _corners(row)
    if corners is not None:
        yield Label(Box(*corners), f"{row.field} {row.confidence:.2f}")
