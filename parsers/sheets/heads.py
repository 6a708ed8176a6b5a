"""The head of a sheet on a page: blocks of unlabelled lines, by size, place and frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parsers.sheets.geometry import overlap_x, same_row
from parsers.sheets.identity import pillar_names
from parsers.sheets.matching import plain
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.paragraphs import joined
from parsers.sheets.pillars import read_numeral_line, read_pillar
from parsers.sheets.roles import bulleted, is_sentence, settle_header
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method

_TIGHT = 0.75
"""Lines of one block are less than this many ems apart, …"""
_LOOSE = 1.3
"""… or less than this where their size tells them from all others."""
_AS_LARGE, _AS_LARGE_READ = 0.93, 0.82
"""Print of at least this share of another's size is as large, in a text layer and by OCR."""
_PAGE_NUMBER = re.compile(
    r"^[-－‐–—\s]*(?:[pPＰ][.．]?\s*)?[0-9０-９]{1,3}(?:\s*[/／]\s*[0-9０-９]{1,3})?[-－‐–—\s]*$|^第?[0-9]{1,3}(?:ページ|頁)$"
)


def is_page_number(text: str) -> bool:
    """Whether a line is a page number: 3, - 3 -, 3/11, 3ページ."""
    return _PAGE_NUMBER.match(text.strip()) is not None


def read_head(draft: Draft, vocabulary: SheetVocabulary, pillars: Mapping[int, str]) -> None:
    """Tell the pillar's second line, the title and the aim apart among the free lines."""
    free = [held for held in draft.header if not is_page_number(held.text)]
    draft.loose.extend(held for held in draft.header if is_page_number(held.text))
    free = _complete_pillar(draft, free, vocabulary, pillars)
    free = _without_actions(draft, free, vocabulary)
    blocks = _blocks(free, _title_size(free))
    if not draft.get(Field.TITLE) and blocks:
        blocks = _from_title(draft, blocks)
    settle_header(draft, blocks)
    draft.header = []


def _without_actions(
    draft: Draft, free: Sequence[Fragment], vocabulary: SheetVocabulary
) -> list[Fragment]:
    """The free lines above the first bulleted one; from there on they are actions without heading.

    A due time among them is found later, by what it is.
    """
    rows = sorted(free, key=_order)
    first = next((at for at, held in enumerate(rows) if bulleted(held, vocabulary)), None)
    if not first or draft.has(Field.ACTIONS):
        return list(free)
    draft.add(Field.ACTIONS, rows[first:])
    draft.doubts[Field.ACTIONS] = "the heading of the actions is missing"
    return rows[:first]


def _title_size(fragments: Sequence[Fragment]) -> float:
    """The size from which a line is the title's by its size alone; no line's if all are alike."""
    sizes = [held.size for held in fragments]
    largest = max(sizes, default=0.0)
    slack = _slack(fragments)
    return slack * largest if min(sizes, default=0.0) < 0.9 * slack * largest else largest + 1.0


def _slack(fragments: Sequence[Fragment]) -> float:
    """The share of a size that is the same size still; OCR measures lines, not their print."""
    return _AS_LARGE_READ if any(held.method is Method.OCR for held in fragments) else _AS_LARGE


def _blocks(fragments: Sequence[Fragment], large: float) -> list[list[Fragment]]:
    """Lines one under the other of one size and in one frame, from top to bottom.

    Lines of ``large`` or above may be further apart: nothing else in the head has their size.
    """
    blocks: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=_order):
        gap = _LOOSE if fragment.size >= large else _TIGHT
        home = next((block for block in reversed(blocks) if _goes_on(block, fragment, gap)), None)
        if home is None:
            blocks.append([fragment])
        else:
            home.append(fragment)
    return blocks


def _order(fragment: Fragment) -> tuple[float, float]:
    return (fragment.box.top, fragment.box.x0) if fragment.box else (0.0, 0.0)


