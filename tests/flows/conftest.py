"""One Prefect server, shared by the tests; the measure of every engine is the plain run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import flows  # noqa: F401 - its settings come before those of Prefect
from tests.conftest import Run


@pytest.fixture(scope="session")
def plain_run(first_run: Run) -> Path:
    """What ``kouyaku run`` makes of the sample: the measure of every engine."""
    return first_run[0]


@pytest.fixture(scope="session")
def harness() -> Iterator[None]:
    """Prefect's own test server, once a session."""

    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=90):
        yield
