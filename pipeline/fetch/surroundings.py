"""The outside world as fetching sees it, handed in so that nothing is global."""

from __future__ import annotations

import random
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Resolver = Callable[[str, int], Sequence[str]]
"""From host and port to IP addresses, best first. Raises ``OSError`` when there are none."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Clock, waiting, chance, name resolution and trust.

    ``clock`` is the time that is recorded (aware, UTC), ``timer`` the monotonic seconds that
    limits are measured with, ``jitter`` gives a number from 0 to its argument, and ``tls`` null
    stands for the certificates that httpx trusts.
    """

    clock: Callable[[], datetime]
    timer: Callable[[], float]
    sleep: Callable[[float], None]
    jitter: Callable[[float], float]
    resolve: Resolver
    tls: ssl.SSLContext | None = None


def resolve_by_system(host: str, port: int) -> list[str]:
    """The addresses the operating system has for a host, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def real_surroundings(clock: Callable[[], datetime] | None = None) -> Surroundings:
    """The real world; ``clock`` may be another one, for a run at a simulated date."""
    chance = random.Random()
    return Surroundings(
        clock=clock or (lambda: datetime.now(UTC)),
        timer=time.monotonic,
        sleep=time.sleep,
        jitter=lambda most: chance.uniform(0.0, most),
        resolve=resolve_by_system,
    )
