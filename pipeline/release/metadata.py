"""All that stands beside the tables: data package, catalogue, dictionary, changes, feed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.profiles.model import Profile
from pipeline.release.catalog import catalog_graph, json_ld, turtle
from pipeline.release.changes import changes_markdown
from pipeline.release.data_package import data_package
from pipeline.release.diff import Diff
from pipeline.release.feed import changes_feed
from pipeline.release.layout import CHANGES, DATA_PACKAGE, FEED
from pipeline.release.model import FileEntry, Manifest
from schemas.dictionary import LANGUAGES, dictionary_html, dictionary_markdown
from schemas.tables import published_tables


def write_metadata(
    folder: Path, manifest: Manifest, profile: Profile, diff: Diff, files: Mapping[str, FileEntry]
) -> None:
    """Write the metadata of a release whose tables, ``files``, are in the folder already."""
    graph = catalog_graph(manifest, profile, files)
    texts = {
        DATA_PACKAGE: data_package(manifest, profile, files),
        "catalog.ttl": turtle(graph),
        "catalog.jsonld": json_ld(graph),
        CHANGES: changes_markdown(manifest, profile, diff),
        FEED: changes_feed(manifest, profile, diff),
    }
    for language in LANGUAGES:
        texts[f"dictionary.{language}.md"] = dictionary_markdown(published_tables(), language)
        texts[f"dictionary.{language}.html"] = dictionary_html(published_tables(), language)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
