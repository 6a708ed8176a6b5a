"""``kouyaku schema``: write out what the tables are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from schemas.dictionary import LANGUAGES, dictionary_html, dictionary_markdown
from schemas.json_schema import json_schema
from schemas.published import digest, published_schema
from schemas.tables import SCHEMA_VERSION, tables


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/schema"),
    show_default=True,
    help="Folder to write to.",
)
def command(out: Path) -> None:
    """Write Arrow schemas, JSON Schemas, the data dictionary and the published schema."""
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
    for language in LANGUAGES:
        markdown = dictionary_markdown(tables().values(), language)
        (out / f"dictionary.{language}.md").write_text(markdown, encoding="utf-8")
        page = dictionary_html(tables().values(), language)
        (out / f"dictionary.{language}.html").write_text(page, encoding="utf-8")
    snapshot = json.dumps(published_schema(), ensure_ascii=False, indent=1)
    (out / f"published-{SCHEMA_VERSION}.json").write_text(snapshot + "\n", encoding="utf-8")
    click.echo(f"schema {SCHEMA_VERSION} ({digest(published_schema())})")
    click.echo(f"{len(tables())} tables → {out}")
