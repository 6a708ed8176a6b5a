"""What the tests of the release share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
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
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a place in a bucket on moto's server, on loopback."""
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
    _ask(f"http://{host}:{port}/moto-api/reset", "POST")
    _ask(f"http://{host}:{port}/releases", "PUT")
    yield "s3://releases/ためし"
    server.stop()


def _ask(address: str, method: str) -> None:
    from urllib.request import Request, urlopen

    with urlopen(Request(address, method=method)) as answer:
        assert answer.status == 200
