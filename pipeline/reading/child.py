"""The worker process: reads jobs from a connection, answers each, dies rather than go on broken.

Started by ``pipeline.reading.worker`` as ``python -m pipeline.reading.child``. An error that is
not a ``DocumentError`` is not caught here: it ends the process, and the parent reports it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from pipeline.reading.limits import bound_process, grant_cpu
from schemas.errors import DocumentError


def load(path: str) -> Callable[..., Any]:
    """The function that ``"package.module:function"`` names."""
    module, _, name = path.partition(":")
    function = getattr(import_module(module), name)
    if not callable(function):
        raise TypeError(f"{path} is not callable")
    return function  # type: ignore[no-any-return]


def answer(task: Callable[..., Any], args: tuple[Any, ...]) -> tuple[str, Any]:
    """Run the task; a document's own error is an answer, anything else ends the process."""
    try:
        return "done", task(*args)
    except DocumentError as error:
        return "failed", error
    except MemoryError:
        return "memory", None


def serve(connection: Connection, task_path: str, setup_path: str, cpu_seconds: int) -> None:
    """Answer jobs until the parent closes the connection or memory has run out once."""
    task = load(task_path)
    context = (load(setup_path)(),) if setup_path else ()
    connection.send(("ready", None))
    while True:
        try:
            args = connection.recv()
        except EOFError:
            return
        grant_cpu(cpu_seconds)
        kind, value = answer(task, context + args)
        connection.send((kind, value))
        if kind == "memory":
            return


def main(argv: list[str]) -> None:
    """``child FD TASK SETUP CPU_SECONDS MEMORY_BYTES``; SETUP may be empty."""
    descriptor, task, setup, cpu_seconds, memory_bytes = argv
    bound_process(int(memory_bytes))
    # A library that prints must not reach the run's own standard output.
    os.dup2(2, 1)
    with Connection(int(descriptor)) as connection:
        serve(connection, task, setup, int(cpu_seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
