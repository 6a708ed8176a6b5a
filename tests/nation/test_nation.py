"""The synthetic nation is the same every time, and what its sheets say is what is read."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.nation import City, cities, pdfs, write_city
from benchmarks.nation.content import promise
from benchmarks.nation.drawing import pillar_pdf
from parsers.document import Engines, parse_document
from pipeline.profiles import base_vocabulary, load_profile

NO_OCR = Engines()


def test_the_same_city_is_the_same_bytes_and_another_is_not() -> None:
    (city, other) = cities(2)
    assert list(pdfs(city, 20)) == list(pdfs(city, 20))
    assert list(pdfs(city, 20)) != list(pdfs(other, 20))
    assert list(pdfs(city, 20)) != list(pdfs(City(city.number, city.seed + 1), 20))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_what_a_sheet_promises_is_read(seed: int) -> None:
    random = Random(seed)
    promised = [promise(random, number) for number in range(1, 5)]
    data = pillar_pdf("3 みどりを守るまちへ", promised, random)
    read = [held.sheet for held in parse_document(data, "x.pdf", base_vocabulary(), NO_OCR).sheets]
    assert [sheet.title for sheet in read] == [one.title for one in promised]
    assert [sheet.term_raw for sheet in read] == [one.term for one in promised]
    assert [sheet.due_raw for sheet in read] == [one.due for one in promised]
    assert [sheet.achieved for sheet in read] == [one.achieved for one in promised]
    expected = pytest.approx([one.progress for one in promised], abs=0.03)
    assert [sheet.progress_ratio for sheet in read] == expected


def test_a_city_has_a_page_and_a_profile_that_loads(tmp_path: Path) -> None:
    path = write_city(next(cities(1)), tmp_path, sheets=15)
    profile = load_profile(str(path))
    assert profile.expected.pillars == (1, 2)
    page = (tmp_path / "site" / "page" / "1.html").read_text("utf-8")
    assert page.count(".pdf") == 2
