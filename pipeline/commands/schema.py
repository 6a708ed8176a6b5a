"""``kouyaku schema``: write out what the tables are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from schemas.dictionary import dictionary_markdown
from schemas.json_schema import json_schema
from schemas.tables import tables


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/schema"),
    show_default=True,
    help="Folder to write to.",
)
def command(out: Path) -> None:
    """Write Arrow schemas, JSON Schemas and the data dictionary."""
    import pyarrow.parquet as pq

    from schemas.arrow import arrow_schema

    for folder in ("arrow", "json"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for table in tables().values():
        text = json.dumps(json_schema(table), ensure_ascii=False, indent=2)
        (out / "json" / f"{table.name}.schema.json").write_text(text + "\n", encoding="utf-8")
        schema = arrow_schema(table)
        (out / "arrow" / f"{table.name}.arrows").write_bytes(schema.serialize().to_pybytes())
        pq.write_metadata(schema, out / "arrow" / f"{table.name}.parquet")
    for name, markdown in (
        ("dictionary.ja.md", dictionary_markdown(tables().values(), "ja")),
        ("dictionary.en.md", dictionary_markdown(tables().values(), "en")),
    ):
        (out / name).write_text(markdown, encoding="utf-8")
    click.echo(f"{len(tables())} tables → {out}")
