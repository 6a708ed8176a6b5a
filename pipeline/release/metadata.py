"""All that stands beside the tables: data package, catalogue, dictionary, changes, feed."""

from __future__ import annotations

from pathlib import Path

from pipeline.profiles.model import Profile
from pipeline.release.model import Manifest
from pipeline.release.prepare import Prepared
from pipeline.release.store import Store


def write_metadata(
    folder: Path, manifest: Manifest, prepared: Prepared, profile: Profile, store: Store
) -> None:
    """Write the metadata of a release whose tables are in the folder already."""
