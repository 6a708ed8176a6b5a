"""A worker process as its parent sees it: start, hand over, read answers, end with its group."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import IO, Any

from pipeline.reading.limits import Limits

_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_FAREWELL_SECONDS = 5.0
_TAIL_BYTES = 4000


@dataclass(slots=True, eq=False)
class Worker:
    """One child process, the connection to it and what it wrote to standard error."""

    process: subprocess.Popen[bytes]
    connection: Connection
    errors: IO[bytes]
    jobs_done: int = 0

    def send(self, args: tuple[Any, ...]) -> bool:
        """Hand a job over; False if the process is gone."""
        try:
            self.connection.send(args)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def receive(self) -> tuple[str, Any] | None:
        """The answer that is waiting, or None if the process ended instead of answering."""
        try:
            kind, value = self.connection.recv()
        except (EOFError, ConnectionResetError):
            return None
        return kind, value

    def end(self) -> tuple[int, str]:
        """Wait for a process that is ending; its status (negative: a signal) and last words."""
        self.connection.close()
        self._wait()
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - _TAIL_BYTES))
        lines = self.errors.read().decode("utf-8", "replace").split("\n")
        words = next((line.strip() for line in reversed(lines) if line.strip()), "")
        self.kill()
        return self.process.returncode, words

    def close(self) -> None:
        """Let an idle process end by itself, then kill what is left of its group."""
        self.connection.close()
        self._wait()
        self.kill()

    def kill(self) -> None:
        """Kill the process and all that it started."""
        self.connection.close()
        with suppress(ProcessLookupError):  # the whole group is gone already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.errors.close()

    def _wait(self) -> None:
        with suppress(subprocess.TimeoutExpired):  # the caller kills what did not end
            self.process.wait(_FAREWELL_SECONDS)


def start_worker(task: str, setup: str, limits: Limits) -> Worker:
    """Start a process of its own session that serves ``task`` over a socket pair."""
    parent_end, child_end = socket.socketpair()
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
    command = [sys.executable, "-m", "pipeline.reading.child", str(child_end.fileno())]
    command += [task, setup, str(limits.cpu_seconds), str(limits.memory_bytes)]
    search_path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        pass_fds=(child_end.fileno(),),
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": search_path},
        start_new_session=True,
    )
    child_end.close()
    return Worker(process, Connection(parent_end.detach()), errors)
