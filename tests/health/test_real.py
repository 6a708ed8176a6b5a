"""Real municipal pages: which are read as text, which from pixels; and false maps of them."""

from __future__ import annotations

import io
import os
import random
import re
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from parsers.health import Analyser, Health, assess, load_analyser, saved_as_text
from parsers.layout.document import read_pages
from parsers.ocr import Engine, box_reader, load_engine, render_scale

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KOUYAKU_SHARED", ROOT.parent / "shared"))
SAMPLES = ROOT / "samples" / "site" / "edition-1" / "uploaded" / "attachment"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")

BARE = {
    "fuji_outlined2_r7.pdf": {"damaged_contents", "outlined_glyphs"},
    "hamamatsu_scan.pdf": {"images_only"},
    "mlit_garbled_89.pdf": {"no_unicode_map"},
    "nankoku_tsuika_scan.pdf": {"images_only"},
}
SOUND = sorted(SAMPLES.glob("*.pdf"))
SCAN = "2044.pdf"


@cache
def analyser() -> Analyser:
    loaded = load_analyser()
    assert loaded is not None
    return loaded


@cache
def engine() -> Engine:
    loaded = load_engine()
    assert loaded is not None
    return loaded


def _verdicts(data: bytes, pages: int = 99, pixels: bool = False) -> list[Health]:
    damaged = saved_as_text(data)
    verdicts = []
    with pypdfium2.PdfDocument(data) as document:
        for page in list(read_pages(data))[:pages]:
            scale = render_scale(page.width, page.height)

            def render(number: int = page.number, scale: float = scale) -> object:
                return document[number - 1].render(scale=scale).to_numpy()

            reader = box_reader(render, scale, engine()) if pixels else None  # type: ignore[arg-type]
            verdicts.append(assess(page, analyser(), reader, damaged))
    return verdicts


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_pages_of_the_sample_city(path: Path) -> None:
    decisions = {health.decision for health in _verdicts(path.read_bytes())}
    assert decisions == ({"ocr"} if path.name == SCAN else {"text"})


@needs_shared
def test_sound_pages_of_real_cities_are_read_as_text() -> None:
    sound = [
        path for path in sorted((SHARED / "real" / "pdf").glob("*.pdf")) if path.name not in BARE
    ]
    assert sound
    for path in sound:
        for health in _verdicts(path.read_bytes()):
            assert health.decision == "text" or health.reason == "blank_page", (path.name, health)


@needs_shared
@pytest.mark.parametrize("name", sorted(BARE))
def test_pages_without_a_usable_layer_are_read_from_pixels(name: str) -> None:
    for health in _verdicts((SHARED / "real" / "pdf" / name).read_bytes()):
        assert health.decision == "ocr"
        assert health.reason in BARE[name]


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_a_false_map_is_found_and_the_true_one_is_kept(share: float) -> None:
    data = (SAMPLES / "2041.pdf").read_bytes()
    false = with_false_maps(data, share)
    assert {health.decision for health in _verdicts(data, 3, pixels=True)} == {"text"}
    assert {health.reason for health in _verdicts(false, 3, pixels=True)} == {"false_unicode_map"}


def with_false_maps(data: bytes, share: float) -> bytes:
    """The PDF with ``share`` of the kanji in its ToUnicode maps exchanged for each other."""
    pdf = pikepdf.open(io.BytesIO(data))
    streams = {
        font.ToUnicode.objgen: font.ToUnicode
        for font in pdf.objects
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font
    }
    assert streams, "the document has no ToUnicode map to falsify"
    maps = {key: _entries(stream.read_bytes().decode("latin-1")) for key, stream in streams.items()}
    kanji = sorted({int(c, 16) for entries in maps.values() for _, c in entries if _is_kanji(c)})
    chance = random.Random(7)
    moved = [code for code in kanji if chance.random() < share]
    mapping = dict(zip(moved, moved[1:] + moved[:1], strict=True))
    for key, stream in streams.items():
        stream.write(
            _cmap(
                [
                    (c, f"{mapping.get(int(u, 16), int(u, 16)):04X}" if len(u) == 4 else u)
                    for c, u in maps[key]
                ]
            )
        )
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _is_kanji(code: str) -> bool:
    return len(code) == 4 and 0x4E00 <= int(code, 16) <= 0x9FFF


def _entries(cmap: str) -> list[tuple[str, str]]:
    """Every (character code, Unicode) pair of a ToUnicode map, in hexadecimal."""
    pairs: list[tuple[str, str]] = []
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        pairs += re.findall(r"<(\w+)>\s*<(\w+)>", block)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, start in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w{4})>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + step:0{len(first)}X}"
                pairs.append((code, f"{int(start, 16) + step:04X}"))
    return pairs


def _cmap(pairs: list[tuple[str, str]]) -> bytes:
    width = len(pairs[0][0])
    body = "".join(f"1 beginbfchar\n<{c}> <{u}>\nendbfchar\n" for c, u in pairs)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
    space = f"1 begincodespacerange <{'0' * width}> <{'F' * width}> endcodespacerange\n"
    return f"{head}{space}{body}endcmap end end".encode("ascii")
