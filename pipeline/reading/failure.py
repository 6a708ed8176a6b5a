"""What the end of a worker process says about the document it was reading."""

from __future__ import annotations

import signal

from schemas.errors import DocumentError

_MEMORY_WORDS = ("MemoryError", "bad_alloc", "Unable to allocate", "out of memory")


def timed_out(name: str, seconds: float) -> DocumentError:
    """The error of a document that took longer than it may."""
    what = f"reading took longer than {seconds:g} s and was stopped"
    return DocumentError("document.timeout", what, name, "check the file, or raise the limit")


def out_of_memory(name: str) -> DocumentError:
    """The error of a document that needs more memory than it may have."""
    what = "reading needs more memory than one document may have"
    return DocumentError("document.memory", what, name, "check the file, or raise the limit")


def ended(name: str, status: int, last_words: str, cpu_seconds: float) -> DocumentError:
    """The error of a document whose process ended with ``status`` (negative: a signal)."""
    if status == -signal.SIGXCPU:
        return timed_out(name, cpu_seconds)
    # Nobody but the kernel's memory guard kills a worker that its parent did not kill.
    if status == -signal.SIGKILL or any(word in last_words for word in _MEMORY_WORDS):
        return out_of_memory(name)
    how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    what = f"the reading process ended ({how}) {last_words}".rstrip()
    return DocumentError("document.crashed", what, name, "report the file; it was left out")
