"""The same rows give the same bytes wherever and however the program runs."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "20230"},
    {"TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"},
]


def test_releases_are_byte_identical_in_any_surroundings(tmp_path: Path) -> None:
    digests = []
    for number, surroundings in enumerate(PLACES):
        folder = tmp_path / f"場所 {number}"
        folder.mkdir()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ"))}
        subprocess.run(
            [sys.executable, "-m", "tests.release.publishing", str(folder / "out"), "1", "3"],
            cwd=ROOT,
            env=kept | surroundings,
            check=True,
            capture_output=True,
        )
        digests.append(_digests(folder / "out"))
    assert len(digests[0]) > 3 * 90
    assert digests[0] == digests[1] == digests[2]


def _digests(out: Path) -> dict[str, str]:
    files = {path for path in (out / "releases").rglob("*") if path.is_file()}
    return {
        path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }
