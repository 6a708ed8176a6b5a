"""The CDXJ index: one line a record, by URL and time, as Wayback-style players look it up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipeline.archive.model import Entry


def surt(url: str) -> str:
    """The sort-friendly spelling of a URL: ``jp,example,city)/page?a=1``.

    Host reversed and without ``www.``, all in lower case, query sorted, as Wayback players
    canonicalise; the URL itself stands in the line beside it.
    """
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    labels = [host] if host.replace(".", "").isdigit() or ":" in host else host.split(".")[::-1]
    port = f":{parts.port}" if parts.port else ""
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{','.join(labels)}{port}){parts.path or '/'}{query}"


def timestamp(moment: datetime) -> str:
    """The 14 digits of an index line: UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def cdxj_line(entry: Entry) -> str:
    """The index line of a record."""
    declared = (entry.media_type_declared or "unk").split(";")[0].strip()
    fields = {
        "url": entry.url,
        "mime": "warc/revisit" if entry.kind == "revisit" else declared,
        "status": str(entry.status or 200),
        "digest": entry.payload_digest or "",
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.file,
    }
    return f"{surt(entry.url)} {timestamp(entry.date)} {json.dumps(fields, ensure_ascii=False)}"


def cdxj(entries: Iterable[Entry]) -> bytes:
    """The whole index, sorted by bytes."""
    lines = sorted(cdxj_line(e).encode() for e in entries if e.card is None)
    return b"".join(line + b"\n" for line in lines)
