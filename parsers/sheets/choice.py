"""Which of several terms printed side by side is the chosen one: ticked, circled or highlighted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from parsers.layout.model import Box, Page, Shape
from parsers.sheets.geometry import holds, same_row
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.paragraphs import as_rows
from parsers.sheets.vocabulary import SheetVocabulary

_TICKS = "■☑✓✔●◉☒レ✅⬛◼"
_CIRCLES = "○〇◯◎"
_EMPTY = "□☐▢◻"
_BETWEEN = re.compile(rf"[\s・/／|｜、,，→()（）\[\]［］{_TICKS}{_CIRCLES}{_EMPTY}]*")
_LONGEST = 40
_LARGEST = 4.0
"""What highlights a term is no more than this many times as wide or as high."""

_FAR = 6.0
"""Terms of one row stand no more than this many ems apart."""

_Look = tuple[frozenset[tuple[object, ...]], float]


def is_choice(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a text is a row of different terms and nothing else."""
    found = _terms(text, vocabulary)
    different = len(found) > 1 and len({match.group() for match in found}) > 1
    return different and _BETWEEN.fullmatch(_rest(text, found)) is not None


def in_rows(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> list[Fragment]:
    """The fragments, those made one that are boxes to tick or the terms of one row."""
    held = [f for f in fragments if f.box is not None and _is_option(f.text, vocabulary)]
    if len(held) < 2:
        return list(fragments)
    rows: list[list[Fragment]] = []
    for fragment in sorted(held, key=lambda one: one.box or Box(0, 0, 0, 0)):
        home = next((row for row in rows if _beside(row[-1], fragment)), None)
        if home is None:
            rows.append([fragment])
        else:
            home.append(fragment)
    whole: dict[int, Fragment] = {}
    for row in rows:
        merged = as_rows(row)[0]
        different = {match.group() for match in _terms(merged.text, vocabulary)}
        marked = any(char in merged.text for char in _TICKS + _EMPTY)
        if len(different) > 2 or (len(different) == 2 and marked):
            whole |= {id(fragment): merged for fragment in row}
    kept = {
        id(whole.get(id(fragment), fragment)): whole.get(id(fragment), fragment)
        for fragment in fragments
    }
    return list(kept.values())


def _is_option(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a text is terms, ticks, or both."""
    if len(text) > _LONGEST:
        return False
    found = _terms(text, vocabulary)
    return _BETWEEN.fullmatch(_rest(text, found) if found else text) is not None


def _beside(one: Fragment, two: Fragment) -> bool:
    if one.box is None or two.box is None or one.page != two.page:
        return False
    return same_row(one.box, two.box) and two.box.x0 - one.box.x1 < _FAR * two.size


def chosen_term(text: str, vocabulary: SheetVocabulary) -> tuple[int, int] | None:
    """The span of the one term that is ticked in a row of them: ■短期 □中期 □中長期."""
    found = _terms(text, vocabulary)
    if len(found) < 2 or len({match.group() for match in found}) < 2 or len(text) > _LONGEST:
        return None
    signs = [text[: match.start()].rstrip()[-1:] for match in found]
    behind = [text[match.end() :].lstrip()[:1] for match in found]
    if not _is_mark(signs[0]) and _is_mark(behind[-1]):
        signs = behind
    for kind in (_TICKS, _CIRCLES):
        ticked = [m for m, sign in zip(found, signs, strict=True) if sign and sign in kind]
        if len(ticked) == 1:
            return ticked[0].span()
    return None


def _is_mark(sign: str) -> bool:
    return sign != "" and sign in _TICKS + _CIRCLES + _EMPTY


def settle_term(draft: Draft, pages: Mapping[int, Page], vocabulary: SheetVocabulary) -> None:
    """Keep of several terms in a row the one whose background, frame or size is its own."""
    held = draft.get(Field.TERM)
    if not any(is_choice(row.text, vocabulary) for row in as_rows(held)):
        return
    for row in as_rows(held):
        page = pages.get(row.page or 0)
        if page is None or chosen_term(row.text, vocabulary) is not None:
            continue
        parts = [row.part(*match.span()) for match in _terms(row.text, vocabulary)]
        chosen = _odd_one(parts, page.shapes)
        if chosen is not None:
            draft.values[Field.TERM] = [chosen]
            draft.inferred[Field.TERM] = "the one of the printed terms that is highlighted"
            draft.loose.extend(part for part in parts if part is not chosen)
            return


def _odd_one(parts: Sequence[Fragment], shapes: Sequence[Shape]) -> Fragment | None:
    boxes = [part.box for part in parts if part.box is not None]
    if len(boxes) != len(parts) or len(parts) < 2:
        return None
    looks = [_look(part, boxes, shapes) for part in parts]
    counts = Counter(looks)
    plain = (frozenset[tuple[object, ...]](), looks[0][1])
    if len(parts) == 2 and plain not in counts:
        return None
    single = [look for look, count in counts.items() if count == 1]
    if len(parts) == 2:
        single = [look for look in single if look != plain]
    if len(counts) != 2 or len(single) != 1:
        return None
    return parts[looks.index(single[0])]


def _look(part: Fragment, boxes: Sequence[Box], shapes: Sequence[Shape]) -> _Look:
    """The drawn shapes around one term and none of the others, by colour and kind, and its size."""
    around: set[tuple[object, ...]] = set()
    for shape in shapes:
        inside = [box for box in boxes if holds(shape.box, box)]
        if len(inside) == 1 and inside[0] == part.box and _near(shape.box, inside[0]):
            around.add((shape.fill, shape.stroke, shape.segments > 6))
    return frozenset(around), float(round(part.size))


def _near(shape: Box, term: Box) -> bool:
    wide, high = term.x1 - term.x0, term.bottom - term.top
    return shape.x1 - shape.x0 < _LARGEST * wide and shape.bottom - shape.top < _LARGEST * high


def _rest(text: str, found: Sequence[re.Match[str]]) -> str:
    def pieces() -> Iterator[str]:
        at = 0
        for match in found:
            yield text[at : match.start()]
            at = match.end()
        yield text[at:]

    return "".join(pieces())


def _terms(text: str, vocabulary: SheetVocabulary) -> Sequence[re.Match[str]]:
    if not any(map(text.__contains__, vocabulary.term_forms)):
        return ()
    return list(vocabulary.term_pattern.finditer(text))
