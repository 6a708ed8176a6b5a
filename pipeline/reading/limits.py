"""What one document may cost a worker process, and how the kernel is told so."""

from __future__ import annotations

import resource
from dataclasses import dataclass

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document.

    ``wall_seconds`` is kept by the parent, which kills the worker's process group;
    ``cpu_seconds`` and ``memory_bytes`` (address space of the whole process) by the kernel.
    ``start_seconds`` bounds the start of a worker, models included.
    """

    wall_seconds: float = 300.0
    cpu_seconds: int = 200
    memory_bytes: int = 4 * _GIB
    start_seconds: float = 120.0


def bound_process(memory_bytes: int) -> None:
    """Limit this process's address space and forbid core files."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def grant_cpu(seconds: int) -> None:
    """Allow this process ``seconds`` of CPU from now on; SIGXCPU ends it when they are used up."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = spent + seconds + 1
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
