"""One Prefect server, one bucket and one plain run of the sample, shared by the tests."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

import flows  # noqa: F401 - its settings come before those of Prefect
from pipeline.profiles import load_profile
from pipeline.run import RunOptions, Silent, run_site


@pytest.fixture(scope="session")
def plain_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``kouyaku run`` makes of the sample: the measure of every engine."""
    out = tmp_path_factory.mktemp("plain") / "out"
    run_site(load_profile("sample"), RunOptions(out), Silent())
    return out


@pytest.fixture
def copied_run(plain_run: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(plain_run, tmp_path / "out", symlinks=True))


@pytest.fixture(scope="session")
def harness() -> Iterator[None]:
    """Prefect's own test server, once a session."""

    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=90):
        yield


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket on moto's server, on loopback."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    for path, method in (("moto-api/reset", "POST"), ("kouyaku", "PUT")):
        with urlopen(Request(f"http://{host}:{port}/{path}", method=method)) as answer:
            assert answer.status == 200
    yield "s3://kouyaku"
    server.stop()
