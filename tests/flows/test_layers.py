"""The pipeline and the parsers do without Prefect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCKED = """
import importlib, pkgutil, sys

class NoPrefect:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("prefect", "prefect_dask", "distributed", "dask"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoPrefect())
count = 0
for layer in ("schemas", "parsers", "pipeline"):
    package = importlib.import_module(layer)
    for found in pkgutil.walk_packages(package.__path__, f"{layer}."):
        importlib.import_module(found.name)
        count += 1
from flows.commands import flow, serve
print(count)
"""


def test_pipeline_and_parsers_import_with_prefect_blocked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
