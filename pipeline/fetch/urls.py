"""One spelling for every URL, and which URLs a site may send us to."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

from pipeline.fetch.addresses import literal_address
from pipeline.fetch.errors import FetchError, refused
from pipeline.profiles.model import Site

DEFAULT_PORTS = {"http": 80, "https": 443}
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
KEPT_IN_PATH = "/%:@!$&'()*+,;="
KEPT_IN_QUERY = KEPT_IN_PATH + "?"


def normalise_url(url: str) -> str:
    """The one spelling under which a URL is fetched, archived and looked up (RFC 3986, 6.2.2).

    Host in lower case and IDNA, no default port, no fragment, no dot segments, non-ASCII
    characters percent-encoded as UTF-8. Raises :class:`FetchError` when it is no http(s) URL.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = normalise_host(parts.hostname or "")
    except (ValueError, idna.IDNAError) as error:
        raise refused("fetch.bad_url", f"not a URL ({error})", url) from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise refused("fetch.scheme", "only http and https are fetched", url)
    if parts.username is not None or parts.password is not None:
        raise refused("fetch.bad_url", "a URL with a user name in it is not followed", url)
    place = f"[{host}]" if ":" in host else host
    if port not in (None, DEFAULT_PORTS[parts.scheme]):
        place += f":{port}"
    clean = SplitResult(
        parts.scheme,
        place,
        without_dots(encoded(parts.path, KEPT_IN_PATH)),
        encoded(parts.query, KEPT_IN_QUERY),
        "",
    )
    return urlunsplit(clean)


def archived_url(url: str) -> str:
    """The spelling under which a URL is archived: what is no URL at all, percent-encoded."""
    try:
        return normalise_url(url)
    except FetchError:
        return quote(url.strip(), safe=KEPT_IN_QUERY)


def normalise_host(host: str) -> str:
    """A host name in lower case and IDNA, an address in its plain spelling."""
    literal = literal_address(host)
    if literal is not None:
        return literal
    name = host.rstrip(".").lower()
    return name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")


def encoded(text: str, kept: str) -> str:
    """Percent-encode what must be, decode what need not be, hexadecimal digits in capitals."""

    def spell(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()

    quoted = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe=kept))
    return re.sub(r"%([0-9A-Fa-f]{2})", spell, quoted)


def without_dots(path: str) -> str:
    """The path with its ``.`` and ``..`` segments resolved; they never lead above the root."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def host_of(url: str) -> str:
    """The host of a normalised URL, without brackets or port."""
    return urlsplit(url).hostname or ""


def port_of(url: str) -> int:
    """The port of a normalised URL, the scheme's own when it names none."""
    parts = urlsplit(url)
    return parts.port or DEFAULT_PORTS[parts.scheme]


def robots_url(url: str) -> str:
    """Where the robots.txt that governs a URL is (RFC 9309, 2.3)."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def check_allowed(url: str, site: Site) -> None:
    """Raise :class:`FetchError` unless the site may send us to this normalised URL."""
    index = normalise_url(site.index_url)
    allowed = {normalise_host(host) for host in site.allowed_hosts} | {host_of(index)}
    if host_of(url) not in allowed:
        raise host_refused(url)
    ports = {*DEFAULT_PORTS.values(), port_of(index)}
    if port_of(url) not in ports:
        raise refused("fetch.port", f"port {port_of(url)} is not one of the site's", url)


def host_refused(url: str) -> FetchError:
    """The error for a host that the profile does not list."""
    return refused("fetch.host", f"host {host_of(url)} is not in the profile's allowed_hosts", url)