def _goes_on(block: Sequence[Fragment], fragment: Fragment, most: float) -> bool:
    last = block[-1]
    if last.box is None or fragment.box is None or last.frame != fragment.frame:
        return False
    if same_row(last.box, fragment.box):
        return abs(last.size - fragment.size) < 0.15 * last.size and (
            fragment.box.x0 - last.box.x1 < 3 * last.size
        )
    gap = fragment.box.top - last.box.bottom
    if not -0.3 * last.size < gap < most * max(last.size, fragment.size):
        return False
    if overlap_x(last.box, fragment.box) <= 0:
        return False
    text = fragment.text.lstrip()
    if text[:1] in tuple("（(〜～~-－―【「"):
        return _slack(block) * fragment.size <= last.size and not is_sentence(last.text)
    alike = abs(last.size - fragment.size) < (1.05 - _slack(block)) * last.size
    return alike or _open(joined(block))


def _open(text: str) -> bool:
    return sum(text.count(a) - text.count(b) for a, b in ("()", "（）", "「」", "『』")) > 0


def _from_title(draft: Draft, blocks: list[list[Fragment]]) -> list[list[Fragment]]:
    """The blocks from the title on; what stands above it and is smaller belongs to no field."""
    sizes = [max(held.size for held in block) for block in blocks]
    largest = max(sizes)
    least = _slack(blocks[0]) * largest
    at = next(i for i, size in enumerate(sizes) if size > least)
    rivals = [i for i, size in enumerate(sizes) if i != at and size > least]
    if any(not is_sentence(joined(blocks[i])) for i in rivals):
        draft.doubts[Field.TITLE] = "two lines of the head are of the title's size"
    for block in blocks[:at]:
        draft.loose.extend(block)
    return blocks[at:]


def _complete_pillar(
    draft: Draft,
    free: list[Fragment],
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
) -> list[Fragment]:
    """Find the rest of a pillar's name, or a pillar without a label, among the free lines."""
    held = draft.get(Field.PILLAR)
    if not held:
        return _bare_pillar(draft, free)
    text = joined(held)
    pillar = read_pillar(text, vocabulary.headings.pillar, pillars)
    if pillar is None:
        return free
    known = plain(pillars.get(pillar.number, ""))
    for fragment in free:
        whole = plain((pillar.name or "") + fragment.text)
        if (known and known == whole) or (not pillar.name and _names(fragment, held[-1], pillars)):
            draft.values[Field.PILLAR] = [*held, fragment]
            return [other for other in free if other is not fragment]
        if pillar.name and _wrapped(held[-1], fragment, pillar.name, free):
            draft.values[Field.PILLAR] = [*held, fragment]
            return [other for other in free if other is not fragment]
    return free


def _names(fragment: Fragment, pillar: Fragment, pillars: Mapping[int, str]) -> bool:
    """Whether a line beside or right under a pillar's number is its name."""
    if plain(fragment.text) in pillar_names(pillars):
        return True
    if fragment.box is None or pillar.box is None or fragment.size > 1.45 * pillar.size:
        return False
    gap = fragment.box.x0 - pillar.box.x1
    return same_row(fragment.box, pillar.box) and 0 <= gap < 6 * pillar.size


def _wrapped(last: Fragment, fragment: Fragment, name: str, free: Sequence[Fragment]) -> bool:
    """Whether a line is the second one of a long pillar name: the same size, close, an open end."""
    if (
        last.box is None
        or fragment.box is None
        or abs(last.size - fragment.size) > 0.05 * last.size
    ):
        return False
    gap = fragment.box.top - last.box.bottom
    near = -0.2 * last.size < gap < 0.7 * last.size and overlap_x(last.box, fragment.box) > 0
    larger = any(other.size > 1.1 * fragment.size for other in free)
    return near and (_open(name) or (larger and last.frame == fragment.frame))


def _bare_pillar(draft: Draft, free: list[Fragment]) -> list[Fragment]:
    """A line above the title that begins with a Roman numeral."""
    for fragment in free[:3]:
        if read_numeral_line(fragment.text) is not None:
            draft.add(Field.PILLAR, [fragment])
            draft.doubts[Field.PILLAR] = "a line with a Roman numeral, without a label"
            return [other for other in free if other is not fragment]
    return free
