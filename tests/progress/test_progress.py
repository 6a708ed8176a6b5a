"""Progress graphics in every drawing style, as shapes, as pictures and as scans."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from parsers.layout.document import read_pages
from parsers.layout.model import Box, Page
from parsers.layout.pictures import render
from parsers.progress.model import Ends, Progress
from parsers.progress.reading import read_progress
from tests.progress import drawings

TOLERANCE = 0.03
SHARED = Path(os.environ.get("KOUYAKU_SHARED") or Path(__file__).parents[3] / "shared")
SURE = 0.85
RATIOS = (0.0, 0.2, 0.7, 1.0)

UNCERTAIN = {
    ("dark_track", 0.0): "an empty dark bar looks like a full one",
    ("lone_arrow", 0.0): "nothing is drawn",
    ("thick_stroke_on_thin", 0.0): "a mere line may be a bar",
}
"""Graphics that cannot be told, and why: they must not come out sure."""
LOST_IN_PICTURES = {
    ("lone_arrow", 0.2): "too short to be known for a bar without the words' places",
    ("dark_track", 1.0): "a pale bar in a grey scan looks empty",
    ("pale_fill_in_outline", 1.0): "a pale bar in a grey scan looks empty",
    ("two_pieces", 0.0): "too pale for a scan",
    ("slider", 1.0): "the slider grows together with the word beside it",
    **{("thick_stroke_on_thin", ratio): "its rim is a slope" for ratio in (0.2, 0.7)},
    **{("cells_under_a_rule", ratio): "where words do not end it, the rule is" for ratio in RATIOS},
}


def ends_of(page: Page) -> Ends:
    boxes = {line.text: line.box for line in page.lines}
    return Ends(boxes.get("開始"), boxes.get("達成"))


def progress_of(data: bytes, ends: Ends | None = None, with_pixels: bool = True) -> Progress:
    page = next(read_pages(data))

    def pixels(box: Box, dpi: float) -> Image.Image:
        return render(data, 1, dpi, box)

    return read_progress(
        page, drawings.REGION, ends or ends_of(page), pixels if with_pixels else None
    )


def assert_read(progress: Progress, ratio: float) -> None:
    assert progress.ratio == pytest.approx(ratio, abs=TOLERANCE), progress
    assert progress.box is not None


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("name", drawings.STYLES)
def test_drawn_graphics(name: str, ratio: float) -> None:
    progress = progress_of(drawings.vector_pdf(name, ratio))
    if (name, ratio) in UNCERTAIN:
        assert progress.confidence <= 0.9
    else:
        assert_read(progress, ratio)


@pytest.mark.parametrize("ratio", [0.3, 0.9])
@pytest.mark.parametrize("name", sorted(set(drawings.STYLES) - {"lone_arrow"}))
def test_drawn_graphics_without_words_or_with_words_below(name: str, ratio: float) -> None:
    assert_read(progress_of(drawings.vector_pdf(name, ratio, with_words=False)), ratio)
    assert_read(progress_of(drawings.vector_pdf(name, ratio, beside=False)), ratio)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("name", drawings.STYLES)
def test_graphics_in_pictures(name: str, ratio: float) -> None:
    picture = drawings.picture_of(drawings.vector_pdf(name, ratio))
    progress = progress_of(drawings.image_pdf(picture))
    if (name, ratio) in UNCERTAIN or (name, ratio) in LOST_IN_PICTURES:
        assert progress.confidence <= 0.9 or progress.ratio == pytest.approx(ratio, abs=TOLERANCE)
    else:
        assert_read(progress, ratio)
        assert progress.method == "raster"


@pytest.mark.parametrize(("ratio", "skew"), [(0.2, 0.7), (0.7, -0.9), (1.0, 0.5)])
@pytest.mark.parametrize("name", drawings.STYLES)
def test_graphics_on_skewed_grey_scans(name: str, ratio: float, skew: float) -> None:
    drawn = drawings.vector_pdf(name, ratio)
    scan = drawings.scanned(drawings.picture_of(drawn), skew, seed=7)
    # OCR finds the words about where they were printed.
    progress = progress_of(drawings.image_pdf(scan), ends_of(next(read_pages(drawn))))
    if (name, ratio) in LOST_IN_PICTURES:
        assert progress.confidence <= 0.9 or progress.ratio == pytest.approx(ratio, abs=TOLERANCE)
    else:
        assert_read(progress, ratio)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("name", ["cells_under_a_rule", "bar_in_a_frame", "knob_beyond_its_track"])
def test_level_scans_with_rules_and_frames_around_the_graphic(name: str, ratio: float) -> None:
    drawn = drawings.vector_pdf(name, ratio)
    scan = drawings.scanned(drawings.picture_of(drawn), 0.0, seed=7)
    progress = progress_of(drawings.image_pdf(scan), ends_of(next(read_pages(drawn))))
    if progress.confidence >= SURE:
        assert_read(progress, ratio)
    assert progress.confidence >= SURE or ratio in (0.0, 1.0)


def test_a_shading_is_not_judged_by_shapes_alone() -> None:
    progress = progress_of(drawings.vector_pdf("shaded_bar", 0.5), with_pixels=False)
    assert progress.ratio is None
    assert progress.reason


def test_a_lone_bar_without_words_is_doubtful() -> None:
    progress = progress_of(drawings.vector_pdf("lone_arrow", 0.5, with_words=False))
    assert progress.ratio is None
    assert progress.reason


def test_an_empty_region_says_why() -> None:
    page = Page(1, 842, 200, 0, ())
    progress = read_progress(page, drawings.REGION, Ends(), None)
    assert progress.ratio is None
    assert progress.reason


def test_text_that_contradicts_the_graphic_lowers_confidence() -> None:
    import io

    stream = io.BytesIO()
    canvas = drawings.new_canvas(stream)
    drawings.bar_over_grey_track(canvas, 0.4)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(drawings.FONT, 12)
    canvas.drawString(400, 130, "進捗率 80％")
    canvas.save()
    progress = progress_of(stream.getvalue())
    assert progress.method == "text"
    assert progress.ratio == pytest.approx(0.8)
    assert progress.confidence <= 0.6
    assert progress.reason


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not beside the project")
@pytest.mark.parametrize("name", ["sheets-6", "sheets-6-scan"])
def test_published_sheets(name: str) -> None:
    data = (SHARED / "published" / f"{name}.pdf").read_bytes()
    truth = json.loads((SHARED / "published" / "truth" / "sheets-6.json").read_text("utf-8"))
    for page, sheet in zip(read_pages(data), truth, strict=True):
        foot = [line for line in page.lines if line.box.top > 500]
        boxes = {line.text: line.box for line in foot}

        def pixels(box: Box, dpi: float, number: int = page.number) -> Image.Image:
            return render(data, number, dpi, box)

        ends = Ends(boxes.get("開始"), boxes.get("達成"))
        progress = read_progress(page, Box(20, 500, 820, 592), ends, pixels)
        assert progress.ratio == pytest.approx(sheet["progress_ratio"], abs=TOLERANCE), page.number
