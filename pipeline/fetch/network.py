"""Connections that go only to checked addresses and end when their time is over."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from pipeline.fetch.addresses import is_public, literal_address
from pipeline.fetch.errors import FetchError, refused
from pipeline.fetch.surroundings import Resolver

SocketOption = Any


class Deadline:
    """The moment, on a monotonic timer, after which nothing may be read or written."""

    def __init__(self, timer: Callable[[], float], seconds: float) -> None:
        self._timer = timer
        self._end = timer() + seconds
        self.seconds = seconds

    def cut(self, timeout: float | None) -> float:
        """The time-out to use now. Raises ``httpcore.ReadTimeout`` when the time is over."""
        left = self._end - self._timer()
        if left <= 0:
            raise OutOfTimeError(f"not finished after {self.seconds:g} s")
        return left if timeout is None else min(left, timeout)


class OutOfTimeError(httpcore.ReadTimeout):
    """The total time of one exchange is used up."""


class GuardedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cut(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cut(timeout))
        return GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a host once, checks every address it has, and connects to one that was checked.

    What was checked is what is connected to: a name that resolves differently the next moment
    (DNS rebinding) gains nothing. ``reroute`` maps a host to the address and port it is served
    at; it exists for the sample city and takes effect only where the site is local.
    """

    def __init__(
        self,
        resolve: Resolver,
        deadline: Deadline,
        *,
        local: bool = False,
        reroute: dict[str, tuple[str, int]],
        turn: int = 0,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._local = local
        self._reroute = reroute if local else {}
        self._turn = turn
        self._inner = inner or httpcore.SyncBackend()
        self.address = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        if host in self._reroute:
            self.address, port = self._reroute[host]
        else:
            addresses = self._checked_addresses(host, port)
            self.address = addresses[self._turn % len(addresses)]
        stream = self._inner.connect_tcp(
            self.address, port, self._deadline.cut(timeout), local_address, socket_options
        )
        return GuardedStream(stream, self._deadline)

    def _checked_addresses(self, host: str, port: int) -> list[str]:
        literal = literal_address(host)
        try:
            addresses = [literal] if literal else list(self._resolve(host, port))
        except OSError as error:
            raise unresolved(host, str(error)) from error
        if not addresses:
            raise unresolved(host, "no address")
        bad = [] if self._local else [a for a in addresses if not is_public(a)]
        if bad:
            raise refused("fetch.address", f"{host} is at {bad[0]}, not a public address", host)
        return addresses


def unresolved(host: str, why: str) -> FetchError:
    """The error for a host that has no address just now."""
    return FetchError("fetch.resolve", f"host not found ({why})", host, transient=True)


class BodyStream(httpx.SyncByteStream):
    """A response body of httpcore as httpx wants it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class GuardedTransport(httpx.BaseTransport):
    """httpx over a :class:`GuardedBackend`: HTTP/1.1, one connection a request, no proxy.

    A proxy would resolve names for us, and nothing could be checked; connections are not kept
    because a pool would forget which name an address was checked for.
    """

    def __init__(self, backend: GuardedBackend, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_keepalive_connections=0, http2=False, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=BodyStream(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
