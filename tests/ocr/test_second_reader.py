"""The second opinion: agreement, dispute, silence; a program that hangs or is missing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from parsers.layout.model import Box
from parsers.ocr import Pixels, Tesseract, second_opinions

PAPER = np.full((400, 800, 3), 255, dtype=np.uint8)
BOX = Box(50, 50, 200, 70)


class Says:
    """A second reader that says one thing about everything."""

    def __init__(self, text: str | None) -> None:
        self._text = text

    def read_lines(self, clippings: Sequence[Pixels]) -> list[str] | None:
        return None if self._text is None else [self._text for _ in clippings]


@pytest.mark.parametrize(
    ("told", "seen", "verdict", "confidence"),
    [
        ("令和7年度末", "令和7年度末", "agrees", 0.97),
        ("令和7年度末", "令和⑦年度未", "agrees", 0.97),
        ("(令和7年9月30日現在)", "（令和 7年9月30日現在）", "agrees", 0.97),
        ("公約V人が行きかうまちへ", "公約VI人が行きかうまちへ", "differs", 0.5),
        ("令和4年度末", "信和4年度末", "differs", 0.5),
        ("短期", "中期", "differs", 0.5),
        ("公約達成", "宇綱", "silent", 0.9),
        ("公約達成", "", "silent", 0.9),
    ],
)
def test_what_a_second_engine_says_moves_the_confidence(
    told: str, seen: str, verdict: str, confidence: float
) -> None:
    (opinion,) = second_opinions(PAPER, 2.0, [(BOX, told)], Says(seen))
    assert (opinion.verdict, opinion.confidence) == (verdict, confidence)


@pytest.mark.parametrize("reader", [None, Says(None)])
def test_without_a_second_engine_nothing_changes(reader: Says | None) -> None:
    (opinion,) = second_opinions(PAPER, 2.0, [(BOX, "短期")], reader)
    assert (opinion.verdict, opinion.confidence) == ("silent", 0.9)


def test_a_box_off_the_page_is_not_asked_about() -> None:
    outside = Box(900, 10, 950, 20)
    opinions = second_opinions(PAPER, 2.0, [(outside, "短期"), (BOX, "中期")], Says("中期"))
    assert [opinion.verdict for opinion in opinions] == ["silent", "agrees"]


def _program(folder: Path, script: str) -> Tesseract:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return Tesseract(str(program), folder, seconds=1.0)


def test_words_go_to_the_clipping_in_which_they_stand(tmp_path: Path) -> None:
    head = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"
    rows = ["5\t1\t1\t1\t1\t1\t30\t30\t40\t20\t90\t短", "5\t1\t1\t1\t1\t2\t70\t30\t40\t20\t90\t期"]
    rows.append("5\t1\t1\t1\t2\t1\t30\t140\t40\t20\t90\t令和")
    table = "\n".join([head, *rows])
    (tmp_path / "table").write_text(table, encoding="utf-8")
    reader = _program(tmp_path, f"cat > /dev/null; cat {tmp_path / 'table'}")
    clippings = [np.full((40, 200, 3), 255, dtype=np.uint8) for _ in range(3)]
    assert reader.read_lines(clippings) == ["短期", "令和", ""]


def test_a_program_that_fails_or_hangs_gives_no_opinion(tmp_path: Path) -> None:
    assert _program(tmp_path, "exit 1").read_lines([PAPER]) is None
    child = tmp_path / "child"
    hanging = _program(tmp_path, f"sleep 300 & echo $! > {child}; wait")
    assert hanging.read_lines([PAPER]) is None
    assert _gone(int(child.read_text()))


def _gone(pid: int) -> bool:
    """Whether a killed process is gone or waits to be collected."""
    for _ in range(50):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False
