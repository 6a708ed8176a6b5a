"""What the drawings of a sheet say: how far it has come, and whether it is stamped as achieved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.layout.cells import Cell
from parsers.layout.model import Line, Page
from parsers.layout.turning import Turned
from parsers.layout.upright import meet
from parsers.progress.model import Ends, Ocr, Pixels, Progress, Stamp
from parsers.sheets.model import Draft, Field
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.zones import Zone, progress_zone

PixelsOf = Callable[[int], Pixels | None]
"""Gives for a page number what renders parts of that page."""
StampReader = Callable[[], Ocr | None]
"""Gives what reads a picture that may be a stamp; asked only where there is one."""


@dataclass(frozen=True, slots=True)
class Graphics:
    """The drawings of a document's pages.

    ``pages`` are as sheets were found on them, those in vertical writing ``turned``; boxes given
    back are theirs. ``pixels_of`` renders the pages as they lie on paper.
    """

    pages: Sequence[Page]
    turned: Mapping[int, Turned]
    cells: Mapping[int, Sequence[Cell]]
    vocabulary: SheetVocabulary
    pixels_of: PixelsOf | None
    stamp_reader: StampReader | None

    def read(self, draft: Draft) -> tuple[Progress | None, Stamp | None]:
        """What the drawings of a sheet say of its progress and achievement."""
        from parsers.progress.reading import with_words

        stamp = self._stamp(draft)
        zone = progress_zone(draft, self.cells, self.vocabulary)
        if zone is None:
            reason = "neither a progress heading nor the words at its ends were found"
            return Progress(None, "vector", None, 0.0, reason), stamp
        drawn = _unless_cut_off(self._progress(zone), zone)
        progress = with_words(drawn, _said(draft))
        return _unless_covered(progress, stamp), stamp

    def _stamp(self, draft: Draft) -> Stamp:
        """The stamp, which stands level on paper whichever way the text runs."""
        from parsers.progress.stamp import read_stamp

        number = draft.pages[0]
        page, pixels = self._paper(number), self._pixels(number)
        turned = self.turned.get(number)
        region = turned.on_paper(draft.regions[number]) if turned else draft.regions[number]
        stamp = read_stamp(page, region, self.vocabulary.stamps, pixels)
        told = draft.has(Field.STAMP) or bool(draft.get(Field.ACHIEVED))
        if (
            stamp.present is None
            and not told
            and self.stamp_reader
            and (ocr := self.stamp_reader())
        ):
            stamp = read_stamp(page, region, self.vocabulary.stamps, pixels, ocr)
        if turned and stamp.box is not None:
            return replace(stamp, box=turned.on_page(stamp.box))
        return stamp

    def _progress(self, zone: Zone) -> Progress:
        """The progress in a zone; on a page in vertical writing it may run along either way."""
        from parsers.progress.mirror import read_mirrored, runs_to_the_left
        from parsers.progress.reading import read_progress

        page = next(page for page in self.pages if page.number == zone.page)
        pixels, turned = self._pixels(zone.page), self.turned.get(zone.page)
        if turned is None:
            return read_progress(_drawn(page), zone.box, zone.ends, pixels)
        if not _level(zone.ends):
            laid = turned.pixels(pixels) if pixels else None
            read = read_mirrored if runs_to_the_left(zone.ends) else read_progress
            along = read(_drawn(page), zone.box, zone.ends, laid)
            if along.ratio is not None or None not in zone.ends:
                return along
        ends = Ends(*(end and turned.on_paper(end) for end in zone.ends))
        paper = self._paper(zone.page)
        across = read_progress(paper, turned.on_paper(zone.box), ends, pixels)
        return replace(across, box=across.box and turned.on_page(across.box))

    def _paper(self, number: int) -> Page:
        turned = self.turned.get(number)
        page = next(page for page in self.pages if page.number == number)
        return _drawn(turned.paper if turned else page)

    def _pixels(self, number: int) -> Pixels | None:
        return self.pixels_of(number) if self.pixels_of else None


def _drawn(page: Page) -> Page:
    """The page; one read by OCR without the rules found in its pixels, where the graphic is too."""
    return replace(page, shapes=()) if page.method == "ocr" else page


def _said(draft: Draft) -> list[Line]:
    """What is written under or behind the progress heading, without the date beside it."""
    held = [*draft.get(Field.PROGRESS), *draft.get(Field.SCALE)]
    return [
        Line(glyphs=(), box=one.box, text=one.text, raw=one.raw, size=one.size)
        for one in held
        if one.box is not None
    ]


def _level(ends: Ends) -> bool:
    """Whether the words at both ends of a graphic stand over each other on a turned page."""
    start, goal = ends
    if start is None or goal is None:
        return False
    apart_x = max(start.x0, goal.x0) - min(start.x1, goal.x1)
    apart_y = max(start.top, goal.top) - min(start.bottom, goal.bottom)
    return apart_y > apart_x


def _unless_cut_off(progress: Progress, zone: Zone) -> Progress:
    """The progress; less sure where its pixels begin at the edge of a zone without end words.

    A tinted ground that reaches into the zone is then taken for a bar.
    """
    box = progress.box
    if progress.method != "raster" or box is None or zone.ends != Ends():
        return progress
    if box.top - zone.box.top > 1.0:
        return progress
    reason = progress.reason or "what is taken for the bar goes on beyond its field"
    return replace(progress, confidence=min(progress.confidence, 0.6), reason=reason)


def _unless_covered(progress: Progress, stamp: Stamp) -> Progress:
    """The progress; where a stamp of achievement lies on its pixels, what the stamp says.

    What is read of a bar under a stamp is the stamp's edge as often as the bar's.
    """
    if progress.method != "raster" or progress.box is None or stamp.box is None:
        return progress
    if meet(progress.box, stamp.box) is None:
        return progress
    if not stamp.present:
        reason = progress.reason or "the stamp lies on the graphic"
        return replace(progress, confidence=min(progress.confidence, 0.6), reason=reason)
    reason = "the stamp lies on the graphic and says that all is achieved"
    return Progress(1.0, "raster", progress.box, 0.6, reason)
