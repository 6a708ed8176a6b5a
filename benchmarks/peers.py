"""Other extractors, each in one environment of its own in a temporary folder, beside pypdfium2.

All are optional: one that cannot be installed or does not run here says so in the table.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.papers import text_papers
from benchmarks.report import Section

INSTALL_SECONDS = 600
RUN_SECONDS = 120

_READERS = {
    "liteparse": (
        "from liteparse import LiteParse\n"
        "def read(path): LiteParse(ocr_enabled=False, quiet=True).parse(path)"
    ),
    "pdf-oxide": (
        "from pdf_oxide import PdfDocument\n"
        "def read(path):\n"
        "    document = PdfDocument(path)\n"
        "    for page in range(document.page_count()): document.extract_text(page)"
    ),
    "kreuzberg": "from kreuzberg import extract_file_sync as read",
    "markitdown[pdf]": "from markitdown import MarkItDown\nread = MarkItDown().convert",
    "pymupdf4llm<2": "from pymupdf4llm import to_markdown as read",
    "docling": (
        "from docling.datamodel.base_models import InputFormat\n"
        "from docling.datamodel.pipeline_options import PdfPipelineOptions\n"
        "from docling.document_converter import DocumentConverter, PdfFormatOption\n"
        "from docling.pipeline.native_pdf_pipeline import NativePdfPipeline\n"
        "option = PdfFormatOption(pipeline_cls=NativePdfPipeline)\n"
        "read = DocumentConverter(format_options={InputFormat.PDF: option}).convert"
    ),
}
_TIMED = """
import contextlib, io, json, statistics, sys, time
import pypdfium2
{reader}
def bare(path):
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_bounded()
def seconds(work):
    begin = time.process_time()
    work(sys.argv[1])
    return time.process_time() - begin
with contextlib.redirect_stdout(io.StringIO()):
    read(sys.argv[1]), bare(sys.argv[1])
    pairs = [(seconds(read), seconds(bare)) for _ in range(3)]
print(json.dumps([statistics.median(column) for column in zip(*pairs)]))
"""


def section(names: tuple[str, ...] = tuple(_READERS)) -> Section:
    """Text by each peer, in times of pypdfium2 in the same process."""
    paper = text_papers()[-1]
    rows = []
    for name in names:
        with TemporaryDirectory() as folder:
            path = Path(folder, "sheets.pdf")
            path.write_bytes(paper.data)
            rows.append((name, *_measured(name, path, paper.pages)))
    return Section(
        f"Peers: {paper.name}",
        "Text or Markdown as each gives it by default, CPU time of one process after a first "
        "reading. None of them gives records; OCR is used by none.",
        ("peer", "ms a page", "times pypdfium2"),
        rows,
    )


def _measured(name: str, paper: Path, pages: int) -> tuple[str, str]:
    folder = paper.parent / "environment"
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "-q", "--only-binary=:all:", name, "pypdfium2"]
    script = [python, "-c", _TIMED.format(reader=_READERS[name]), str(paper)]
    try:
        subprocess.run(install, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return "could not be installed", ""
    try:
        done = subprocess.run(script, check=True, capture_output=True, timeout=RUN_SECONDS)
    except subprocess.TimeoutExpired:
        return f"not done in {RUN_SECONDS} s", ""
    except subprocess.CalledProcessError as error:
        print(name, error.stderr.decode("utf-8", "replace")[-400:], file=sys.stderr)
        return "did not run", ""
    theirs, bare = json.loads(done.stdout.splitlines()[-1])
    return f"{1000 * theirs / pages:.2f}", f"{theirs / bare:.1f}"
