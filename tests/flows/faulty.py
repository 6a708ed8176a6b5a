"""A reader that hangs at one document and takes its process down at another."""

from __future__ import annotations

import os
import time

from parsers.document import Engines
from parsers.vocabulary import Vocabulary
from pipeline.reading import task
from schemas.parsed import ParsedDocument

HANGS = "1322.pdf"
CRASHES = "1987.pdf"


def read(loaded: Engines, data: bytes, name: str, vocabulary: Vocabulary) -> ParsedDocument:
    if name.endswith(HANGS):
        time.sleep(3600)
    if name.endswith(CRASHES):
        os._exit(7)
    return task.read(loaded, data, name, vocabulary)
