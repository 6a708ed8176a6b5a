"""Reading what the archive holds: each document once for each version of the readers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from parsers.version import PARSER_VERSION
from parsers.vocabulary import Vocabulary
from pipeline.archive.store import Archive, write_whole
from pipeline.reading.limits import Limits
from pipeline.reading.pool import Job, Pool, Result
from pipeline.run.reporter import Reporter
from schemas.enums import DocumentKind, DocumentState, Severity
from schemas.errors import DocumentError
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Document, Issue

TASK = "pipeline.run.task:read"
SETUP = "pipeline.run.task:engines"
_PASSING = frozenset({"document.timeout", "document.memory", "document.crashed"})
"""Failures that may be the machine's and not the document's, so that they are tried again."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, by document id; ``fresh`` are the ids that were read in this run."""

    parsed: Mapping[str, ParsedDocument]
    fresh: frozenset[str]


class ReadingCache:
    """Results kept by document, readers and wording; safe to delete."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        words = msgspec.to_builtins(vocabulary, str_keys=True, order="deterministic")
        wording = hashlib.sha256(msgspec.json.encode(words)).hexdigest()
        self._folder = folder / f"{PARSER_VERSION}-{wording[:16]}"

    def get(self, document_id: str) -> ParsedDocument | None:
        """The kept result; null where there is none or it cannot be read any more."""
        try:
            return msgspec.json.decode(self._path(document_id).read_bytes(), type=ParsedDocument)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None

    def put(self, parsed: ParsedDocument) -> None:
        """Keep a result, whole or not at all."""
        path = self._path(parsed.document.document_id)
        write_whole(path, msgspec.json.encode(parsed))

    def _path(self, document_id: str) -> Path:
        return self._folder / f"{document_id.removeprefix('sha256:')}.json"


def read_documents(
    archive: Archive,
    captures: Iterable[Capture],
    vocabulary: Vocabulary,
    cache: ReadingCache,
    reporter: Reporter,
    workers: int = 2,
) -> Readings:
    """Read every document of the captures that was not read before by these readers."""
    names = {c.document_id: c.url for c in captures if c.document_id}
    parsed = {id_: kept for id_ in names if (kept := cache.get(id_)) is not None}
    unread = sorted(set(names) - set(parsed), key=lambda id_: (names[id_], id_))
    reporter.stage("read", len(unread))
    for document_id, result in _results(archive, unread, names, vocabulary, workers):
        parsed[document_id] = _outcome(document_id, result, archive, names[document_id])
        if result.error is None or result.error.code not in _PASSING:
            cache.put(parsed[document_id])
        reporter.step(names[document_id])
    return Readings(parsed, frozenset(unread))


def _results(
    archive: Archive,
    unread: list[str],
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    workers: int,
) -> Iterator[tuple[str, Result]]:
    if not unread:
        return
    jobs = (Job(names[id_], (archive.payload(id_), names[id_], vocabulary)) for id_ in unread)
    with Pool(TASK, min(workers, len(unread)), Limits(), SETUP) as pool:
        yield from zip(unread, pool.map(jobs), strict=True)


def _outcome(document_id: str, result: Result, archive: Archive, url: str) -> ParsedDocument:
    if isinstance(result.value, ParsedDocument):
        return result.value
    if result.error is None:
        raise TypeError(f"{TASK} returned {type(result.value)}")
    return broken_document(document_id, len(archive.payload(document_id)), url, result.error)


def broken_document(document_id: str, size: int, url: str, error: DocumentError) -> ParsedDocument:
    """What stands for a document that could not be read: its state and why."""
    document = Document(
        document_id=document_id,
        source_url=url,
        kind=DocumentKind.OTHER,
        bytes=size,
        media_type="application/octet-stream",
        parser_version=PARSER_VERSION,
        state=DocumentState.BROKEN,
    )
    issue = Issue(
        rule=error.code,
        severity=Severity.ERROR,
        table="documents",
        row_id=document_id,
        document_id=document_id,
        message_ja=f"文書を読み取れませんでした（{error.code}）。",
        message_en=f"The document could not be read: {error.what}.",
        text_raw=url,
    )
    return ParsedDocument(document=document, issues=(issue,))
