"""Sheets from four renderers in several layouts, of two cities, against the bars of the readers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from msgspec.structs import replace

from parsers.document import parse_document
from parsers.sources import Engines
from parsers.vocabulary import Vocabulary
from pipeline.profiles import base_vocabulary, load_profile
from schemas.parsed import ParsedDocument, ParsedSheet
from tests.unseen.columns import (
    headed_pairs,
    in_a_vertical_font,
    open_columns,
    ruled_columns,
    strings,
)
from tests.unseen.contents import KANAE, MIDORINO, City, Pledge, truth
from tests.unseen.drawn import form, print_pdf, slide

HERE = Path(__file__).parent
MIDORINO_FORM = (
    "政策の柱",
    "区 分",
    "公約項目",
    "ね ら い",
    "取組の内容",
    "目標年度",
    "現在の進捗",
)
KANAE_FORM = ("柱", "区分", "事業名", "市民へのメリット", "取組内容", "達成時期", "進捗状況")
SURE = 0.9


@dataclass
class Score:
    """What was read of a document beside its truth."""

    fields: list[bool] = field(default_factory=list)
    actions: list[bool] = field(default_factory=list)
    progress: list[bool] = field(default_factory=list)
    evidence: list[bool] = field(default_factory=list)
    falsely_sure: list[str] = field(default_factory=list)
    sheets: tuple[int, int] = (0, 0)


def share(results: list[bool]) -> float:
    return sum(results) / len(results) if results else 1.0


def vocabulary_of(city: City) -> Vocabulary:
    if city is KANAE:
        return load_profile(str(HERE / "kanae.toml")).vocabulary
    return replace(base_vocabulary(), pillars=city.pillars)


def drawn(city: City, kind: str) -> bytes:
    def draw(canvas: Any) -> None:
        for seed, pledge in enumerate(city.pledges):
            labels = KANAE_FORM if city is KANAE else MIDORINO_FORM
            if kind == "form":
                form(canvas, city, pledge, labels, seed)
            elif kind == "ruled columns":
                ruled_columns(canvas, city, pledge, labels, seed)
            elif kind == "columns":
                open_columns(canvas, city, pledge, seed)
            elif kind == "strings":
                strings(canvas, city, pledge)
            else:
                slide(canvas, city, pledge, seed, upright=kind == "upright")

    return print_pdf(draw)


def turned(data: bytes) -> bytes:
    """The same pages lying on their side in the file, with /Rotate to set them upright."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            _, _, width, height = (float(edge) for edge in page.MediaBox)
            turn = pikepdf.Stream(pdf, f"q 0 1 -1 0 {height:g} 0 cm\n".encode())
            page.contents_add(turn, prepend=True)
            page.contents_add(pikepdf.Stream(pdf, b"\nQ"))
            page.MediaBox = [0, 0, height, width]
            page.Rotate = 90
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def locked(data: bytes) -> bytes:
    """The same pages, with a password for the owner and none for the reader."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="secret", user="", R=6))
    return stream.getvalue()


MISNAMED = {"月": "⽉", "見": "⾒", "目": "⽬", "子": "⼦", "人": "⼈", "長": "⻑", "青": "⻘"}


def misnamed(data: bytes) -> bytes:
    """The same pages, their fonts giving radicals for ideographs, as writers of PDF files do."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for held in pdf.objects:
            if not isinstance(held, pikepdf.Stream):
                continue
            content = held.read_bytes() if held.get("/Subtype") != "/Image" else b""
            if b"begincmap" in content:
                for char, radical in MISNAMED.items():
                    content = content.replace(b"<%04X>" % ord(char), b"<%04X>" % ord(radical))
                held.write(content)
        pdf.save(stream)
    return stream.getvalue()


def paper(name: str) -> bytes:
    return (HERE / "papers" / f"{name}.pdf").read_bytes()


