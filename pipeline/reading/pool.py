"""A pool of worker processes that outlives any document given to it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self

from pipeline.reading.failure import ended, out_of_memory, timed_out
from pipeline.reading.limits import Limits
from pipeline.reading.worker import Worker, start_worker
from schemas.errors import DocumentError, RunError

_AHEAD = 4
"""Jobs a worker may be ahead of the result that is waited for; bounds what is held in memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document: its name for messages and the arguments of the task, all picklable."""

    name: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the task returned, or the error of this one document."""

    name: str
    value: Any = None
    error: DocumentError | None = None


@dataclass(frozen=True, slots=True)
class _Running:
    """A job in a worker; ``position`` is its place in the order of results."""

    position: int
    job: Job
    deadline: float


class Pool:
    """Runs ``task`` ("package.module:function") in processes with limits.

    ``setup`` names a function called once in each process; what it returns (loaded models) is
    the task's first argument. A job that exceeds a limit or ends its process becomes a
    ``DocumentError`` with code ``document.timeout``, ``document.memory`` or ``document.crashed``;
    its process is replaced and the others go on. Raises ``RunError`` where a process cannot start.
    """

    def __init__(
        self, task: str, workers: int = 2, limits: Limits | None = None, setup: str = ""
    ) -> None:
        if workers < 1:
            raise ValueError("a pool needs at least one worker")
        self._task = task
        self._setup = setup
        self._limits = limits or Limits()
        self._size = workers
        self._idle: list[Worker] = []
        self._busy: dict[Worker, _Running] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process: the busy ones with their groups, the idle ones politely."""
        while self._busy:
            self._busy.popitem()[0].kill()
        while self._idle:
            self._idle.pop().close()

    def map(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """The result of every job, in the order of the jobs, which are drawn as they are needed."""
        numbered = enumerate(jobs)
        finished: dict[int, Result] = {}
        drawn = emitted = 0
        try:
            while True:
                free = self._size - len(self._busy)
                room = min(free, emitted + self._size * _AHEAD - drawn)
                for position, job in islice(numbered, room):
                    self._start(position, job)
                    drawn += 1
                if not self._busy:
                    return
                finished.update(self._collect())
                while emitted in finished:
                    yield finished.pop(emitted)
                    emitted += 1
        finally:  # a caller that stops listening leaves no job running
            while self._busy:
                self._busy.popitem()[0].kill()

    def _start(self, position: int, job: Job, fresh: bool = False) -> None:
        worker = self._idle.pop() if self._idle and not fresh else self._new_worker()
        while not worker.send(job.args):
            worker.kill()  # an idle process that was killed from outside
            worker = self._new_worker()
        deadline = time.monotonic() + self._limits.wall_seconds
        self._busy[worker] = _Running(position, job, deadline)

    def _new_worker(self) -> Worker:
        worker = start_worker(self._task, self._setup, self._limits)
        answered = worker.connection.poll(self._limits.start_seconds)
        if answered and worker.receive() == ("ready", None):
            return worker
        _, words = worker.end()
        what = f"a reading process did not start {words}".rstrip()
        raise RunError("run.worker", what, self._task, "check the installation")

    def _collect(self) -> Iterator[tuple[int, Result]]:
        """Wait until something is known; give what is, and stop what is over its time."""
        now = time.monotonic()
        patience = max(0.0, min(r.deadline for r in self._busy.values()) - now)
        answered = wait([worker.connection for worker in self._busy], patience)
        now = time.monotonic()
        for worker, running in list(self._busy.items()):
            if worker.connection in answered:
                yield from self._answered(worker, running)
            elif running.deadline <= now:
                del self._busy[worker]
                worker.kill()
                error = timed_out(running.job.name, self._limits.wall_seconds)
                yield running.position, Result(running.job.name, error=error)

    def _answered(self, worker: Worker, running: _Running) -> Iterator[tuple[int, Result]]:
        """The result of a job whose process answered; a fresh process tries once more if not.

        A process that has read other documents may have failed because of those, so only the
        failure of a fresh one is the document's own.
        """
        answer = worker.receive()
        del self._busy[worker]
        match answer:
            case ("done", value):
                self._rest(worker)
                yield running.position, Result(running.job.name, value=value)
            case ("failed", error):
                self._rest(worker)
                yield running.position, Result(running.job.name, error=error)
            case _:
                error = self._autopsy(worker, running.job.name, answer is not None)
                if worker.jobs_done:
                    self._start(running.position, running.job, fresh=True)
                else:
                    yield running.position, Result(running.job.name, error=error)

    def _rest(self, worker: Worker) -> None:
        worker.jobs_done += 1
        self._idle.append(worker)

    def _autopsy(self, worker: Worker, name: str, said_memory: bool) -> DocumentError:
        status, last_words = worker.end()
        if said_memory:
            return out_of_memory(name)
        return ended(name, status, last_words, self._limits.cpu_seconds)
