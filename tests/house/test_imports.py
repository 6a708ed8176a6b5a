"""The direction of imports, and what stays out of a quick start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("flows", "pipeline", "parsers", "schemas")
HEAVY = ("prefect", "spacy", "pandas", "rapidocr", "onnxruntime", "altair", "fugashi")


def imported(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_imports_only_what_stands_to_its_right(layer: str) -> None:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    forbidden = set(LAYERS[: LAYERS.index(layer)]) | {"tests", "benchmarks"}
    wrong = {str(f.relative_to(ROOT)): imported(f) & forbidden for f in files}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_parsers_are_pure() -> None:
    impure = {"prefect", "httpx", "socket", "urllib3", "requests", "time", "random", "subprocess"}
    allowed = {"parsers/ocr/tesseract.py": {"subprocess"}}
    found = {}
    for path in sorted((ROOT / "parsers").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if rest := (imported(path) & impure) - allowed.get(name, set()):
            found[name] = rest
    assert found == {}


def test_only_flows_know_prefect() -> None:
    files = [f for layer in LAYERS[1:] for f in (ROOT / layer).rglob("*.py")]
    assert [str(f) for f in files if "prefect" in imported(f)] == []


def modules_after(code: str) -> set[str]:
    """What is loaded in a fresh interpreter after running the code."""
    program = f"import sys\n{code}\nprint(' '.join(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    code = (
        "from click.testing import CliRunner\n"
        "from pipeline.command import cli\n"
        "result = CliRunner().invoke(cli, ['--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert 'schema' in result.output\n"
    )
    assert modules_after(code) & {*HEAVY, "pyarrow", "duckdb", "httpx", "pypdfium2"} == set()
