"""A document that hangs, crashes or eats memory costs itself and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.reading import Job, Limits, Pool
from schemas.errors import RunError

_TASK = "tests.reading.tasks:behave"
_QUICK = Limits(wall_seconds=3.0, cpu_seconds=60, memory_bytes=2 * 1024**3, start_seconds=60.0)


def _jobs(*names: str) -> list[Job]:
    return [Job(name, (name,)) for name in names]


def test_results_come_in_the_order_of_the_jobs() -> None:
    names = ["slow", "a", "b", "slow", "c", "d", "e", "f", "g", "h", "i", "j"]
    with Pool(_TASK, 2, _QUICK) as pool:
        results = list(pool.map(_jobs(*names)))
    assert [r.value for r in results] == [f"read {name}" for name in names]


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("refuse", "document.encrypted", "password"),
        ("hang", "document.timeout", "3 s"),
        ("crash", "document.crashed", "SIGSEGV"),
        ("memory", "document.memory", "memory"),
        ("bug", "document.crashed", "ZeroDivisionError: a bug of ours"),
    ],
)
def test_a_bad_document_is_an_error_of_its_own(how: str, code: str, said: str) -> None:
    with Pool(_TASK, 2, _QUICK) as pool:
        before, bad, after = pool.map(_jobs("before", how, "after"))
    assert (before.value, after.value) == ("read before", "read after")
    assert bad.name == how
    assert bad.value is None
    assert bad.error is not None
    assert bad.error.code == code
    assert said in str(bad.error)


def test_a_document_that_uses_up_its_cpu_time_is_stopped() -> None:
    limits = Limits(wall_seconds=60, cpu_seconds=1, memory_bytes=2 * 1024**3)
    with Pool(_TASK, 1, limits) as pool:
        spun, after = pool.map(_jobs("spin", "after"))
    assert spun.error is not None
    assert spun.error.code == "document.timeout"
    assert after.value == "read after"


def test_a_process_serves_many_documents_and_keeps_its_context() -> None:
    with Pool("tests.reading.tasks:count", 1, _QUICK, "tests.reading.tasks:setup") as pool:
        first = list(pool.map([Job("one", (1,)), Job("two", (2,))]))
        second = list(pool.map([Job("three", (3,))]))
    assert [r.value for r in first + second] == [(1, 1), (2, 2), (3, 3)]


def test_what_other_documents_left_behind_is_not_held_against_a_document() -> None:
    limits = Limits(wall_seconds=30, memory_bytes=1024**3)
    jobs = [Job(str(number), (200,)) for number in range(12)]
    with Pool("tests.reading.tasks:leak", 1, limits, "tests.reading.tasks:setup") as pool:
        results = list(pool.map(jobs))
    assert all(r.error is None for r in results)
    assert max(r.value for r in results) < len(jobs)


def test_a_time_out_kills_what_the_process_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with Pool("tests.reading.tasks:spawn_and_hang", 1, Limits(wall_seconds=6)) as pool:
        (result,) = pool.map([Job("x", (str(told),))])
    assert result.error is not None
    assert result.error.code == "document.timeout"
    assert _ends(int(told.read_text()))


def _ends(pid: int) -> bool:
    """Whether a process is gone soon; the kernel ends a killed one in its own time."""
    patience = time.monotonic() + 20
    while time.monotonic() < patience:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    os.kill(pid, 9)
    return False


def test_what_a_library_prints_does_not_reach_our_output(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool(_TASK, 1, _QUICK) as pool:
        (result,) = pool.map(_jobs("print"))
    assert result.value == "read print"
    assert capfd.readouterr().out == ""


def test_jobs_are_drawn_no_further_ahead_than_needed() -> None:
    drawn: list[int] = []

    def jobs() -> object:
        for number in range(100):
            drawn.append(number)
            yield Job("a", ("a",))

    with Pool(_TASK, 2, _QUICK) as pool:
        results = pool.map(jobs())  # type: ignore[arg-type]
        next(results)
        assert len(drawn) <= 10


def test_a_task_that_cannot_be_loaded_stops_the_run() -> None:
    with Pool("tests.reading.tasks:missing", 1, _QUICK) as pool, pytest.raises(RunError) as caught:
        list(pool.map(_jobs("a")))
    assert caught.value.code == "run.worker"
    assert "missing" in str(caught.value)


def test_no_jobs_give_no_results() -> None:
    with Pool(_TASK, 2, _QUICK) as pool:
        assert list(pool.map([])) == []
