"""robots.txt, pace, waiting, and who we say we are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.fetch.model import Want
from schemas.enums import CaptureResult
from schemas.errors import UsageError
from tests.fetch.hostile import Answer, Hostile, busy, hostile_server, says
from tests.fetch.world import CONTACT, World, fetcher_for


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with hostile_server() as server:
        yield server


def robots(text: str) -> Answer:
    return lambda visit: visit.plain(200, text.encode(), "text/plain")


ALLOWED = [
    (robots("User-agent: *\nDisallow: /secret/\n"), "allowed: robots.txt (200)"),
    (robots("User-agent: *\nDisallow: /\n\nUser-agent: kouyaku\nAllow: /\n"), "allowed: robots"),
    (robots(""), "allowed: robots.txt (200)"),
    (robots("﻿User-agent: *\r\nDisallow: /cgi-bin/\r\n"), "allowed: robots.txt (200)"),
    (robots("<html><body>404</body></html>"), "allowed: robots.txt (200)"),
    (busy(404), "allowed: no robots.txt (404)"),
    (busy(403), "allowed: no robots.txt (403)"),
    (lambda visit: visit.redirect("/elsewhere-robots.txt"), "allowed: no robots.txt (404)"),
]
REFUSED = [
    (robots("User-agent: *\nDisallow: /good.pdf\n"), "disallowed by robots.txt (200)"),
    (robots("User-agent: *\nDisallow: /*.pdf$\n"), "disallowed by robots.txt (200)"),
    (robots("User-agent: Kouyaku\nDisallow: /\n"), "disallowed by robots.txt (200)"),
    (robots("User-agent: *\nCrawl-delay: 86400\n"), "refused: robots.txt asks for 86400 s"),
    (busy(500), "refused: robots.txt cannot be read (fetch.status: status 500)"),
    (busy(429), "refused: robots.txt cannot be read (fetch.status: status 429)"),
    (says(b"nonsense"), "refused: robots.txt cannot be read (fetch.protocol"),
    (lambda visit: visit.connection.close(), "refused: robots.txt cannot be read (fetch."),
    (lambda v: v.redirect("http://www.example.net/robots.txt"), "refused: robots.txt cannot be"),
    (lambda v: v.raw(b"HTTP/1.1 200 X\r\n\r\n" + b"#" * 600_000), "refused: robots.txt cannot be"),
]


@pytest.mark.parametrize(("answer", "words"), ALLOWED)
def test_robots_that_let_us_in(answer: Answer, words: str, hostile: Hostile) -> None:
    hostile.robots = answer
    fetched = fetcher_for(hostile.url("/index.html")).fetch(hostile.url("/good.pdf"))
    assert fetched.result is CaptureResult.NEW
    assert (fetched.robots or "").startswith(words)


@pytest.mark.parametrize(("answer", "words"), REFUSED)
def test_robots_that_keep_us_out(answer: Answer, words: str, hostile: Hostile) -> None:
    hostile.robots = answer
    fetched = fetcher_for(hostile.url("/index.html")).fetch(hostile.url("/good.pdf"))
    assert fetched.result is CaptureResult.REFUSED
    assert (fetched.robots or "").startswith(words)
    assert (fetched.error or "").startswith("fetch.robots: ")
    assert "/good.pdf" not in hostile.asked


def test_robots_is_asked_once_and_its_fetch_is_kept(hostile: Hostile) -> None:
    fetcher = fetcher_for(hostile.url("/index.html"))
    first, second = (fetcher.fetch(hostile.url(p)) for p in ("/good.pdf", "/index.html"))
    assert [visit.want for visit in first.robots_visits] == [Want.ROBOTS]
    assert second.robots_visits == ()
    assert hostile.asked.count("/robots.txt") == 1


def test_redirect_into_a_forbidden_place_is_not_followed(hostile: Hostile) -> None:
    hostile.robots = robots("User-agent: *\nDisallow: /good.pdf\n")
    fetched = fetcher_for(hostile.url("/index.html")).fetch(hostile.url("/moved.pdf"))
    assert fetched.result is CaptureResult.REFUSED
    assert "/good.pdf" not in hostile.asked


def test_robots_of_an_earlier_part_of_the_run_is_taken_over(hostile: Hostile) -> None:
    fetcher = fetcher_for(hostile.url("/index.html"))
    fetcher.know_robots(hostile.url("/robots.txt"), 200, b"User-agent: *\nDisallow: /\n")
    assert fetcher.fetch(hostile.url("/good.pdf")).result is CaptureResult.REFUSED
    assert hostile.asked == []


@pytest.mark.parametrize(("asked", "pause"), [("", 3.0), ("Crawl-delay: 10", 10.0)])
def test_requests_to_one_host_are_kept_apart(asked: str, pause: float, hostile: Hostile) -> None:
    hostile.robots = robots(f"User-agent: *\n{asked}\n")
    world = World()
    fetcher = fetcher_for(hostile.url("/index.html"), world, delay=3.0)
    for path in ("/good.pdf", "/bounce.pdf"):
        fetcher.fetch(hostile.url(path))
    assert len(hostile.asked) == 4
    assert world.slept == [pause] * 3


def test_waiting_counts_from_the_end_of_the_last_request(hostile: Hostile) -> None:
    world = World()
    fetcher = fetcher_for(hostile.url("/index.html"), world, delay=3.0)
    fetcher.fetch(hostile.url("/good.pdf"))
    world.seconds += 2.0
    fetcher.fetch(hostile.url("/index.html"))
    world.seconds += 50.0
    fetcher.fetch(hostile.url("/index.html"))
    assert world.slept == [3.0, 1.0]


@pytest.mark.parametrize(
    ("path", "slept"),
    [
        ("/429-then-fine.pdf", [7.0]),
        ("/429-date.pdf", [11.0]),
        ("/429-tomorrow.pdf", []),
        ("/503-then-fine.pdf", [3.0, 6.0]),
        ("/500.pdf", [3.0, 6.0]),
        ("/odd-retry-after.pdf", [3.0]),
        ("/403.pdf", []),
        ("/404.pdf", []),
        ("/error-page.pdf", []),
    ],
)
def test_how_long_we_wait_before_asking_again(
    path: str, slept: list[float], hostile: Hostile
) -> None:
    """Doubling from 2 s with jitter of up to as much again (half of it, in this world)."""
    world = World()
    fetcher_for(hostile.url("/index.html"), world).fetch(hostile.url(path))
    assert world.slept == slept
    assert hostile.asked.count(path) == len(slept) + 1


def test_we_say_who_we_are(hostile: Hostile) -> None:
    fetcher_for(hostile.url("/index.html")).fetch(hostile.url("/good.pdf"))
    assert len(hostile.requests) == 2
    assert all(f"User-Agent: kouyaku/0.0.0 (+{CONTACT})" in r for r in hostile.requests)


@pytest.mark.parametrize("contact", ["", "  ", "市役所", "a\r\nX-Injected: 1"])
def test_an_unusable_contact_is_a_mistake_of_the_profile(contact: str) -> None:
    from pipeline.fetch.fetcher import user_agent

    with pytest.raises(UsageError, match=r"fetch\.contact"):
        user_agent("1.0", contact)
