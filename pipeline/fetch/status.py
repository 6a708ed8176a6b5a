"""What the status of a response means for us."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.fetch.errors import FetchError, refused
from pipeline.fetch.model import Exchange, Previous
from schemas.enums import CaptureResult

GOOD = frozenset({200, 203, 301, 302, 303, 304, 307, 308})
GONE = frozenset({404, 410})
FORBIDDEN = frozenset({401, 402, 403, 407, 451})
ASK_AGAIN = frozenset({408, 425, 429})
LONGEST_RETRY_AFTER = 120.0
"""Seconds we are ready to wait inside a run; when more is asked, the next run comes later."""


def check_status(exchange: Exchange, now: datetime) -> None:
    """Raise :class:`FetchError` unless the response brings, confirms or redirects to something."""
    status = exchange.status
    if status in GOOD:
        return
    if status in GONE:
        raise FetchError(
            "fetch.gone", f"status {status}", exchange.url, result=CaptureResult.NOT_PUBLISHED
        )
    if status in FORBIDDEN:
        raise refused("fetch.forbidden", f"status {status}", exchange.url)
    if status in ASK_AGAIN or status >= 500:
        raise busy(exchange, now)
    raise FetchError("fetch.status", f"unexpected status {status}", exchange.url)


def busy(exchange: Exchange, now: datetime) -> FetchError:
    """The error for a server that cannot answer now; final when it asks for a long pause."""
    wait = retry_after(exchange.header("retry-after"), now)
    if wait is not None and wait > LONGEST_RETRY_AFTER:
        what = f"status {exchange.status}, asked to come back in {wait:.0f} s"
        return FetchError("fetch.retry_after", what, exchange.url)
    return FetchError(
        "fetch.status",
        f"status {exchange.status}",
        exchange.url,
        transient=True,
        retry_after=wait,
    )


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds asked for by Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(0.0, (aware - now).total_seconds())


def contradicts(exchange: Exchange, previous: Previous | None) -> bool:
    """Whether a 304 names another version than the one we hold, so that it cannot be trusted."""
    etag = exchange.header("etag")
    return bool(
        previous is not None and etag and previous.etag and strong(etag) != strong(previous.etag)
    )


def strong(etag: str) -> str:
    """An entity tag without the mark of weakness, for the weak comparison of RFC 9110, 8.8.3.2."""
    return etag.removeprefix("W/")
