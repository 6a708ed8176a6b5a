"""Which readers these are: what a kept result depends on beside the document and the wording."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import parsers

LIBRARIES = (
    "fugashi",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfminer-six",
    "pdfplumber",
    "pypdfium2",
    "rapidfuzz",
    "rapidocr",
    "selectolax",
    "unidic-lite",
)
"""Libraries whose next version may read a document otherwise."""


def readers_digest() -> str:
    """A digest that changes with every line of the readers and every engine they ask."""
    digest = hashlib.sha256()
    for part in (*_sources(), *_engines()):
        digest.update(part + b"\0")
    return digest.hexdigest()


def _sources() -> Iterator[bytes]:
    root = Path(parsers.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml", ".txt"}:
            yield str(path.relative_to(root)).encode()
            yield path.read_bytes()


def _engines() -> Iterator[bytes]:
    from parsers.ocr.tesseract import find_tesseract

    for name in LIBRARIES:
        yield f"{name} {_installed(name)}".encode()
    tesseract = find_tesseract()
    yield f"tesseract {tesseract.version() if tesseract else None}".encode()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
