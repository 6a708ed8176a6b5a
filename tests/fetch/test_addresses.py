"""Where a city's page cannot send us, however the address is spelled, embedded or resolved."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.addresses import is_public, literal_address
from pipeline.fetch.errors import FetchError
from pipeline.fetch.network import Deadline, GuardedBackend
from pipeline.fetch.urls import archived_url, normalise_url
from schemas.enums import CaptureResult
from schemas.errors import UsageError
from tests.fetch.hostile import Hostile, hostile_server
from tests.fetch.world import World, fetcher_for

LOOPBACK_SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1%25eth0]",
    "１２７.0.0.1",
    "127。0。0。1",
    "127.0.0.1.",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:a00:1::1",
    "2001:db8::1",
]
PUBLIC = ["8.8.8.8", "203.180.1.1", "2400:4050::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("spelling", LOOPBACK_SPELLINGS)
def test_loopback_in_every_spelling_is_refused(spelling: str) -> None:
    """Even if the profile's own allow-list names it."""
    url = f"http://{spelling}/a.pdf"
    fetcher = fetcher_for(url, local=False, hosts=(spelling,))
    fetched = fetcher.fetch(url)
    assert fetched.result is CaptureResult.REFUSED
    assert fetched.exchanges == ()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_what_is_packed_into_it(address: ipaddress.IPv4Address) -> None:
    packed = [f"::ffff:{address}", f"64:ff9b::{address}"]
    assert {is_public(p) for p in packed} == {is_public(str(address))}


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_numbers_are_addresses(number: int) -> None:
    plain = str(ipaddress.IPv4Address(number))
    assert literal_address(str(number)) == literal_address(hex(number)) == plain


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_that_resolves_into_our_network_is_refused(address: str) -> None:
    world = World(addresses={"city.example.jp": ["203.180.1.1", address]})
    fetcher = fetcher_for("http://city.example.jp/", world, local=False, hosts=())
    fetched = fetcher.fetch("http://city.example.jp/a.pdf")
    assert fetched.result is CaptureResult.REFUSED
    assert "not a public address" in (fetched.error or "")


class Recorder(httpcore.NetworkBackend):
    """Connects nowhere and remembers where it was sent."""

    def __init__(self) -> None:
        self.sent_to: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        self.sent_to.append((host, port))
        return httpcore.MockStream([])


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name that answers differently the second time (DNS rebinding) is asked only once."""
    answers = iter([["203.180.1.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(f"{host}:{port}")
        return next(answers)

    recorder = Recorder()
    deadline = Deadline(lambda: 0.0, 60.0)
    backend = GuardedBackend(resolve, deadline, reroute={}, inner=recorder)
    backend.connect_tcp("city.example.jp", 443)
    assert (asked, recorder.sent_to) == (["city.example.jp:443"], [("203.180.1.1", 443)])
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        backend.connect_tcp("city.example.jp", 443)
    assert len(recorder.sent_to) == 1


def test_each_attempt_tries_another_address() -> None:
    recorder = Recorder()
    deadline = Deadline(lambda: 0.0, 60.0)
    for turn in range(3):
        backend = GuardedBackend(
            lambda *_: ["203.180.1.1", "203.180.1.2"],
            deadline,
            reroute={},
            turn=turn,
            inner=recorder,
        )
        backend.connect_tcp("city.example.jp", 80)
    assert [host for host, _ in recorder.sent_to] == ["203.180.1.1", "203.180.1.2", "203.180.1.1"]


def test_a_host_that_does_not_exist() -> None:
    class NoNames(World):
        def resolve(self, host: str, port: int) -> list[str]:
            raise socket.gaierror(-2, f"{host}:{port}: name or service not known")

    world = NoNames()
    fetcher = fetcher_for("http://city.example.jp/", world, local=False, hosts=())
    fetched = fetcher.fetch("http://city.example.jp/a.pdf")
    assert fetched.result is CaptureResult.REFUSED
    assert "fetch.resolve" in (fetched.robots or "")
    assert len(world.slept) == 2


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with hostile_server() as server:
        yield server


def test_a_local_site_may_be_served_elsewhere(hostile: Hostile) -> None:
    """The sample city has a name of its own; no record depends on the port it is served at."""
    fetcher = fetcher_for(
        "http://sample.localhost/",
        hosts=("sample.localhost",),
        reroute={"sample.localhost": ("127.0.0.1", hostile.port)},
    )
    fetched = fetcher.fetch("http://sample.localhost/good.pdf")
    assert fetched.result is CaptureResult.NEW
    assert str(hostile.port) not in f"{fetched.final_url}{fetched.exchanges[-1].request_head!r}"


def test_a_public_site_may_not_be_served_elsewhere() -> None:
    with pytest.raises(UsageError, match=r"fetch\.reroute"):
        fetcher_for("http://c.example.jp/", local=False, reroute={"c.example.jp": ("::1", 1)})


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Example.JP:80/a", "http://example.jp/a"),
        ("https://example.jp", "https://example.jp/"),
        ("https://example.jp:8443/a#top", "https://example.jp:8443/a"),
        ("http://example.jp/公約.pdf", "http://example.jp/%E5%85%AC%E7%B4%84.pdf"),
        ("http://example.jp/%e5%85%ac", "http://example.jp/%E5%85%AC"),
        ("http://example.jp/%8c%f6.pdf", "http://example.jp/%8C%F6.pdf"),
        ("http://example.jp/%7Euser/%41", "http://example.jp/~user/A"),
        ("http://example.jp/a%2Fb", "http://example.jp/a%2Fb"),
        ("http://example.jp/a/../../b/./c/..", "http://example.jp/b/"),
        ("http://example.jp//a//b", "http://example.jp//a//b"),
        ("http://example.jp/100%.pdf", "http://example.jp/100%25.pdf"),
        ("http://example.jp/a b?q=桜 1&r=%zz", "http://example.jp/a%20b?q=%E6%A1%9C%201&r=%25zz"),
        ("http://日本語.jp/", "http://xn--wgv71a119e.jp/"),
    ],
)
def test_one_spelling_for_each_url(url: str, normal: str) -> None:
    assert normalise_url(url) == normal
    assert normalise_url(normal) == normal


@given(st.text(max_size=60))
def test_normalising_is_stable_and_never_fails_otherwise(text: str) -> None:
    url = archived_url("http://example.jp/" + text)
    assert archived_url(url) == url
    assert url.isascii()
    assert not set(url) & set(" \r\n\t")


@pytest.mark.parametrize(
    "url", ["", "a.pdf", "ftp://example.jp/", "http://", "http://[::1", "file:x"]
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(FetchError):
        normalise_url(url)
