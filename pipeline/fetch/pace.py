"""Time between two requests to one host."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """Keeps requests to one host apart, from the end of one to the start of the next."""

    def __init__(
        self, delay: float, timer: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._delay = delay
        self._timer = timer
        self._sleep = sleep
        self._slower: dict[str, float] = {}
        self._ended: dict[str, float] = {}

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least ``delay`` seconds, if the host asks for more than we leave anyway."""
        self._slower[host] = max(delay, self._slower.get(host, 0.0))

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked again."""
        if host not in self._ended:
            return
        delay = max(self._delay, self._slower.get(host, 0.0))
        left = self._ended[host] + delay - self._timer()
        if left > 0:
            self._sleep(left)

    def ended(self, host: str) -> None:
        """Note that a request to the host has just ended."""
        self._ended[host] = self._timer()
