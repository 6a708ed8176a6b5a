"""Reading what the archive holds: each document once for each version of the readers."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from parsers.version import PARSER_VERSION
from parsers.vocabulary import Vocabulary
from pipeline.archive.store import Archive, write_whole
from pipeline.reading.limits import Limits
from pipeline.reading.pool import Job, Pool, Result
from pipeline.reading.readers import readers_digest
from pipeline.run.reporter import Reporter
from schemas.enums import DocumentKind, DocumentState, Severity
from schemas.errors import DocumentError
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Document, Issue

TASK = "pipeline.reading.task:read"
SETUP = "pipeline.reading.task:reader"
LIMITS = Limits()
_PASSING = frozenset({"document.timeout", "document.memory", "document.crashed"})
"""Failures that may be the machine's and not the document's: the next run tries them again."""


class Paper(msgspec.Struct, frozen=True):
    """A document to be read: its id, where it is published, and its bytes."""

    document_id: str
    url: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, by document id; ``fresh`` are the ids that were read in this run."""

    parsed: Mapping[str, ParsedDocument]
    fresh: frozenset[str]


class ReadingCache:
    """Results kept by document, readers with their engines, and wording; safe to delete."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        words = msgspec.to_builtins(vocabulary, str_keys=True, order="deterministic")
        wording = hashlib.sha256(msgspec.json.encode(words)).hexdigest()
        self.folder = folder / f"{PARSER_VERSION}-{readers_digest()[:16]}-{wording[:16]}"
        self._passing: dict[str, ParsedDocument] = {}

    def get(self, document_id: str) -> ParsedDocument | None:
        """The kept result; null where there is none or it cannot be read any more."""
        if document_id in self._passing:
            return self._passing[document_id]
        try:
            return msgspec.json.decode(self._path(document_id).read_bytes(), type=ParsedDocument)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None

    def put(self, parsed: ParsedDocument) -> None:
        """Keep a result, whole or not at all; one that may pass, only as long as this object."""
        document_id = parsed.document.document_id
        if any(issue.rule in _PASSING for issue in parsed.issues):
            self._passing[document_id] = parsed
        else:
            write_whole(self._path(document_id), msgspec.json.encode(parsed))

    def _path(self, document_id: str) -> Path:
        return self.folder / f"{document_id.removeprefix('sha256:')}.json"


def addresses(captures: Iterable[Capture]) -> dict[str, str]:
    """The address of each document of the captures, by document id."""
    return {c.document_id: c.url for c in captures if c.document_id}


def unread(names: Mapping[str, str], cache: ReadingCache) -> list[str]:
    """The documents without a kept result, by address."""
    missing = (id_ for id_ in names if cache.get(id_) is None)
    return sorted(missing, key=lambda id_: (names[id_], id_))


def read_documents(
    archive: Archive,
    captures: Iterable[Capture],
    vocabulary: Vocabulary,
    cache: ReadingCache,
    reporter: Reporter,
    workers: int = 2,
) -> Readings:
    """Read every document of the captures that was not read before by these readers."""
    names = addresses(captures)
    parsed = {id_: kept for id_ in names if (kept := cache.get(id_)) is not None}
    fresh = unread(names, cache)
    reporter.stage("read", len(fresh))
    papers = (Paper(id_, names[id_], archive.payload(id_)) for id_ in fresh)
    for document_id, result in zip(fresh, read_papers(papers, vocabulary, workers), strict=True):
        parsed[document_id] = result
        cache.put(result)
        reporter.step(names[document_id])
    return Readings(parsed, frozenset(fresh))


def read_papers(
    papers: Iterable[Paper], vocabulary: Vocabulary, workers: int = 1
) -> Iterator[ParsedDocument]:
    """Read papers in processes of their own, in order; what cannot be read says so.

    A paper that hangs, takes too much memory or ends its process costs only itself.
    """
    drawn: deque[tuple[str, int, str]] = deque()

    def jobs() -> Iterator[Job]:
        for paper in papers:
            drawn.append((paper.document_id, len(paper.payload), paper.url))
            yield Job(paper.url, (paper.payload, paper.url, vocabulary))

    with Pool(TASK, workers, LIMITS, SETUP) as pool:
        for result in pool.map(jobs()):
            yield _outcome(result, *drawn.popleft())


def read_batch(papers: bytes, vocabulary: bytes, workers: int = 1) -> bytes:
    """:func:`read_papers` for a reader on another machine: everything as MessagePack or JSON.

    ``papers`` is a list of :class:`Paper`, ``vocabulary`` a :class:`Vocabulary`, both as
    MessagePack; the result is the list of :class:`ParsedDocument` as JSON, in the same order.
    """
    batch = msgspec.msgpack.decode(papers, type=list[Paper])
    words = msgspec.msgpack.decode(vocabulary, type=Vocabulary)
    return msgspec.json.encode(list(read_papers(batch, words, workers)))


def _outcome(result: Result, document_id: str, size: int, url: str) -> ParsedDocument:
    if isinstance(result.value, ParsedDocument):
        return result.value
    if result.error is None:
        raise TypeError(f"{TASK} returned {type(result.value)}")
    return broken_document(document_id, size, url, result.error)


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
