"""Fetching one URL as a good guest: robots.txt, pace, redirects, retries, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin

import httpx
import tenacity

from pipeline.fetch.decoding import decode_body
from pipeline.fetch.errors import FetchError, refused
from pipeline.fetch.media import check_content, detect_media_type, promised_media_type
from pipeline.fetch.model import Exchange, Fetched, Previous, Want, document_id_of
from pipeline.fetch.pace import Pace
from pipeline.fetch.receive import CutError, Line
from pipeline.fetch.robots import MAX_ROBOTS_BYTES, Robots, read_robots
from pipeline.fetch.status import check_status, contradicts
from pipeline.fetch.surroundings import Surroundings
from pipeline.fetch.urls import archived_url, check_allowed, host_of, normalise_url, robots_url
from pipeline.profiles.model import Politeness, Site
from schemas.enums import CaptureResult
from schemas.errors import UsageError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0


@dataclass
class Trace:
    """What has happened so far while one URL is being fetched."""

    exchanges: list[Exchange] = field(default_factory=list)
    robots_visits: list[Fetched] = field(default_factory=list)
    robots: str | None = None

    @property
    def last(self) -> Exchange | None:
        """The latest response, if there was one."""
        return self.exchanges[-1] if self.exchanges else None


class Fetcher:
    """Fetches the URLs of one site, one at a time. Not to be shared between threads.

    It remembers what robots.txt said and when a host was last asked, and nothing else: what was
    fetched before is handed in as :class:`Previous`. ``reroute`` maps a host name to the
    (address, port) it is served at, for local sites only.
    """

    def __init__(
        self,
        site: Site,
        politeness: Politeness,
        surroundings: Surroundings,
        *,
        version: str,
        reroute: Mapping[str, tuple[str, int]] | None = None,
    ) -> None:
        if reroute and not site.local:
            raise UsageError("fetch.reroute", "only a local site may be rerouted", site.index_url)
        self._site = site
        self._politeness = politeness
        self._world = surroundings
        self._pace = Pace(politeness.delay, surroundings.timer, surroundings.sleep)
        self._robots: dict[str, Robots] = {}
        self._line = Line(
            site=site,
            politeness=politeness,
            surroundings=surroundings,
            agent=user_agent(version, site.contact),
            tls=surroundings.tls or httpx.create_ssl_context(),
            reroute=dict(reroute or {}),
        )

    def fetch(
        self, url: str, want: Want = Want.DOCUMENT, previous: Previous | None = None
    ) -> Fetched:
        """Fetch one URL and say what came of it; never raises for what a site does.

        With ``previous`` the request is conditional, and the result is ``unchanged`` when the
        server says so or when the bytes are the same.
        """
        trace = Trace()
        requested_at = self._world.clock()
        try:
            normal = normalise_url(url)
        except FetchError as error:
            return failed(archived_url(url), want, requested_at, trace, error)
        try:
            exchange = self._follow(normal, want, previous, trace)
            if exchange.status == NOT_MODIFIED and contradicts(exchange, previous):
                exchange = self._follow(normal, want, None, trace)
                previous = None if exchange.status == NOT_MODIFIED else previous
            return self._conclude(normal, want, requested_at, previous, trace, exchange)
        except FetchError as error:
            return failed(normal, want, requested_at, trace, error)

    def know_robots(self, url: str, status: int | None, content: bytes | None) -> None:
        """Take over what robots.txt said earlier in the same run, when a run is resumed."""
        self._keep_robots(normalise_url(url), read_robots(status, content, None))

    def _keep_robots(self, url: str, robots: Robots) -> None:
        self._robots[url] = robots
        self._pace.slow_down(host_of(url), robots.crawl_delay)

    def _follow(self, url: str, want: Want, previous: Previous | None, trace: Trace) -> Exchange:
        """The response at the end of the redirects, each hop checked like the first."""
        seen: set[str] = set()
        for _ in range(self._politeness.max_redirects + 1):
            check_allowed(url, self._site)
            if want is not Want.ROBOTS:
                self._obey_robots(url, trace)
            exchange = self._ask(url, self._limit(want), previous, trace)
            if exchange.status not in REDIRECTS:
                return exchange
            seen.add(url)
            url = redirect_target(exchange)
            if url in seen:
                break
        raise FetchError("fetch.redirect_loop", "redirects without end", url)

    def _obey_robots(self, url: str, trace: Trace) -> None:
        """Raise :class:`FetchError` when robots.txt does not allow a URL."""
        place = robots_url(url)
        if place not in self._robots:
            visit = self.fetch(place, Want.ROBOTS)
            trace.robots_visits.append(visit)
            self._keep_robots(place, read_robots(visit.status, visit.content, visit.error))
        allowed, trace.robots = self._robots[place].decide(url)
        if not allowed:
            raise refused("fetch.robots", trace.robots, url)

    def _ask(self, url: str, limit: int, previous: Previous | None, trace: Trace) -> Exchange:
        """One response that is worth having, after as many attempts as the profile allows."""
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._politeness.attempts),
            wait=self._wait_before_retry,
            retry=tenacity.retry_if_exception(is_transient),
            sleep=self._world.sleep,
            reraise=True,
        )
        for attempt in retrying:
            with attempt:
                turn = attempt.retry_state.attempt_number - 1
                exchange = self._attempt(url, limit, previous, turn, trace)
                check_status(exchange, self._world.clock())
        return exchange

    def _attempt(
        self, url: str, limit: int, previous: Previous | None, turn: int, trace: Trace
    ) -> Exchange:
        """One request at the right time, its response kept whatever it is."""
        self._pace.wait(host_of(url))
        try:
            exchange = self._line.receive(url, limit, previous, turn)
        except CutError as cut:
            trace.exchanges.append(cut.exchange)
            raise cut.error from cut
        finally:
            self._pace.ended(host_of(url))
        trace.exchanges.append(exchange)
        return exchange

    def _wait_before_retry(self, state: tenacity.RetryCallState) -> float:
        """Seconds: what the server asked for, else doubling with jitter."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, FetchError) and error.retry_after is not None:
            return error.retry_after
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (state.attempt_number - 1))
        return wait + self._world.jitter(wait)

    def _limit(self, want: Want) -> int:
        """Most bytes accepted, on the wire and decoded."""
        return {
            Want.PAGE: self._politeness.max_page_bytes,
            Want.DOCUMENT: self._politeness.max_document_bytes,
            Want.ROBOTS: MAX_ROBOTS_BYTES,
        }[want]

    def _conclude(
        self,
        url: str,
        want: Want,
        requested_at: datetime,
        previous: Previous | None,
        trace: Trace,
        exchange: Exchange,
    ) -> Fetched:
        """What a good response means."""
        if exchange.status == NOT_MODIFIED:
            return not_modified(url, want, requested_at, previous, trace, exchange)
        content = decode_body(
            exchange.body, exchange.header("content-encoding"), self._limit(want), exchange.url
        )
        declared = exchange.header("content-type")
        detected = detect_media_type(content)
        error = None if want is Want.ROBOTS else wrong_content(exchange, want, content, detected)
        document_id = document_id_of(content) if content else None
        same = previous is not None and previous.document_id == document_id
        result = CaptureResult.UNCHANGED if same else CaptureResult.NEW
        return Fetched(
            url=url,
            want=want,
            requested_at=requested_at,
            result=error.result if error else result,
            final_url=exchange.url,
            status=exchange.status,
            exchanges=tuple(trace.exchanges),
            content=content,
            document_id=document_id,
            etag=exchange.header("etag"),
            last_modified=http_date(exchange.header("last-modified")),
            media_type_declared=declared,
            media_type_detected=detected,
            robots=trace.robots,
            error=error.note if error else None,
            robots_visits=tuple(trace.robots_visits),
        )


