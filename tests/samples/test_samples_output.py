"""The committed sample site is what the builder makes, whole, small and readable."""

import hashlib
import json
import re
from pathlib import Path

import pypdfium2
import pytest

from samples.build import fonts, truth
from samples.build.__main__ import build
from samples.build.content import SAMPLES, load
from samples.build.manifest import toolchain
from samples.build.page import index_page

LIMIT_BYTES = 4_000_000
OUTPUT_FOLDERS = ("site", "truth")


def committed() -> dict[str, bytes]:
    return {
        path.relative_to(SAMPLES).as_posix(): path.read_bytes()
        for folder in OUTPUT_FOLDERS
        for path in sorted((SAMPLES / folder).rglob("*"))
        if path.is_file()
    }


def site_of(edition: int) -> dict[str, bytes]:
    prefix = f"site/edition-{edition}/"
    return {
        name.removeprefix(prefix): payload
        for name, payload in committed().items()
        if name.startswith(prefix)
    }


def sheet_texts(payload: bytes) -> list[str]:
    """The text of each page without spaces and line breaks."""
    document = pypdfium2.PdfDocument(payload)
    texts = []
    for page in document:
        layer = page.get_textpage()
        texts.append("".join(layer.get_text_range().split()))
        layer.close()
        page.close()
    document.close()
    return texts


def read_truth(name: str) -> list[dict]:
    return json.loads((SAMPLES / "truth" / name).read_text(encoding="utf-8"))


def test_digests_name_every_file_and_agree():
    lines = (SAMPLES / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    stated = dict(reversed(line.split("  ", 1)) for line in lines)
    assert stated == {
        name: hashlib.sha256(payload).hexdigest() for name, payload in committed().items()
    }


def test_output_is_small():
    assert sum(len(payload) for payload in committed().values()) < LIMIT_BYTES


@pytest.mark.parametrize("edition", [1, 2])
def test_index_page_is_made_from_the_content(edition):
    content = load()
    one = content.editions[edition - 1]
    site = site_of(edition)
    sizes = {name: len(site[one.attachment_path(name)]) for name in one.attachments}
    assert index_page(content, one, sizes) == site["page/1.html"]


def test_truth_is_made_from_the_content():
    made = truth.files(load(), {1: site_of(1), 2: site_of(2)})
    assert {f"truth/{name}": payload for name, payload in made.items()} == {
        name: payload for name, payload in committed().items() if name.startswith("truth/")
    }


def _not_rebuildable() -> str:
    """Why the PDFs' bytes cannot be made again here; empty where they can."""
    try:
        fonts.font_path(fonts.GOTHIC)
        fonts.font_path(fonts.MINCHO)
    except fonts.FontMissingError as error:
        return str(error)
    recorded = json.loads((SAMPLES / "toolchain.json").read_text(encoding="utf-8"))
    differing = {name for name, version in toolchain().items() if recorded[name] != version}
    return f"other versions of {sorted(differing)}" if differing else ""


@pytest.mark.skipif(bool(_not_rebuildable()), reason=_not_rebuildable())
def test_builder_makes_the_committed_bytes(tmp_path: Path):
    build(tmp_path)
    made = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for folder in OUTPUT_FOLDERS
        for path in (tmp_path / folder).rglob("*")
        if path.is_file()
    }
    assert made == committed()


@pytest.mark.parametrize("edition", [1, 2])
def test_text_layer_holds_what_the_truth_says(edition):
    site = site_of(edition)
    texts = {name: sheet_texts(data) for name, data in site.items() if name.endswith(".pdf")}
    for sheet in read_truth(f"edition-{edition}/sheets.json"):
        page = texts[sheet["path"].lstrip("/")][sheet["page"] - 1]
        if sheet["method"] == "ocr":
            assert page == ""
            continue
        told = [sheet["title"], sheet["aim"], sheet["due_raw"], sheet["pillar_raw"]]
        told += [*sheet["actions"], *sheet["headings_raw"], f"({sheet['as_of_raw']}現在)"]
        told += [metric["text_raw"] for metric in sheet["metrics"]]
        for words in told:
            assert words.replace(" ", "") in page
        assert ("公約達成" in page) == sheet["achieved"]


@pytest.mark.parametrize("edition", [1, 2])
def test_goal_list_holds_every_row(edition):
    listed = sheet_texts(site_of(edition)["uploaded/attachment/2040.pdf"])
    for goal in read_truth(f"edition-{edition}/goals.json"):
        assert goal["title"] in listed[goal["page"] - 1]


def test_fonts_are_embedded_subsets():
    for name, payload in committed().items():
        if name.endswith(".pdf"):
            assert b"/Helvetica" not in payload
            used = len(re.findall(rb"/Type /Font\b", payload))
            assert len(re.findall(rb"/FontFile2 ", payload)) == used
            assert len(re.findall(rb"/BaseFont /[A-Z]{6}\+", payload)) == used


def test_one_pillar_is_unchanged_and_one_saved_anew():
    first, second = site_of(1), site_of(2)
    scan, anew = "uploaded/attachment/2044.pdf", "uploaded/attachment/2045.pdf"
    assert first[scan] == second[scan]
    assert first[anew] != second[anew]
    assert sheet_texts(first[anew]) == sheet_texts(second[anew])


def test_pillar_with_a_new_file_number_leaves_its_old_address():
    assert "uploaded/attachment/2042.pdf" in site_of(1)
    assert "uploaded/attachment/2042.pdf" not in site_of(2)
    assert "uploaded/attachment/2187.pdf" in site_of(2)
