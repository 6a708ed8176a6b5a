"""What a body is by its first bytes, and whether that is what was promised."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.fetch.errors import FetchError
from pipeline.fetch.model import Want

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
HEAD = 1024
"""Readers accept ``%PDF-`` within the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""
PDF_TAIL = 64 * 1024
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|div|p|br|table|ul|a)\b", re.IGNORECASE
)

SUFFIXES = {"pdf": PDF, "html": HTML, "htm": HTML, "png": "image/png", "jpg": "image/jpeg"}
DECLARED = {
    PDF: PDF,
    "application/x-pdf": PDF,
    HTML: HTML,
    "application/xhtml+xml": HTML,
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
}


def detect_media_type(content: bytes) -> str:
    """The media type of a body, from its bytes alone."""
    if not content.strip(b"\0 \t\r\n"):
        return EMPTY
    for magic, media_type in MAGIC:
        if content.startswith(magic):
            return media_type
    if b"%PDF-" in content[:HEAD]:
        return PDF
    if MARKUP.search(as_ascii(content[: 4 * HEAD])):
        return HTML
    return UNKNOWN if b"\0" in content[:HEAD] else TEXT


def as_ascii(head: bytes) -> bytes:
    """The head of a text without the zero bytes and marks that UTF-16 puts around ASCII."""
    return head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def promised_media_type(url: str, declared: str | None, want: Want) -> str | None:
    """What the name of the file promises, else the Content-Type; null when neither says much."""
    if want is Want.PAGE:
        return HTML
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return SUFFIXES.get(suffix) or DECLARED.get(bare_type(declared))


def bare_type(declared: str | None) -> str:
    """A Content-Type without its parameters, in lower case; empty when there is none."""
    return (declared or "").split(";")[0].strip().lower()


def check_content(content: bytes, detected: str, promised: str | None, where: str) -> None:
    """Raise :class:`FetchError` when a body is not what was promised, or not whole."""
    check_content_type(detected, promised, where)
    if detected == PDF and b"%%EOF" not in content[-PDF_TAIL:]:
        raise FetchError("fetch.pdf_cut", "PDF ends without its end mark (%%EOF)", where)


def check_content_type(detected: str | None, promised: str | None, where: str) -> None:
    """Raise :class:`FetchError` when a body is empty or not what was promised."""
    if detected is None or detected == EMPTY:
        raise FetchError("fetch.empty", "empty body", where)
    if promised is not None and detected != promised and (promised, detected) != (HTML, TEXT):
        raise FetchError("fetch.media_type", f"expected {promised}, got {detected}", where)
