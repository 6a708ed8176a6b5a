"""The worked examples of docs/using-the-data.md run on a release."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.release.model import Published

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "using-the-data.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|sh|r)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
KOUYAKU = f'"{sys.executable}" -c "from pipeline.command import main; main()"'


def test_the_page_shows_every_tool() -> None:
    languages = [language for language, _ in BLOCKS]
    assert (languages.count("python"), languages.count("sh"), languages.count("r")) == (5, 2, 1)
    for tool in ("## pandas", "## polars", "## DuckDB", "## R", "## Excel"):
        assert tool in PAGE


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_example_runs(number: int, out: str, published: Published) -> None:
    language, code = BLOCKS[number]
    assert published.changed
    if language == "r" and not shutil.which("Rscript"):
        pytest.skip("R is not installed here")
    command = {
        "python": [sys.executable, "-W", "error", "-c", code],
        "sh": ["bash", "-euc", f'kouyaku() {{ PYTHONPATH={ROOT} {KOUYAKU} "$@"; }}\n{code}'],
        "r": ["Rscript", "-e", code],
    }[language]
    done = subprocess.run(
        command, cwd=Path(out).parents[1], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or "sha256sum" in code


def test_a_spreadsheet_runs_nothing_of_the_csv(latest: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    bare.write_text("a\n=1+1\n")
    assert "table:formula" in _opened(bare, tmp_path), "the spreadsheet would run a bare cell"
    sheet = _opened(latest / "csv-ja" / "sheets.csv", tmp_path)
    assert "<text:p>全国地方公共団体コード</text:p>" in sheet
    assert "=公約1「" in sheet
    assert "table:formula" not in sheet


def _opened(path: Path, tmp_path: Path) -> str:
    """The file as LibreOffice has it after opening it as UTF-8."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no spreadsheet program is installed here")
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = ["--headless", "--infilter=CSV:44,34,76,1", "--convert-to", "fods"]
    subprocess.run(
        [office, profile, *convert, "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (tmp_path / f"{path.stem}.fods").read_text(encoding="utf-8")
