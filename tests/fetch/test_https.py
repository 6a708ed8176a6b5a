"""HTTPS is verified: the name, the issuer, the date."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.model import Fetched
from pipeline.profiles.model import Politeness, Site
from schemas.enums import CaptureResult
from tests.fetch.hostile import Handler, Hostile, Server
from tests.fetch.world import CONTACT, World

HOST = "city.localhost"


def certificate(folder: Path, name: str, until: datetime) -> Path:
    """A self-signed certificate with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "server.pem"
    path.write_bytes(pem + built.public_bytes(serialization.Encoding.PEM))
    return path


class TlsServer(Server):
    """The hostile server behind TLS."""

    def __init__(self, pem: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def get_request(self):  # type: ignore[no-untyped-def]
        """A failed handshake is the client's business; it ends here without a trace."""
        return super().get_request()


@contextmanager
def served(pem: Path) -> Iterator[int]:
    with TlsServer(pem) as server:
        server.hostile = Hostile()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def fetch(port: int, trusted: Path | None) -> Fetched:
    tls = ssl.create_default_context(cafile=trusted) if trusted else None
    fetcher = Fetcher(
        Site(index_url=f"https://{HOST}/", allowed_hosts=(HOST,), contact=CONTACT, local=True),
        Politeness(delay=0.0, timeout=2.0),
        replace(World().surroundings(), tls=tls),
        version="0",
        reroute={HOST: ("127.0.0.1", port)},
    )
    fetcher.know_robots(f"https://{HOST}/robots.txt", 404, None)
    return fetcher.fetch(f"https://{HOST}/good.pdf")


FAR = datetime.now(UTC) + timedelta(days=30)
PAST = datetime(2021, 1, 1, tzinfo=UTC)


def test_a_certificate_we_trust(tmp_path: Path) -> None:
    pem = certificate(tmp_path, HOST, FAR)
    with served(pem) as port:
        fetched = fetch(port, trusted=pem)
    assert (fetched.result, fetched.error) == (CaptureResult.NEW, None)


@pytest.mark.parametrize(
    ("name", "until", "trusted"),
    [(HOST, FAR, False), ("other.localhost", FAR, True), (HOST, PAST, True)],
    ids=["unknown issuer", "another name", "expired"],
)
def test_a_certificate_we_do_not_trust(
    name: str, until: datetime, trusted: bool, tmp_path: Path
) -> None:
    pem = certificate(tmp_path, name, until)
    with served(pem) as port:
        fetched = fetch(port, trusted=pem if trusted else None)
    assert fetched.result is CaptureResult.BROKEN
    assert (fetched.error or "").startswith("fetch.tls: ")
    assert fetched.exchanges == ()
