"""A small web server on loopback for a folder: how the sample city is published.

It knows no time of its own: every file has the date of the edition it belongs to, and no header
tells the hour, so that what is archived of it is the same on every machine.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

MEDIA_TYPES = {".html": "text/html", ".pdf": "application/pdf", ".txt": "text/plain"}
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Served:
    """A folder being served. ``answered`` grows by (path, status) with each request."""

    port: int
    answered: list[tuple[str, int]] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        """Where the folder is now; the port differs each time, so it must not be recorded."""
        return f"http://{LOOPBACK}:{self.port}/"

    def reroute(self, host: str) -> dict[str, tuple[str, int]]:
        """What makes a fetcher find ``host`` here: records then name the host, not the port."""
        return {host: (LOOPBACK, self.port)}


@contextmanager
def serve_folder(folder: Path, published: datetime) -> Iterator[Served]:
    """Serve a folder on a free loopback port while the ``with`` block lasts.

    ``published`` (aware) is the Last-Modified of every file; the ETag is made from its bytes.
    """
    root = folder.resolve(strict=True)
    answered: list[tuple[str, int]] = []
    modified = published.astimezone(UTC).replace(microsecond=0)

    class Handler(FolderHandler):
        def do_GET(self) -> None:
            answered.append((self.path, self.answer(root, modified)))

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield Served(server.server_address[1], answered)
        finally:
            server.shutdown()
            thread.join()


class FolderHandler(BaseHTTPRequestHandler):
    """Answers GET with a file, 304 when the asker has it, or 404."""

    protocol_version = "HTTP/1.1"

    def answer(self, root: Path, modified: datetime) -> int:
        """Answer the request under way and return the status."""
        path = file_of(root, self.path)
        if path is None:
            return self._send(404, {"Content-Type": "text/plain"}, b"not found\n")
        content = path.read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Last-Modified": format_datetime(modified, usegmt=True)}
        if self._has(etag, modified):
            return self._send(304, headers, b"")
        media_type = MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
        return self._send(200, {"Content-Type": media_type, **headers}, content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: what was answered is in :class:`Served`."""

    def _has(self, etag: str, modified: datetime) -> bool:
        """Whether the asker holds this version (RFC 9110, 13.2.2: the tag decides if given)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> int:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True
        return status


def file_of(root: Path, target: str) -> Path | None:
    """The file a request asks for; a folder stands for its index.html; null outside the root."""
    path = (root / unquote(urlsplit(target).path).lstrip("/")).resolve()
    path = path / "index.html" if path.is_dir() else path
    return path if path.is_relative_to(root) and path.is_file() else None
