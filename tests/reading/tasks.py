"""Tasks that behave well and badly, for the pool to run in its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time

from parsers.layout.document import read_pages
from schemas.errors import DocumentError


def setup() -> list[int]:
    """A context that lives as long as its process."""
    return []


def count(context: list[int], value: int) -> tuple[int, int]:
    """``value`` and how many jobs this process has had."""
    context.append(value)
    return value, len(context)


def behave(how: str) -> str:
    """Return, refuse, hang, spin, crash, or eat memory, as told."""
    match how:
        case "refuse":
            raise DocumentError("document.encrypted", "needs a password", how)
        case "bug":
            raise ZeroDivisionError("a bug of ours")
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "print":
            print("noise on standard output")
        case "memory":
            return str(len(b"x" * (8 * 1024**3)))
        case "slow":
            time.sleep(0.3)
        case _:
            pass
    return f"read {how}"


def spawn_and_hang(path: str) -> None:
    """Start a grandchild, tell its id, and hang."""
    child = subprocess.Popen(["sleep", "600"])
    with open(path, "w", encoding="ascii") as out:
        out.write(str(child.pid))
    time.sleep(600)


def leak(context: list[bytes], megabytes: int) -> int:
    """Keep memory from job to job, as a leaking library would."""
    context.append(b"x" * (megabytes * 1024**2))
    return len(context)


def read_lines(data: bytes) -> list[int]:
    """How many lines each page of a PDF has."""
    return [len(page.lines) for page in read_pages(data)]
