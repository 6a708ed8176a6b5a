"""``kouyaku parse`` as a whole process: JSON out, one line for what cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from tests.shared_material import shared

PROGRAM = "from pipeline.command import main; main()"
SAMPLE = Path(__file__).parents[2] / "samples" / "site" / "edition-2"
SHEETS = SAMPLE / "uploaded" / "attachment" / "2041.pdf"
PAGE = SAMPLE / "page" / "1.html"


def kouyaku(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, args)], capture_output=True, text=True
    )


def parsed(*files: Path) -> list[dict[str, Any]]:
    done = kouyaku("parse", *files)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_line_for_each_file() -> None:
    sheets, page = parsed(SHEETS, PAGE)
    assert (sheets["document"]["kind"], page["document"]["kind"]) == ("sheet", "index")
    assert len(sheets["sheets"]) == 6
    assert len(page["meetings"]) == 19
    first = sheets["sheets"][0]
    assert {"title", "actions", "keywords", "metrics", "evidence", "due_date"} <= set(first)
    assert all(len(row["bbox"]) == 4 for row in first["evidence"] if row["bbox"])


def bad_files(folder: Path) -> dict[str, Path]:
    contents = {
        "empty.pdf": b"",
        "page.pdf": b"<!DOCTYPE html><html><body>404</body></html>",
        "cut.pdf": SHEETS.read_bytes()[:2000],
        "zip.pdf": b"PK\x03\x04 and so on",
        "no-pages.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents} | {"missing": folder / "missing.pdf"}


def test_what_cannot_be_read_costs_one_line_and_nothing_else(tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    done = kouyaku("parse", *bad.values(), SHEETS)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == len(bad)
    for line, path in zip(lines, bad.values(), strict=True):
        assert line.startswith(f"kouyaku: {path}: "), line
        assert " → " in line, line
    assert len(json.loads(done.stdout)["sheets"]) == 6


def test_a_usage_error_has_its_own_status() -> None:
    done = kouyaku("run", "nowhere")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "profile.unknown" in done.stderr


def test_reading_a_sheet_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kouyaku', 'parse', sys.argv[1]]\n"
        "from pipeline.command import cli\n"
        "cli.main(standalone_mode=False)\n"
        "print(sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, SHEETS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for heavy in ("prefect", "spacy", "pandas", "pyarrow", "rapidocr", "onnxruntime"):
        assert f"'{heavy}'" not in done.stderr


FIELDS = (
    "order",
    "pillar_number",
    "pillar_name",
    "term",
    "term_raw",
    "title",
    "aim",
    "actions",
    "action_kinds",
    "due_raw",
    "due_fiscal_year",
    "due_date",
    "due_note",
    "as_of_raw",
    "as_of_date",
    "achieved",
)


@pytest.mark.parametrize("name", ["sheets-6.txt", "sheets-6.pdf"])
def test_the_published_sheets_are_read_exactly(name: str) -> None:
    truth = json.loads(shared("published", "truth", "sheets-6.json").read_text(encoding="utf-8"))
    (found,) = parsed(shared("published", name))
    assert len(found["sheets"]) == len(truth) == 11
    for sheet, expected in zip(found["sheets"], truth, strict=True):
        assert {f: sheet[f] for f in FIELDS} == {f: expected[f] for f in FIELDS}
        if name.endswith(".pdf"):
            assert sheet["progress_ratio"] == pytest.approx(expected["progress_ratio"], abs=0.03)
        for metric, wanted in zip(sheet["metrics"], expected["metrics"], strict=True):
            figures = wanted.keys() - {"text_raw"}
            assert {f: metric[f] for f in figures} == {f: wanted[f] for f in figures}


CLOSED = ("pillar_number", "term", "due_date", "due_fiscal_year", "as_of_date", "achieved")


def test_the_scan_of_the_published_sheets_gives_its_closed_fields() -> None:
    """Free text of a scan is held to an error rate, not to equality."""
    truth = json.loads(shared("published", "truth", "sheets-6.json").read_text(encoding="utf-8"))
    (found,) = parsed(shared("published", "sheets-6-scan.pdf"))
    assert len(found["sheets"]) == len(truth)
    for sheet, expected in zip(found["sheets"], truth, strict=True):
        assert {f: sheet[f] for f in CLOSED} == {f: expected[f] for f in CLOSED}
        assert sheet["progress_ratio"] == pytest.approx(expected["progress_ratio"], abs=0.03)
        assert {row["method"] for row in sheet["evidence"]} <= {"ocr", "raster", "vector"}
    read = "".join(sheet["title"] for sheet in found["sheets"])
    wanted = "".join(sheet["title"] for sheet in truth)
    assert Levenshtein.distance(folded(read), folded(wanted)) <= 0.01 * len(wanted)


def folded(text: str) -> str:
    """Without the width of letters and brackets, which a scan does not tell."""
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_the_published_page_is_read_exactly(name: str) -> None:
    truth = json.loads(shared("published", "truth", "meetings.json").read_text(encoding="utf-8"))
    (found,) = parsed(shared("published", name))
    fields = (
        "fiscal_year",
        "body",
        "number",
        "held_on",
        "reviewed_count",
        "reviewed_approx",
        "hearing_held_on",
        "target_changes",
    )
    assert len(found["meetings"]) == len(truth) == 25
    for meeting, expected in zip(found["meetings"], truth, strict=True):
        assert {f: meeting[f] for f in fields} == {f: expected[f] for f in fields}
        outcomes = [{"outcome": o["outcome"], "count": o["count"]} for o in meeting["outcomes"]]
        assert outcomes == expected["outcomes"]
        kept = ("kind", "pillar_number", "from_title", "to_title")
        changes = [{f: change[f] for f in kept} for change in meeting["pledge_changes"]]
        assert changes == expected["pledge_changes"]
