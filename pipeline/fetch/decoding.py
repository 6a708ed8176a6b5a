"""Undoing Content-Encoding within limits: a few bytes may hold gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

from pipeline.fetch.errors import FetchError

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
RAW_DEFLATE = -zlib.MAX_WBITS
MAX_ENCODINGS = 3
BROTLI_PIECE = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"


def decode_body(body: bytes, content_encoding: str | None, limit: int, where: str) -> bytes:
    """The payload as the publisher meant it, at most ``limit`` bytes.

    Knows gzip, deflate and br, also one within the other. Raises :class:`FetchError` when the
    coding is unknown, damaged, or holds more than ``limit`` bytes.
    """
    names = [part.strip().lower() for part in (content_encoding or "").split(",")]
    codings = [name for name in names if name and name != "identity"]
    if len(codings) > MAX_ENCODINGS:
        raise undecodable(f"{len(codings)} content codings one within the other", where)
    for name in reversed(codings):
        if name not in DECODERS:
            raise undecodable(f"unknown content coding {name[:40]!r}", where)
        body = DECODERS[name](body, limit, where)
    return body


def undecodable(what: str, where: str) -> FetchError:
    """The error for a body whose content coding cannot be undone."""
    return FetchError("fetch.content_encoding", what, where)


def too_large(limit: int, where: str) -> FetchError:
    """The error for a body of more bytes than are accepted."""
    return FetchError("fetch.too_large", f"more than {limit} bytes", where, truncated="length")


def gunzip(body: bytes, limit: int, where: str) -> bytes:
    """All members of a gzip (or zlib) body; padding after the last one is not part of it."""
    piece, rest = inflate(body, GZIP_OR_ZLIB, limit, where)
    pieces = [piece]
    while rest.startswith(GZIP_MAGIC):
        limit -= len(piece)
        piece, rest = inflate(rest, GZIP_OR_ZLIB, limit, where)
        pieces.append(piece)
    return b"".join(pieces)


def undeflate(body: bytes, limit: int, where: str) -> bytes:
    """A deflate body: zlib by the standard, raw in the wild."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return inflate(body, GZIP_OR_ZLIB if zlib_header else RAW_DEFLATE, limit, where)[0]


def inflate(body: bytes, window: int, limit: int, where: str) -> tuple[bytes, bytes]:
    """One compressed stream and what follows it."""
    machine = zlib.decompressobj(window)
    try:
        piece = machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise undecodable(f"damaged compressed body ({error})", where) from error
    if len(piece) > limit:
        raise too_large(limit, where)
    if not machine.eof:
        raise undecodable("compressed body ends too early", where)
    return piece, machine.unused_data


def unbrotli(body: bytes, limit: int, where: str) -> bytes:
    """A Brotli body, taken out in pieces so that a bomb is noticed before it has gone off."""
    machine = brotli.Decompressor()
    pieces: list[bytes] = []
    room = limit
    try:
        while body or (pieces and pieces[-1]):
            piece = machine.process(body, output_buffer_limit=BROTLI_PIECE)
            body = b""
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise too_large(limit, where)
    except brotli.error as error:
        raise undecodable(f"damaged compressed body ({error})", where) from error
    if not machine.is_finished():
        raise undecodable("compressed body ends too early", where)
    return b"".join(pieces)


DECODERS: dict[str, Callable[[bytes, int, str], bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": undeflate,
    "br": unbrotli,
}