IN_TENTHS = (*KANAE.pledges[:3], KANAE.pledges[3]._replace(progress=0.7))
"""What cells filled one by one can show."""
DOCUMENTS = {
    "slides": (MIDORINO, MIDORINO.pledges, partial(drawn, MIDORINO, "slide")),
    "slides of another city": (KANAE, KANAE.pledges, partial(drawn, KANAE, "slide")),
    "vertical headings": (KANAE, KANAE.pledges, partial(drawn, KANAE, "upright")),
    "forms": (MIDORINO, MIDORINO.pledges, partial(drawn, MIDORINO, "form")),
    "forms of another city": (KANAE, KANAE.pledges, partial(drawn, KANAE, "form")),
    "turned forms": (KANAE, KANAE.pledges, lambda: turned(drawn(KANAE, "form"))),
    "locked slides": (MIDORINO, MIDORINO.pledges, lambda: locked(drawn(MIDORINO, "slide"))),
    "columns": (MIDORINO, MIDORINO.pledges, partial(drawn, MIDORINO, "columns")),
    "columns of another city": (KANAE, KANAE.pledges, partial(drawn, KANAE, "columns")),
    "ruled columns": (MIDORINO, MIDORINO.pledges, partial(drawn, MIDORINO, "ruled columns")),
    "ruled columns, another city": (KANAE, KANAE.pledges, partial(drawn, KANAE, "ruled columns")),
    "columns under heads, two beside each other": (
        KANAE,
        KANAE.pledges,
        lambda: print_pdf(partial(headed_pairs, city=KANAE, beside=True)),
    ),
    "columns under heads, two under each other": (
        MIDORINO,
        MIDORINO.pledges,
        lambda: print_pdf(partial(headed_pairs, city=MIDORINO, beside=False)),
    ),
    "a vertical font": (
        KANAE,
        KANAE.pledges,
        lambda: in_a_vertical_font(drawn(KANAE, "strings")),
    ),
    "Impress slides": (KANAE, KANAE.pledges, partial(paper, "impress")),
    "Writer tables": (KANAE, KANAE.pledges, partial(paper, "writer")),
    "radicals for ideographs": (KANAE, KANAE.pledges, lambda: misnamed(paper("writer"))),
    "Calc forms": (KANAE, IN_TENTHS, partial(paper, "calc")),
    "Chromium tables": (KANAE, KANAE.pledges[2:3], partial(paper, "chromium")),
}


def value(parsed: ParsedSheet, name: str) -> Any:
    if name == "metrics":
        return [(m.label_raw, m.fiscal_year, m.value, m.unit) for m in parsed.metrics]
    held = getattr(parsed.sheet, name)
    if name == "term":
        return held and held.value
    return held.isoformat() if held and name.endswith("_date") else held


def _compare(parsed: ParsedDocument, city: City, pledges: tuple[Pledge, ...]) -> Score:
    score = Score(sheets=(len(parsed.sheets), len(pledges)))
    doubted = {(row.row_id, row.field) for row in parsed.issues}
    for held, pledge in zip(parsed.sheets, pledges, strict=False):
        sure = {row.field: row.confidence for row in held.evidence if row.table == "sheets"}
        for name, wanted in truth(city, pledge).items():
            got = value(held, name)
            score.fields.append(got == wanted)
            undoubted = (held.sheet.sheet_id, name) not in doubted
            if got not in (wanted, None) and sure.get(name, 0.0) > SURE and undoubted:
                score.falsely_sure.append(f"{name}: {got!r}, not {wanted!r}")
        score.actions.append([action.text for action in held.actions] == list(pledge.actions))
        ratio = held.sheet.progress_ratio
        score.progress.append(ratio is not None and abs(ratio - pledge.progress) <= 0.03)
    return score


def _agreements(data: bytes, parsed: ParsedDocument) -> Iterator[bool]:
    """Whether pdfplumber finds the evidence's characters inside its box."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        chars = [page.dedupe_chars(tolerance=1).chars for page in document.pages]
    for row in (row for held in parsed.sheets for row in held.evidence):
        if row.method != "text" or row.x0 is None or not row.text_raw:
            continue
        inside = "".join(
            char["text"]
            for char in chars[row.page - 1]
            if row.x0 - 0.5 <= (char["x0"] + char["x1"]) / 2 <= row.x1 + 0.5
            and row.top - 0.5 <= (char["top"] + char["bottom"]) / 2 <= row.bottom + 0.5
        )
        yield not set("".join(row.text_raw.split())) - set(inside)


def test_evidence_keeps_the_radicals_of_the_layer() -> None:
    parsed = parse_document(misnamed(paper("writer")), "x.pdf", vocabulary_of(KANAE), Engines())
    aims = {row.text_raw for held in parsed.sheets for row in held.evidence if row.field == "aim"}
    assert "放課後も⼦どもが安心して過ごせます" in aims
    assert {held.sheet.aim for held in parsed.sheets} >= {"放課後も子どもが安心して過ごせます"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_layout_meets_the_bars(name: str) -> None:
    city, pledges, make = DOCUMENTS[name]
    data = make()
    parsed = parse_document(data, f"{name}.pdf", vocabulary_of(city), Engines())
    score = _compare(parsed, city, pledges)
    assert score.sheets == (len(pledges), len(pledges))
    assert score.falsely_sure == []
    assert share(score.fields) >= 0.98
    assert share(score.actions) >= 0.95
    assert share(score.progress) >= 0.95
    if name != "turned forms":  # pdfplumber's boxes are not upright there
        assert share(list(_agreements(data, parsed))) >= 0.99
