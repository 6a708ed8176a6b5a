"""Times that can be compared although other work shares the machine: pairs, turn about, medians.

CPU seconds are those of this process and of the children it waited for, so that a neighbour's
load counts little; wall seconds are taken only where cores are the question.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

Work = Callable[[], object]


def cpu_seconds() -> float:
    """CPU seconds of this process and its ended children so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_megabytes() -> float:
    """The largest resident set of this process or of any one ended child so far.

    Our own is taken from /proc: what getrusage tells begins with the set of who started us.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (own,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def paired(
    works: Mapping[str, Work], rounds: int, clock: Callable[[], float] = cpu_seconds
) -> dict[str, float]:
    """Median seconds of each work over rounds in which every one has its turn, after one to warm.

    Use one round for works that take minutes; it is then not warmed either.
    """
    if rounds > 1:
        for work in works.values():
            work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            begin = clock()
            work()
            taken[name].append(clock() - begin)
    return {name: median(seconds) for name, seconds in taken.items()}


def wall_seconds() -> float:
    """A clock for works on several cores."""
    return time.perf_counter()


def in_child(module: str, *arguments: object) -> dict[str, Any]:
    """What ``python -m module arguments`` prints as JSON: a process measured from its birth."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
