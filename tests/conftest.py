"""One whole run of the sample city and one bucket, shared by the tests that look at them."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from pipeline.profiles import load_profile
from pipeline.run import RunOptions, RunReport, Silent, run_site

Run = tuple[Path, list[RunReport]]


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Both editions of the sample, fetched, read and published."""
    out = tmp_path_factory.mktemp("sample")
    return out, run_site(load_profile("sample"), RunOptions(out), Silent())


@pytest.fixture
def copied_run(first_run: Run, tmp_path: Path) -> Path:
    """A copy of the run's folder that a test may change."""
    return Path(shutil.copytree(first_run[0], tmp_path / "out", symlinks=True))


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
