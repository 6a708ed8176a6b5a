"""Where published material for comparison lies, if it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / "shared"


def shared(*parts: str) -> Path:
    """A file of ../shared (or of KOUYAKU_SHARED); without that folder the test is skipped."""
    folder = Path(os.environ.get("KOUYAKU_SHARED", _BESIDE))
    if not folder.is_dir():
        pytest.skip("the published material is not beside this checkout (../shared)")
    path = folder.joinpath(*parts)
    assert path.exists(), f"{path} is missing from the published material"
    return path
