"""From the lines of a field to its paragraphs: where a line was wrapped and where one ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from parsers.layout.model import Box
from parsers.sheets.geometry import same_row, union
from parsers.sheets.model import Fragment
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import ActionKind, Method

_STOPS = "。．！？!?"
_AFTER_STOP = "」』）)】”"
_GOES_ON = re.compile(r"[、，,をにはがのとでもへや・およびかつ]$")
_NUMBERED = re.compile(
    r"[①-⑳❶-❿]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[)）．]|[0-9０-９]{1,2}[.、](?![0-9０-９])"
)
_MARKDOWN = re.compile(r"^[-*]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``text`` without its bullet, and the fragments it was read from, with it.

    ``doubtful`` says that its end could also lie elsewhere.
    """

    kind: ActionKind
    text: str
    fragments: tuple[Fragment, ...]
    doubtful: bool = False


def joined(fragments: Sequence[Fragment]) -> str:
    """The text of wrapped lines put together, in NFC. Latin words keep the space between them."""
    return _joined(fragment.text for fragment in fragments)


def joined_raw(fragments: Sequence[Fragment]) -> str:
    """As ``joined``, but letter for letter what the text layer holds, look-alikes and all."""
    return _joined(fragment.raw for fragment in fragments)


def _joined(lines: Iterable[str]) -> str:
    text = ""
    for line in lines:
        piece = line.strip()
        if text and piece and _latin(text[-1]) and _latin(piece[0]):
            text += " "
        text += piece
    return unicodedata.normalize("NFC", text)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def as_rows(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments that stand side by side on one row put together, rows from top to bottom."""
    if any(fragment.box is None for fragment in fragments):
        return list(fragments)
    rows: list[list[Fragment]] = []
    for fragment in fragments:
        if rows and _beside(rows[-1][0], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [_merged(row) for row in rows]


def _beside(one: Fragment, two: Fragment) -> bool:
    if one.box is None or two.box is None or one.page != two.page or one.vertical or two.vertical:
        return False
    return same_row(one.box, two.box)


def _merged(row: list[Fragment]) -> Fragment:
    if len(row) == 1:
        return row[0]
    row = sorted(row, key=lambda fragment: fragment.box.x0 if fragment.box else 0.0)
    text, glyphs = row[0].text, row[0].glyphs
    for fragment in row[1:]:
        space = "" if len(text.strip()) == 1 and not text.strip().isalnum() else " "
        text += space + fragment.text
        glyphs = (*glyphs, *(None for _ in space), *fragment.glyphs)
    box = union([fragment.box for fragment in row if fragment.box])
    return replace(
        row[0],
        text=text,
        glyphs=glyphs,
        box=box,
        size=max(fragment.size for fragment in row),
        confidence=min(fragment.confidence for fragment in row),
    )


def strip_bullet(text: str, vocabulary: SheetVocabulary) -> tuple[int, bool]:
    """Where the text of a line begins behind its bullet, and whether there was one."""
    at = len(text) - len(text.lstrip())
    markdown = _MARKDOWN.match(text[at:])
    if markdown:
        at += markdown.end()
    if text[at : at + 1] in vocabulary.bullets and at < len(text):
        minus = text[at] in "-－‐–—" and text[at + 1 : at + 2].isdigit()
        if not minus:
            behind = at + 1
            while behind < len(text) and text[behind].isspace():
                behind += 1
            return behind, behind < len(text)
    return at, markdown is not None


def split_paragraphs(
    fragments: Sequence[Fragment],
    vocabulary: SheetVocabulary,
    stands_alone: Callable[[str], bool],
) -> list[Paragraph]:
    """The paragraphs of a field.

    ``stands_alone`` tells a line that is a paragraph of its own whatever surrounds it (a figure).
    A bullet with nothing behind it is none.
    """
    rows = [row for row in as_rows(fragments) if _bare(row, vocabulary)]
    layout = _Layout.of(
        [row for row in rows if not stands_alone(_bare(row, vocabulary))], vocabulary
    )
    groups: list[list[Fragment]] = []
    sources: list[list[Fragment]] = []
    kinds: list[ActionKind] = []
    doubts: list[bool] = []
    for row in rows:
        start, bullet = strip_bullet(row.text, vocabulary)
        body = row.part(start)
        item = bullet or _NUMBERED.match(body.text) is not None
        new = not groups or item or _begins(row, groups[-1][-1], layout, vocabulary)
        new = new or stands_alone(body.text) or stands_alone(joined(groups[-1]))
        if new:
            groups.append([body])
            sources.append([row])
            kinds.append(ActionKind.BULLET if item else ActionKind.CONTINUATION)
            unsure = not item and bool(sources[:-1]) and layout.may_be_full(sources[-2][-1])
            doubts.append(unsure)
            if unsure:
                doubts[-2] = True
        else:
            doubts[-1] = doubts[-1] or layout.unsure(groups[-1][-1])
            groups[-1].append(body)
            sources[-1].append(row)
    return [
        Paragraph(kind, joined(group), tuple(source), doubt)
        for kind, group, source, doubt in zip(kinds, groups, sources, doubts, strict=True)
    ]


def _bare(row: Fragment, vocabulary: SheetVocabulary) -> str:
    return row.text[strip_bullet(row.text, vocabulary)[0] :]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the rows of a field say of themselves.

    ``edge`` is how far right a row may reach; ``wrapped`` how far those reach that were surely
    broken in mid-sentence; ``gap`` the usual distance of rows; ``sentences`` that every row before
    a bullet, and the last one, ends a sentence, so that a row which does not is unfinished;
    ``apart`` the gap from which a row begins a paragraph, where paragraphs stand apart at all.
    """

    edge: float | None
    wrapped: float | None
    gap: float
    sentences: bool = False
    apart: float | None = None

    @classmethod
    def of(cls, rows: Sequence[Fragment], vocabulary: SheetVocabulary) -> _Layout:
        placed = [(row, row.box) for row in rows if row.box is not None]
        if not placed:
            return cls(None, None, 0.0)
        inner: list[float] = []
        outer: list[float] = []
        wrapped: list[float] = []
        for (one, above), (two, below) in pairwise(placed):
            if one.page != two.page:
                continue
            item = strip_bullet(two.text, vocabulary)[1]
            if item:
                outer.append(below.top - above.bottom)
            elif not _stops(one.text):
                inner.append(below.top - above.bottom)
                wrapped.append(_end(one))
        longest = max(_end(row) for row, _ in placed)
        edge = max(longest, _cell_edge(placed) or 0.0)
        last = [one.text for one, two in pairwise(rows) if strip_bullet(two.text, vocabulary)[1]]
        sentences = all(_stops(text) for text in [*last, rows[-1].text])
        gap = median([*inner, *outer]) if inner or outer else 0.0
        apart = _threshold(inner, outer, rows[0].size)
        return cls(edge, max(wrapped, default=None), gap, sentences, apart)

    def room(self, row: Fragment) -> float:
        """How many ems are free behind a row before the edge it would have wrapped at."""
        if self.edge is None or row.box is None:
            return 0.0
        return (self.edge - _end(row)) / (row.size or 1.0)

    def is_full(self, row: Fragment) -> bool:
        """Whether rows were wrapped at or before the end of this one, so that it may be too."""
        if row.box is None or self.wrapped is None:
            return False
        return _end(row) <= self.wrapped + row.size

    def may_be_full(self, row: Fragment) -> bool:
        """Whether nothing tells that a row could have held more, though a sentence ends in it."""
        if self.apart is not None:
            return False
        return _stops(row.text) and row.box is not None and self.room(row) < 2.0

    def unsure(self, row: Fragment) -> bool:
        """Whether a row fills its line and ends a sentence: what follows may be a new paragraph."""
        return self.apart is None and self.edge is not None and _stops(row.text)


def _end(row: Fragment) -> float:
    """Where a row ends, not counting 。 and 、, which may hang over the edge (JLREQ 3.8.2)."""
    if row.box is None:
        return 0.0
    return row.box.x1 - (row.size if row.text.rstrip()[-1:] in tuple("。、，．") else 0.0)


def _threshold(inner: Sequence[float], outer: Sequence[float], size: float) -> float | None:
    """The gap from which rows stand apart as paragraphs do, where the two kinds differ."""
    if not inner or not outer or min(outer) - max(inner) < 0.06 * size:
        return None
    return (min(outer) + max(inner)) / 2


def _cell_edge(placed: Sequence[tuple[Fragment, Box]]) -> float | None:
    """The right edge inside the cell or box that holds these rows and nothing else."""
    row = placed[0][0]
    frame = row.frame
    if frame is None or any(other.frame != frame for other, _ in placed):
        return None
    padding = min(box.x0 for _, box in placed) - frame.x0
    if not 0 <= padding < 2 * row.size:
        return None
    return frame.x1 - max(padding, 0.3 * row.size)


def _stops(text: str) -> bool:
    return text.rstrip().rstrip(_AFTER_STOP)[-1:] in tuple(_STOPS) if text.strip() else False


def _begins(row: Fragment, before: Fragment, layout: _Layout, vocabulary: SheetVocabulary) -> bool:
    """Whether a row without a bullet begins a paragraph."""
    if row.text.lstrip().startswith(vocabulary.note_marks):
        return True
    if row.box is None or before.box is None:
        return row.apart or _stops(before.text)
    if row.page != before.page:
        return _stops(before.text)
    if row.box.top - before.box.bottom > min(layout.gap, row.size) + 0.6 * row.size:
        return True
    slack = 0.25 if row.method is Method.OCR else 0.15
    if abs(row.size - before.size) > slack * before.size:
        return True
    if layout.apart is not None and _stops(before.text):
        return row.box.top - before.box.bottom > layout.apart
    if row.text[:1] == "\u3000" and _stops(before.text):
        return True
    room = layout.room(before) - _first_chunk(row)
    if _stops(before.text):
        return room > 0.6 or not layout.is_full(before) or _indented(row, before)
    unfinished = layout.sentences or _GOES_ON.search(before.text.rstrip()) is not None
    return room > 2.5 and not unfinished


def _first_chunk(row: Fragment) -> float:
    """Ems of what could not be parted from the start of a row: a Latin word, or one character."""
    word = re.match(
        r"[A-Za-z0-9.\-]+|.[、。，．）)」』ーっゃゅょァィゥェォッャュョ]*", row.text.strip()
    )
    text = word.group() if word else ""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _indented(row: Fragment, before: Fragment) -> bool:
    """Whether a row stands further in than the one before, as a first line does."""
    if row.box is None or before.box is None:
        return False
    return 0.7 * row.size < row.box.x0 - before.box.x0 < 3 * row.size