def wrong_content(
    exchange: Exchange, want: Want, content: bytes, detected: str
) -> FetchError | None:
    """Why a body that came whole is not what was promised; null when it is."""
    promised = promised_media_type(exchange.url, exchange.header("content-type"), want)
    try:
        check_content(content, detected, promised, exchange.url)
    except FetchError as wrong:
        return wrong
    return None


def user_agent(version: str, contact: str) -> str:
    """Who we are and whom to write to. Raises :class:`UsageError` for an unusable contact."""
    if not contact.isascii() or not contact.isprintable() or not contact.strip():
        raise UsageError(
            "fetch.contact", f"contact {contact!r} cannot stand in a User-Agent", do="use ASCII"
        )
    return f"kouyaku/{version} (+{contact})"


def is_transient(error: BaseException) -> bool:
    """Whether trying again may help."""
    return isinstance(error, FetchError) and error.transient


def redirect_target(exchange: Exchange) -> str:
    """Where a redirect leads, as a normalised URL."""
    location = exchange.header("location")
    if not location:
        raise FetchError("fetch.redirect", "redirect without a Location", exchange.url)
    # Servers put raw bytes of any encoding there; percent-encoded they stay what they are.
    ascii_location = quote(location.encode("latin-1"), safe="%/:=&?~#+!$,;'@()*[]")
    return normalise_url(urljoin(exchange.url, ascii_location))


def http_date(value: str | None) -> datetime | None:
    """A date of HTTP (RFC 9110, 5.6.7) in UTC; null when there is none or it is none."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def not_modified(
    url: str,
    want: Want,
    requested_at: datetime,
    previous: Previous | None,
    trace: Trace,
    exchange: Exchange,
) -> Fetched:
    """The document stands as it was archived."""
    if previous is None:
        raise FetchError("fetch.status", "304 to a request without a condition", exchange.url)
    return Fetched(
        url=url,
        want=want,
        requested_at=requested_at,
        result=CaptureResult.UNCHANGED,
        final_url=exchange.url,
        status=exchange.status,
        exchanges=tuple(trace.exchanges),
        document_id=previous.document_id,
        etag=exchange.header("etag") or previous.etag,
        last_modified=http_date(exchange.header("last-modified")) or previous.last_modified,
        robots=trace.robots,
        robots_visits=tuple(trace.robots_visits),
    )


def failed(
    url: str, want: Want, requested_at: datetime, trace: Trace, error: FetchError
) -> Fetched:
    """What came of a URL that did not bring what it should."""
    last = trace.last
    return Fetched(
        url=url,
        want=want,
        requested_at=requested_at,
        result=error.result,
        final_url=last.url if last else None,
        status=last.status if last else None,
        exchanges=tuple(trace.exchanges),
        media_type_declared=last.header("content-type") if last else None,
        robots=trace.robots,
        error=error.note,
        robots_visits=tuple(trace.robots_visits),
    )
