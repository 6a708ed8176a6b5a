"""Digests as WARC files write them: ``algorithm:value`` in base 32, base 64 or hexadecimal."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

ALGORITHMS = {"sha1", "sha256", "sha512", "md5"}


def digest_of(content: bytes) -> str:
    """``sha256:<base 32>``, which warcio, fastwarc and Wayback-style players check."""
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")


def digest_matches(stated: str, contents: Iterable[bytes]) -> bool | None:
    """Whether a stated digest is that of one of the contents; null for an unknown algorithm."""
    name, _, value = stated.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if algorithm not in ALGORITHMS:
        return None
    value = value.strip()
    for content in contents:
        digest = hashlib.new(algorithm, content, usedforsecurity=False).digest()
        spellings = (
            base64.b32encode(digest).decode("ascii"),
            base64.b64encode(digest).decode("ascii"),
            base64.urlsafe_b64encode(digest).decode("ascii"),
        )
        if value in spellings or value.rstrip("=") in {s.rstrip("=") for s in spellings}:
            return True
        if value.lower() in (digest.hex(), spellings[0].lower()):
            return True
    return False
