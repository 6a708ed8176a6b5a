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
    """Changes with every line of the readers and every engine they ask."""
    return hashlib.sha256(b"\0".join([sources_digest().encode(), *_engines()])).hexdigest()


def sources_digest() -> str:
    """Changes with every line of code and every list in ``parsers``."""
    digest = hashlib.sha256()
    root = Path(parsers.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml", ".txt"}:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _engines() -> Iterator[bytes]:
    from parsers.ocr.tesseract import find_tesseract

    for name in LIBRARIES:
        yield f"{name} {installed(name)}".encode()
    tesseract = find_tesseract()
    yield f"tesseract {tesseract.version() if tesseract else None}".encode()


def installed(name: str) -> str | None:
    """The version of a library, None where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
