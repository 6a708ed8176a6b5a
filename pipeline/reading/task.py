"""What a reading process does: load the engines once, then read one document after another.

It stands here and not with the runs, so that such a process loads nothing but the readers.
"""

from __future__ import annotations

from parsers.document import load_engines, parse_document
from parsers.vocabulary import Vocabulary
from schemas.parsed import ParsedDocument


class Reader:
    """What a process keeps from one document to the next: engines, and wording made ready."""

    def __init__(self) -> None:
        self.engines = load_engines()
        self._vocabulary: Vocabulary | None = None

    def kept(self, vocabulary: Vocabulary) -> Vocabulary:
        """The same wording; that of the last document again where it is equal.

        Every document comes with a copy, and making one ready to read with takes 10 ms.
        """
        if self._vocabulary is None or vocabulary != self._vocabulary:
            self._vocabulary = vocabulary
        return self._vocabulary


def reader() -> Reader:
    """Called once in each process."""
    return Reader()


def read(loaded: Reader, data: bytes, name: str, vocabulary: Vocabulary) -> ParsedDocument:
    """Read one document. Raises ``DocumentError`` where it cannot be read."""
    return parse_document(data, name, loaded.kept(vocabulary), loaded.engines)
