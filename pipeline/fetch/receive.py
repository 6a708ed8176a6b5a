"""One request and its response: no redirect, no retry, no cookie, nothing decoded."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import httpcore
import httpx

from pipeline.fetch.decoding import too_large
from pipeline.fetch.errors import FetchError
from pipeline.fetch.model import Exchange, Previous
from pipeline.fetch.network import Deadline, GuardedBackend, GuardedTransport, OutOfTimeError
from pipeline.fetch.surroundings import Surroundings
from pipeline.profiles.model import Politeness, Site

KEPT_OF_A_CUT_BODY = 64 * 1024
"""Bytes archived of a body that was cut: enough to see what it was."""


class CutError(Exception):
    """The body did not come whole. Holds what there is of the exchange, and why."""

    def __init__(self, exchange: Exchange, error: FetchError) -> None:
        super().__init__(str(error))
        self.exchange = exchange
        self.error = error


@dataclass(frozen=True, kw_only=True)
class Line:
    """How to reach a site: its limits, its identity and the outside world."""

    site: Site
    politeness: Politeness
    surroundings: Surroundings
    agent: str
    tls: ssl.SSLContext
    reroute: dict[str, tuple[str, int]]

    def receive(self, url: str, limit: int, previous: Previous | None, turn: int = 0) -> Exchange:
        """Ask for a normalised URL once.

        ``turn`` counts the attempts, so that each tries another address of the host. Raises
        :class:`FetchError` when no response came and :class:`CutError` when a part came.
        """
        world = self.surroundings
        deadline = Deadline(world.timer, self.politeness.total_timeout)
        backend = GuardedBackend(
            world.resolve, deadline, local=self.site.local, reroute=self.reroute, turn=turn
        )
        requested_at = world.clock()
        request = httpx.Request(
            "GET",
            url,
            headers=self._headers(url, previous),
            extensions={"timeout": httpx.Timeout(self.politeness.timeout).as_dict()},
        )
        # The transport alone: a client would keep cookies and look into redirects by itself.
        with GuardedTransport(backend, self.tls) as transport:
            try:
                response = transport.handle_request(request)
                body, error = read_body(response, limit, url)
            except FetchError as caught:
                caught.where = url
                raise
            except (httpcore.TimeoutException, httpcore.NetworkError) as caught:
                raise no_response(caught, url) from caught
            except httpcore.ProtocolError as caught:
                raise FetchError(
                    "fetch.protocol", f"not proper HTTP ({caught})", url, transient=True
                ) from caught
        exchange = exchange_of(url, request, response, body, requested_at, backend.address, error)
        if error:
            raise CutError(exchange, error)
        return exchange

    def _headers(self, url: str, previous: Previous | None) -> Mapping[str, str]:
        headers = {
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Language": "ja",
            # The bytes of the file itself: nothing to undo, and no bomb to defuse.
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if previous is not None and previous.url == url:
            if previous.etag:
                headers["If-None-Match"] = previous.etag
            if previous.last_modified:
                headers["If-Modified-Since"] = format_datetime(previous.last_modified, usegmt=True)
        return headers


def exchange_of(
    url: str,
    request: httpx.Request,
    response: httpx.Response,
    body: bytes,
    requested_at: datetime,
    address: str,
    error: FetchError | None,
) -> Exchange:
    """What went over the wire, as it is kept."""
    return Exchange(
        url=url,
        requested_at=requested_at,
        request_head=request_head(request),
        response_head=response_head(response),
        status=response.status_code,
        headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers.raw),
        body=body,
        address=address,
        truncated=error.truncated if error else None,
    )


def read_body(response: httpx.Response, limit: int, url: str) -> tuple[bytes, FetchError | None]:
    """The body as received, and why it is not whole if it is not."""
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in response.iter_raw():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return kept_of(pieces), too_large(limit, url)
    except OutOfTimeError as caught:
        error = FetchError("fetch.too_slow", str(caught), url, truncated="time")
        return kept_of(pieces), error
    except httpcore.TimeoutException:
        error = FetchError(
            "fetch.timeout", "the body stopped coming", url, transient=True, truncated="time"
        )
        return kept_of(pieces), error
    except (httpcore.NetworkError, httpcore.ProtocolError) as caught:
        error = FetchError(
            "fetch.cut", f"body cut ({caught})", url, transient=True, truncated="disconnect"
        )
        return kept_of(pieces), error
    return b"".join(pieces), None


def kept_of(pieces: list[bytes]) -> bytes:
    """The beginning of a body that was cut."""
    return b"".join(pieces)[:KEPT_OF_A_CUT_BODY]


def no_response(caught: Exception, url: str) -> FetchError:
    """The error for a connection that brought no response; bad certificates are final."""
    if isinstance(caught, OutOfTimeError):
        return FetchError("fetch.too_slow", str(caught), url)
    if isinstance(caught, httpcore.TimeoutException):
        return FetchError("fetch.timeout", "no answer in time", url, transient=True)
    cause: BaseException | None = caught
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError("fetch.tls", f"HTTPS cannot be trusted ({cause})", url)
        cause = cause.__cause__ or cause.__context__
    return FetchError("fetch.connection", f"connection failed ({caught})", url, transient=True)


def request_head(request: httpx.Request) -> bytes:
    """The request line and headers as sent."""
    lines = [b"GET " + request.url.raw_path + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in request.headers.raw]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def response_head(response: httpx.Response) -> bytes:
    """The status line and headers as received, without the transfer coding that is undone."""
    version = response.extensions.get("http_version", b"HTTP/1.1")
    reason = response.extensions.get("reason_phrase", b"")
    lines = [version + b" " + str(response.status_code).encode() + b" " + reason]
    for name, value in response.headers.raw:
        # Players would look for chunks that are no longer there; the fact is kept by name.
        kept = b"X-Archive-Orig-" + name if name.lower() == b"transfer-encoding" else name
        lines.append(kept + b": " + value)
    return b"\r\n".join(lines) + b"\r\n\r\n"
