"""A server on loopback that misbehaves in every way we could think of, one way a path."""

from __future__ import annotations

import gzip
import socket
import socketserver
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import brotli

from tests.fetch.world import OTHER_PDF, PAGE, PDF

Answer = Callable[["Visit"], None]


class Hostile:
    """The server's memory: what was asked, and how often."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[str] = []
        self.requests: list[str] = []
        self.robots: Answer = lambda visit: visit.plain(404, b"none", "text/plain")
        self.files: dict[str, Answer] = dict(WAYS)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class Visit:
    """One request being answered."""

    def __init__(self, server: Hostile, connection: socket.socket, request: str) -> None:
        self.server = server
        self.connection = connection
        self.request = request
        self.path = request.split(" ")[1]

    @property
    def count(self) -> int:
        """The how-manieth request for this path it is."""
        return self.server.asked.count(self.path)

    def header(self, name: str) -> str | None:
        for line in self.request.split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None

    def raw(self, content: bytes) -> None:
        self.connection.sendall(content)

    def plain(self, status: int, body: bytes, media_type: str, *headers: str) -> None:
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {media_type}", *headers]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
        self.raw(head.encode("latin-1") + (b"" if status == 304 else body))

    def pdf(self, *headers: str, body: bytes = PDF) -> None:
        self.plain(200, body, "application/pdf", *headers)

    def redirect(self, target: str, status: int = 302) -> None:
        self.plain(status, b"", "text/html", f"Location: {target}")


def drip(visit: Visit) -> None:
    visit.raw(b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4 ")
    while True:
        visit.raw(b"x")


def drip_headers(visit: Visit) -> None:
    visit.raw(b"HTTP/1.1 200 X\r\n")
    while True:
        visit.raw(b"X: y\r\n")


def endless(visit: Visit) -> None:
    visit.raw(b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4 ")
    while True:
        visit.raw(b"\0" * 65536)


def stalls(visit: Visit) -> None:
    visit.raw(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n%PDF-1.4 ")
    visit.connection.recv(1)


def silent(visit: Visit) -> None:
    visit.connection.recv(1)


def reset(visit: Visit) -> None:
    visit.raw(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n%PDF-1.4 ")
    reset_at_once(visit)


def reset_at_once(visit: Visit) -> None:
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.connection.close()


def hangs_up(visit: Visit) -> None:
    visit.connection.close()


def coded(coding: str, body: bytes) -> Answer:
    return lambda visit: visit.pdf(f"Content-Encoding: {coding}", body=body)


def says(content: bytes) -> Answer:
    return lambda visit: visit.raw(content)


def until(times: int, first: Answer, then: Answer) -> Answer:
    return lambda visit: (first if visit.count <= times else then)(visit)


def busy(status: int, *headers: str) -> Answer:
    return lambda visit: visit.plain(status, b"busy", "text/plain", *headers)


def fine(visit: Visit) -> None:
    visit.pdf()


def conditional(visit: Visit) -> None:
    if visit.header("If-None-Match") == '"v1"':
        visit.plain(304, b"", "application/pdf", 'ETag: "v1"')
    else:
        visit.pdf('ETag: "v1"', "Last-Modified: Wed, 01 Apr 2026 00:00:00 GMT")


def lying_304(visit: Visit) -> None:
    """Confirms whatever it is asked, and names another version while doing so."""
    if visit.header("If-None-Match"):
        visit.plain(304, b"", "application/pdf", 'ETag: "v2"')
    else:
        visit.pdf(f'ETag: "v{visit.count}"', body=PDF if visit.count == 1 else OTHER_PDF)


def changing_etag(visit: Visit) -> None:
    visit.pdf(f'ETag: "{visit.count}"')


def same_etag_other_bytes(visit: Visit) -> None:
    visit.pdf('ETag: "always"', body=PDF if visit.count == 1 else OTHER_PDF)


def cookies(visit: Visit) -> None:
    visit.pdf("Set-Cookie: who=you; Path=/", "Set-Cookie: track=1; Path=/")


def bounce(visit: Visit) -> None:
    target = visit.server.url("/bounced.pdf")
    visit.plain(302, b"", "text/html", f"Location: {target}", "Set-Cookie: hop=1; Path=/")


GZIP_BOMB = gzip.compress(b"\0" * 20_000_000)
CP932_PAGE = "<html><title>公約</title><p>短期・中期・中長期</p></html>".encode("cp932")
ERROR_PAGE = "<html><body>お探しのページは見つかりません</body></html>".encode()
HEAD = b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\n"

WAYS: dict[str, Answer] = {
    "/index.html": lambda v: v.plain(200, PAGE, "text/html"),
    "/good.pdf": fine,
    "/drip.pdf": drip,
    "/drip-headers.pdf": drip_headers,
    "/endless.pdf": endless,
    "/stalls.pdf": stalls,
    "/silent.pdf": silent,
    "/reset.pdf": reset,
    "/reset-at-once.pdf": reset_at_once,
    "/hangs-up.pdf": hangs_up,
    "/gzip-bomb.pdf": coded("gzip", GZIP_BOMB),
    "/gzip-in-gzip-bomb.pdf": coded("gzip, gzip", gzip.compress(GZIP_BOMB)),
    "/deflate-bomb.pdf": coded("deflate", zlib.compress(b"\0" * 20_000_000)),
    "/brotli-bomb.pdf": coded("br", brotli.compress(b"\0" * 20_000_000)),
    "/not-gzip.pdf": coded("gzip", PDF),
    "/half-gzip.pdf": coded("gzip", gzip.compress(PDF)[:-12]),
    "/odd-coding.pdf": coded("rot13", PDF),
    "/many-codings.pdf": coded("gzip, gzip, gzip, gzip", PDF),
    "/gzip.pdf": coded("gzip", gzip.compress(PDF)),
    "/raw-deflate.pdf": coded("deflate", zlib.compress(PDF)[2:-4]),
    "/brotli.pdf": coded("br", brotli.compress(PDF)),
    "/length-too-long.pdf": says(HEAD + b"Content-Length: 5000\r\n\r\n" + PDF),
    "/length-too-short.pdf": says(HEAD + b"Content-Length: 20\r\n\r\n" + PDF),
    "/two-lengths.pdf": says(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + PDF),
    "/no-length.pdf": says(b"HTTP/1.0 200 X\r\nContent-Type: application/pdf\r\n\r\n" + PDF),
    "/chunked.pdf": says(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(PDF), PDF)
    ),
    "/chunk-cut.pdf": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n%PDF-1.4"),
    "/not-http.pdf": says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "/headers-without-end.pdf": says(b"HTTP/1.1 200 X\r\n" + b"X: %s\r\n" % (b"y" * 200_000)),
    "/early-hints.pdf": says(b"HTTP/1.1 103 X\r\nLink: </a>\r\n\r\n" + HEAD + b"\r\n" + PDF),
    "/error-page.pdf": lambda v: v.plain(200, ERROR_PAGE, "text/html"),
    "/html-as-pdf": lambda v: v.plain(200, ERROR_PAGE, "application/pdf"),
    "/zip-as.pdf": lambda v: v.pdf(body=b"PK\x03\x04" + b"\0" * 90),
    "/pdf-as-html.pdf": lambda v: v.plain(200, PDF, "text/html"),
    "/truncated.pdf": lambda v: v.pdf(body=PDF[:-10]),
    "/empty.pdf": lambda v: v.pdf(body=b""),
    "/blank.pdf": lambda v: v.pdf(body=b"\n \n"),
    "/cp932.html": lambda v: v.plain(200, CP932_PAGE, "text/html"),
    "/loop-a.pdf": lambda v: v.redirect("/loop-b.pdf"),
    "/loop-b.pdf": lambda v: v.redirect("/loop-a.pdf"),
    "/itself.pdf": lambda v: v.redirect("/itself.pdf"),
    "/no-location.pdf": lambda v: v.plain(302, b"", "text/html"),
    "/to-other-host.pdf": lambda v: v.redirect("http://www.example.net/a.pdf"),
    "/to-file.pdf": lambda v: v.redirect("file:///etc/passwd"),
    "/to-javascript.pdf": lambda v: v.redirect("javascript:alert(1)"),
    "/to-user.pdf": lambda v: v.redirect("http://127.0.0.1@www.example.net/a.pdf"),
    "/to-other-port.pdf": lambda v: v.redirect("http://127.0.0.1:22/"),
    "/bounce.pdf": bounce,
    "/bounced.pdf": fine,
    "/moved.pdf": lambda v: v.redirect("/good.pdf", 308),
    "/to-raw-bytes.pdf": says(
        b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: /" + "公約.pdf".encode() + b"\r\n\r\n"
    ),
    "/%E5%85%AC%E7%B4%84.pdf": fine,
    "/%8C%F6%96%F1.pdf": fine,
    "/Case.PDF": fine,
    "/outside.pdf": fine,
    "/a%2F..%2F..%2Fb.pdf": fine,
    "/429-then-fine.pdf": until(1, busy(429, "Retry-After: 7"), fine),
    "/429-date.pdf": until(1, busy(429, "Retry-After: Wed, 01 Apr 2026 09:30:11 GMT"), fine),
    "/429-tomorrow.pdf": busy(429, "Retry-After: 86400"),
    "/503-then-fine.pdf": until(2, busy(503), fine),
    "/408-then-fine.pdf": until(1, busy(408), fine),
    "/500.pdf": busy(500),
    "/odd-retry-after.pdf": until(1, busy(503, "Retry-After: soon"), fine),
    "/reset-then-fine.pdf": until(1, reset_at_once, fine),
    "/401.pdf": busy(401),
    "/403.pdf": busy(403),
    "/404.pdf": busy(404),
    "/410.pdf": busy(410),
    "/204.pdf": says(b"HTTP/1.1 204 X\r\n\r\n"),
    "/206.pdf": lambda v: v.plain(206, PDF[:9], "application/pdf"),
    "/418.pdf": busy(418),
    "/304-unasked.pdf": lambda v: v.plain(304, b"", "application/pdf"),
    "/conditional.pdf": conditional,
    "/lying-304.pdf": lying_304,
    "/changing-etag.pdf": changing_etag,
    "/same-etag.pdf": same_etag_other_bytes,
    "/bad-date.pdf": lambda v: v.pdf("Last-Modified: yesterday"),
    "/cookies.pdf": cookies,
}


class Handler(socketserver.BaseRequestHandler):
    """Reads one request head and answers it in the way its path names."""

    server: Server

    def handle(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.request.recv(65536)
            if not piece:
                return
            head += piece
        visit = Visit(self.server.hostile, self.request, head.decode("latin-1"))
        hostile = self.server.hostile
        hostile.asked.append(visit.path)
        hostile.requests.append(visit.request)
        path = urlsplit(visit.path).path
        gone = hostile.files["/404.pdf"]
        answer = hostile.robots if path == "/robots.txt" else hostile.files.get(path, gone)
        try:
            answer(visit)
        except OSError:
            return  # The asker hung up, which is what most of these ways are for.


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    hostile: Hostile


@contextmanager
def hostile_server() -> Iterator[Hostile]:
    """The server, running while the ``with`` block lasts."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.hostile = Hostile()
        server.hostile.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.hostile
        finally:
            server.shutdown()
            thread.join()
