"""WARC files as other tools write them, made here by hand, byte by byte."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence

Header = tuple[str, str]


def sha1(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content).digest()).decode()


def record(kind: str, headers: Sequence[Header], block: bytes, version: str = "1.0") -> bytes:
    """One WARC record, not compressed."""
    lines = [f"WARC/{version}", f"WARC-Type: {kind}", *(f"{k}: {v}" for k, v in headers)]
    head = "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""])
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def response(
    url: str, date: str, block: bytes, number: int = 1, *extra: Header, version: str = "1.0"
) -> bytes:
    headers = [
        ("WARC-Target-URI", url),
        ("WARC-Date", date),
        ("WARC-Record-ID", f"<urn:uuid:{number:032x}>"),
        ("Content-Type", "application/http;msgtype=response"),
        *extra,
    ]
    return record("response", headers, block, version)


def warcinfo(software: str) -> bytes:
    headers = [
        ("WARC-Date", "2023-01-01T00:00:00Z"),
        ("WARC-Record-ID", f"<urn:uuid:{99:032x}>"),
        ("Content-Type", "application/warc-fields"),
    ]
    return record("warcinfo", headers, f"software: {software}\r\n".encode())


def chunked(body: bytes, size: int = 700) -> bytes:
    pieces = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def member_each(records: Sequence[bytes]) -> bytes:
    """One gzip member a record, as the standard asks for."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)


def member_for_all(records: Sequence[bytes]) -> bytes:
    """One gzip member for the whole file, as ``gzip`` makes it of a plain one."""
    return gzip.compress(b"".join(records), mtime=0)


def plain(records: Sequence[bytes]) -> bytes:
    return b"".join(records)
