"""What a file is, by its first bytes."""

from __future__ import annotations

from enum import StrEnum

from schemas.errors import DocumentError


class Container(StrEnum):
    """What the bytes of a readable file are; the value is its media type."""

    PDF = "application/pdf"
    HTML = "text/html"
    TEXT = "text/plain"


_REFUSED = (
    (b"PK\x03\x04", "a ZIP archive or an Office document", "publish it as PDF"),
    (b"PK\x05\x06", "an empty ZIP archive", "publish it as PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "publish it as PDF"),
    (b"\x89PNG", "a PNG picture", "give a PDF, a page or a text extract"),
    (b"\xff\xd8\xff", "a JPEG picture", "give a PDF, a page or a text extract"),
    (b"GIF8", "a GIF picture", "give a PDF, a page or a text extract"),
    (b"II*\x00", "a TIFF picture", "give a PDF, a page or a text extract"),
    (b"MM\x00*", "a TIFF picture", "give a PDF, a page or a text extract"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"{\\rtf", "an RTF document", "publish it as PDF"),
    (b"%!PS", "a PostScript file", "publish it as PDF"),
)
_HEAD = 1024
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<title",
    b"<?xml",
    b"<div",
    b"<p>",
    b"<br",
)


def container_of(data: bytes, name: str) -> Container:
    """Whether a file is a PDF, a page or text, whatever it is called.

    Raises:
        DocumentError: ``document.empty``, ``document.not_a_pdf`` (a page that is named .pdf) or
            ``document.unknown`` with what it is instead.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise DocumentError("document.empty", "the file is empty", name, "fetch it again")
    if b"%PDF-" in data[:_HEAD]:
        return Container.PDF
    for magic, what, do in _REFUSED:
        if data.startswith(magic):
            raise DocumentError("document.unknown", f"the file is {what}", name, do)
    markup = is_markup(data)
    if name.lower().endswith(".pdf"):
        what = "a web page" if markup else "no PDF: it does not begin like one"
        raise DocumentError(
            "document.not_a_pdf", f"the file is named .pdf but is {what}", name, "fetch it again"
        )
    return Container.HTML if markup else Container.TEXT


def is_markup(data: bytes) -> bool:
    """Whether the head of a file holds HTML, in any of the usual charsets."""
    head = data[: 4 * _HEAD].replace(b"\x00", b"").lower()
    return any(tag in head for tag in _MARKUP)
