"""A kept result is taken over only from the very same readers."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.profiles import load_profile
from pipeline.reading import readers
from pipeline.run.reading import ReadingCache

SAYS = "#!/bin/sh\necho tesseract {}\n"


def folder(tmp_path: Path) -> Path:
    return ReadingCache(tmp_path, load_profile("sample").vocabulary).folder


def test_the_same_readers_keep_one_folder(tmp_path: Path) -> None:
    assert folder(tmp_path) == folder(tmp_path)


@pytest.mark.parametrize("library", readers.LIBRARIES)
def test_another_version_of_a_library_reads_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    before = folder(tmp_path)
    newer = {library: "999"}
    monkeypatch.setattr(
        "pipeline.reading.readers.version", lambda name: newer.get(name) or version(name)
    )
    assert folder(tmp_path) != before


def test_tesseract_reads_anew_when_it_comes_and_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    folders = set()
    for number in ("5.3.0", "5.4.0"):
        program.write_text(SAYS.format(number), encoding="utf-8")
        program.chmod(0o755)
        folders.add(folder(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    folders.add(folder(tmp_path))
    assert len(folders) == 3
