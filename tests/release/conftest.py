"""What the tests of the release share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.release.model import Published
from pipeline.release.publish import publish
from tests.release.rows import inputs, profile, rows


@pytest.fixture
def out(tmp_path: Path) -> str:
    """An output folder that does not exist yet."""
    return str(tmp_path / "out" / "sample")


@pytest.fixture
def published(out: str) -> Published:
    """The small release of the fixture rows."""
    return publish(rows(), profile(), out, inputs())


@pytest.fixture
def latest(out: str, published: Published) -> Path:
    """The folder of that release."""
    return Path(out) / "releases" / published.version


@pytest.fixture
def bucket(bucket: str) -> str:
    """The address of a place in it."""
    return f"{bucket}/ためし"
