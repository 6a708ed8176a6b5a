"""Hostile files end within their limits, with a result or a reason, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.reading import Job, Limits, Pool
from tests.reading import bombs

TASK = "tests.reading.tasks:read_lines"
LIMITS = Limits(wall_seconds=90, cpu_seconds=3, memory_bytes=2 * 1024**3, start_seconds=60)
SAMPLE = Path(__file__).parents[2] / "samples/site/edition-1/uploaded/attachment/1322.pdf"
ENDED = {"document.timeout", "document.memory", "document.crashed"}
REFUSED = {"page.broken", "document.broken", "document.no_pages"}


def _read(name: str, data: bytes) -> tuple[list[int] | None, str | None]:
    """Read a file between two sound ones, which must not be harmed."""
    sound = SAMPLE.read_bytes()
    jobs = [Job("before", (sound,)), Job(name, (data,)), Job("after", (sound,))]
    with Pool(TASK, 1, LIMITS) as pool:
        before, result, after = pool.map(jobs)
    assert before.value
    assert after.value == before.value
    return result.value, result.error.code if result.error else None


@pytest.mark.parametrize(
    "bomb", [bombs.rectangles, bombs.text_operators, bombs.nested_flate, bombs.form_loop]
)
def test_a_bomb_ends_within_its_limits(bomb: Callable[[], bytes]) -> None:
    value, code = _read("bomb", bomb())
    assert code in {None, *ENDED}
    assert (value is None) == (code is not None)


def test_references_that_loop_end_too() -> None:
    _, code = _read("loop", bombs.page_loop())
    assert code in {None, *REFUSED, *ENDED}


def test_ten_thousand_pages_and_huge_boxes_are_read() -> None:
    pages, code = _read("pages", bombs.many_pages())
    assert (pages, code) == ([0] * 10_000, None)
    assert _read("box", bombs.huge_box()) == ([1], None)
