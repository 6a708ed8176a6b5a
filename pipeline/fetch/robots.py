"""What robots.txt allows (RFC 9309), and the decision in words, to be kept."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

AGENT_TOKEN = "kouyaku"
MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least 500 KiB must be read."""
MAX_CRAWL_DELAY = 600.0
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class Robots:
    """The rules of one host. ``blocked`` says why nothing at all may be fetched."""

    source: str
    rules: Protego | None = None
    blocked: str | None = None

    def decide(self, url: str) -> tuple[bool, str]:
        """Whether a URL may be fetched, and the decision in words."""
        if self.blocked is not None:
            return False, f"refused: {self.blocked}"
        if self.rules is not None and not self.rules.can_fetch(url, AGENT_TOKEN):
            return False, f"disallowed by {self.source}"
        return True, f"allowed: {self.source}"

    @property
    def crawl_delay(self) -> float:
        """Seconds the host asks us to leave between requests; 0 when it does not ask."""
        return float(self.rules.crawl_delay(AGENT_TOKEN) or 0.0) if self.rules else 0.0


def read_robots(status: int | None, content: bytes | None, error: str | None) -> Robots:
    """The rules that an answer to the request for robots.txt stands for.

    No such file (4xx) allows everything; a server that fails, or does not answer, or is
    overloaded, allows nothing (RFC 9309, 2.3.1.3 and 2.3.1.4).
    """
    if content is not None and status is not None and status < 300:
        return parsed(content, status)
    if status is not None and 400 <= status < 500 and status != TOO_MANY_REQUESTS:
        return Robots(f"no robots.txt ({status})")
    return Robots("", blocked=f"robots.txt cannot be read ({error or status})")


def parsed(content: bytes, status: int) -> Robots:
    """The rules of a robots.txt that was received."""
    text = content[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace")
    robots = Robots(f"robots.txt ({status})", rules=Protego.parse(text))
    delay = robots.crawl_delay
    if not delay <= MAX_CRAWL_DELAY:
        return Robots("", blocked=f"robots.txt asks for {delay:g} s between requests")
    return robots
