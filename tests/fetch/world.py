"""What the tests of fetching stand on: a world without waiting, and small documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.surroundings import Surroundings, resolve_by_system
from pipeline.profiles.model import Politeness, Site

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
CONTACT = "https://example.org/contact"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
OTHER_PDF = PDF.replace(b"1.4", b"1.7")
PAGE = "<!DOCTYPE html><html><body><h1>公約のページ</h1></body></html>".encode()


@dataclass
class World:
    """Injected time and chance: sleeping only moves the timer on and is noted."""

    tick: float = 0.0
    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    addresses: dict[str, list[str]] = field(default_factory=dict)

    def timer(self) -> float:
        self.seconds += self.tick
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.addresses[host] if host in self.addresses else resolve_by_system(host, port)

    def surroundings(self, clock: Callable[[], datetime] = lambda: NOW) -> Surroundings:
        return Surroundings(
            clock=clock,
            timer=self.timer,
            sleep=self.sleep,
            jitter=lambda most: most / 2,
            resolve=self.resolve,
        )


def fetcher_for(
    index_url: str,
    world: World | None = None,
    *,
    local: bool = True,
    hosts: tuple[str, ...] = ("127.0.0.1",),
    reroute: dict[str, tuple[str, int]] | None = None,
    now: datetime = NOW,
    **politeness: float,
) -> Fetcher:
    """A fetcher for a site of one page, impatient enough for tests."""
    manners = {"delay": 0.0, "timeout": 0.3, "attempts": 3} | politeness
    return Fetcher(
        Site(index_url=index_url, allowed_hosts=hosts, contact=CONTACT, local=local),
        Politeness(**manners),  # type: ignore[arg-type]
        (world or World()).surroundings(lambda: now),
        version="0.0.0",
        reroute=reroute,
    )
