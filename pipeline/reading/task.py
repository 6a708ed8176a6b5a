"""What a reading process does: load the engines once, then read one document after another.

It stands here and not with the runs, so that such a process loads nothing but the readers.
"""

from __future__ import annotations

from parsers.document import Engines, load_engines, parse_document
from parsers.vocabulary import Vocabulary
from schemas.parsed import ParsedDocument


def engines() -> Engines:
    """Called once in each process."""
    return load_engines()


def read(loaded: Engines, data: bytes, name: str, vocabulary: Vocabulary) -> ParsedDocument:
    """Read one document. Raises ``DocumentError`` where it cannot be read."""
    return parse_document(data, name, vocabulary, loaded)
