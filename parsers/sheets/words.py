"""What the lines of a page are by their words: roles, headings, and the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from parsers.layout.model import Box
from parsers.progress.text import says_progress
from parsers.sheets.choice import chosen_term, in_rows, is_choice
from parsers.sheets.geometry import overlap_x, same_row
from parsers.sheets.identity import pillar_names, read_term
from parsers.sheets.labels import labels_over_lines, spread_labels
from parsers.sheets.matching import Label, find_label, find_misread_label, plain
from parsers.sheets.metrics import is_figure_line
from parsers.sheets.model import BODY_FIELDS, Field, Fragment, Heading, whole
from parsers.sheets.parted import parted
from parsers.sheets.pillars import read_pillar, unnumbered
from parsers.sheets.roles import is_announcement, is_only_time, is_scale, is_stamp
from parsers.sheets.times import says_as_of
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method


@dataclass(slots=True)
class Words:
    """The fragments of a page, or of a part of it, by what their words say they are."""

    headings: list[Heading] = field(default_factory=list)
    roles: dict[Field, list[Fragment]] = field(default_factory=lambda: defaultdict(list))
    texts: list[Fragment] = field(default_factory=list)
    panels: Sequence[Box] = ()
    """The boxes drawn on the page that may hold text."""
    inline: list[tuple[Field, Fragment]] = field(default_factory=list)
    """Values, or the starts of them, that stand on the line of their heading."""

    def all(self) -> list[Fragment]:
        """Every fragment."""
        held = [fragment for values in self.roles.values() for fragment in values]
        inline = [fragment for _, fragment in self.inline]
        return [*(heading.fragment for heading in self.headings), *held, *inline, *self.texts]


def sort_words(
    fragments: Sequence[Fragment],
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
    running: frozenset[int] = frozenset(),
) -> Words:
    """Tell headings and roles from text; ``running`` holds the ``id`` of repeated lines."""
    words = Words()
    lines = [part for held in fragments for part in parted(held, vocabulary, pillars)]
    rest = in_rows(lines, vocabulary)
    rest = _set_labels(spread_labels(rest, vocabulary), vocabulary, words)
    rest = _wrapped_stamps(rest, vocabulary, words)
    rest = _split_stamps(_closed(rest, vocabulary), vocabulary, words)
    found: list[tuple[Fragment, Label]] = []
    names = pillar_names(pillars)
    for fragment in rest:
        role = _role(fragment, vocabulary, pillars, names)
        label = _label(fragment, vocabulary) if role is None else None
        if label is not None and _heads_years(fragment, rest, vocabulary):
            label = None
        if role is not None:
            words.roles[role].append(fragment)
        elif label is not None:
            found.append((fragment, label))
        elif id(fragment) in running:
            words.roles[Field.ANNOUNCEMENT].append(fragment)
        else:
            words.texts.append(fragment)
    believable = _believable(found, vocabulary)
    headed = any(heading.field is Field.PROGRESS for heading in words.headings) or any(
        label.field is Field.PROGRESS and label.rest is None for _, label in found
    )
    for (fragment, label), believed in zip(found, believable, strict=True):
        figures = label.field is Field.OTHER and is_figure_line(fragment.text, vocabulary)
        if believed and not figures and not (headed and _says_how_far(fragment, label)):
            _take_label(fragment, label, vocabulary, words)
        else:
            words.texts.append(fragment)
    return words


def _says_how_far(fragment: Fragment, label: Label) -> bool:
    """Whether a label and its figure (進捗率 45％) may be what stands under a progress heading."""
    if label.field is not Field.PROGRESS or label.rest is None:
        return False
    return says_progress(fragment.text[label.rest :])


def _label(fragment: Fragment, vocabulary: SheetVocabulary) -> Label | None:
    label = find_label(fragment.text, vocabulary)
    if label is None and fragment.method is Method.OCR:
        return find_misread_label(fragment.text, vocabulary)
    return label


def _closed(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> list[Fragment]:
    """The fragments, a heading whose bracket closes on the next line made one with it."""
    taken: set[int] = set()
    closed: list[Fragment] = []
    for held in fragments:
        tail = _tail(held, fragments) if _is_open(held.text) else None
        if tail is not None and find_label(held.text + tail.text, vocabulary) is not None:
            taken.add(id(tail))
            held = whole([held, tail])
        closed.append(held)
    return [held for held in closed if id(held) not in taken]


def _is_open(text: str) -> bool:
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _tail(fragment: Fragment, others: Sequence[Fragment]) -> Fragment | None:
    """The line right under a fragment that closes its bracket."""
    box = fragment.box
    for held in others:
        if box is None or held.box is None or held.text[-1:] not in tuple(")）"):
            continue
        gap, indent = held.box.top - box.bottom, abs(held.box.x0 - box.x0)
        near = -0.3 * fragment.size < gap < fragment.size and indent < 2 * fragment.size
        if near and not _is_open(held.text) and not {"(", "（"} & set(held.text):
            return held
    return None


def _role(
    fragment: Fragment,
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
    names: frozenset[str],
) -> Field | None:
    text = fragment.text
    if is_announcement(text, vocabulary):
        return Field.ANNOUNCEMENT
    if is_stamp(text, vocabulary):
        return Field.STAMP
    if is_scale(text, vocabulary):
        return Field.SCALE
    if read_term(text, vocabulary) is not None or chosen_term(text, vocabulary) is not None:
        return Field.TERM
    if is_choice(text, vocabulary):
        return Field.TERM
    if plain(text) in names:
        return Field.PILLAR
    labels = vocabulary.headings.pillar
    if read_pillar(text, labels, pillars) or unnumbered(text, labels, pillars):
        return Field.PILLAR
    if says_as_of(text, vocabulary):
        return Field.AS_OF
    return None


def _take_label(
    fragment: Fragment, label: Label, vocabulary: SheetVocabulary, words: Words
) -> None:
    """A heading, and what stands behind it on its line."""
    inline = label.rest is not None
    if label.bracket is not None:
        words.roles[Field.AS_OF].append(fragment.part(*label.bracket))
    if label.rest is not None:
        rest = fragment.part(label.rest)
        inline = not (label.field is Field.PROGRESS and says_as_of(rest.text, vocabulary))
        if inline:
            words.inline.append((label.field, rest))
        else:
            words.roles[Field.AS_OF].append(rest)
    head = fragment.part(0, label.end)
    words.headings.append(Heading(label.field, head, label.distance, label.marked, inline))


def _set_labels(
    fragments: Sequence[Fragment], vocabulary: SheetVocabulary, words: Words
) -> list[Fragment]:
    """Take the labels that are set over several lines; the fragments that are left."""
    taken: set[int] = set()
    for lines, label in labels_over_lines(fragments, vocabulary):
        _take_label(whole(lines), label, vocabulary, words)
        taken |= {id(line) for line in lines}
    return [fragment for fragment in fragments if id(fragment) not in taken]


def _wrapped_stamps(
    fragments: Sequence[Fragment], vocabulary: SheetVocabulary, words: Words
) -> list[Fragment]:
    """Take the stamp's words that a cell breaks over two lines: 100％　達成 / 済み."""
    begins: dict[str, set[str]] = defaultdict(set)
    for word in vocabulary.stamps:
        for at in range(1, len(word)):
            begins[word[at:]].add(word[:at])
    kept = list(fragments)
    for tail in [held for held in fragments if held.frame]:
        begun = begins.get(tail.text.strip(), ())
        for head in [held for held in kept if begun and held.frame == tail.frame]:
            text = head.text.rstrip()
            start = next((len(text) - len(b) for b in begun if _breaks(head, tail, b)), None)
            if start is not None:
                words.roles[Field.STAMP].append(whole([head.part(start), tail]))
                kept[kept.index(head)] = head.part(0, start)
                kept.remove(tail)
    return kept


def _breaks(head: Fragment, tail: Fragment, begun: str) -> bool:
    """Whether a line right above ends with the words begun, set off from a progress before them."""
    if head.box is None or tail.box is None:
        return False
    text = head.text.rstrip()
    before = text.removesuffix(begun)
    near = -0.3 * tail.size < tail.box.top - head.box.bottom < tail.size
    return near and before != text and before[-1:].isspace() and says_progress(before)


def _split_stamps(
    fragments: Sequence[Fragment], vocabulary: SheetVocabulary, words: Words
) -> list[Fragment]:
    """Stamps over two lines (公約 / 達成), close together, in one frame or turned."""
    taken: set[int] = set()
    # Joined by what no text in plain form holds, so that a piece lies in one of them.
    stamps = " ".join(vocabulary.plain_stamps)
    pieces = [held for held in fragments if plain(held.text) in stamps]
    for one in pieces:
        for two in pieces:
            if one is two or not _under(one, two):
                continue
            if is_stamp(one.text + two.text, vocabulary) and not {id(one), id(two)} & taken:
                words.roles[Field.STAMP].append(whole([one, two]))
                taken |= {id(one), id(two)}
    return [fragment for fragment in fragments if id(fragment) not in taken]


def _under(one: Fragment, two: Fragment) -> bool:
    if one.box is None or two.box is None or abs(one.size - two.size) > 0.3 * one.size:
        return False
    apart_x = abs((one.box.x0 + one.box.x1) - (two.box.x0 + two.box.x1)) / 2
    return apart_x < 1.5 * one.size and 0 < two.box.top - one.box.top < 2.5 * one.size


def _heads_years(
    fragment: Fragment, others: Sequence[Fragment], vocabulary: SheetVocabulary
) -> bool:
    """Whether a word (項目, 区分) stands in the corner of a table of years."""
    box = fragment.box
    if box is None:
        return False
    right = [held for held in others if held.box and held.box.x0 > box.x0]
    placed = [(held.box.x0, held) for held in right if held.box and _level(fragment, held)]
    if len(placed) < 2:
        return False
    behind = [held for _, held in sorted(placed, key=lambda one: one[0])]
    # The same word again, or a gap between cells, begins the row of a sheet beside this one;
    # another label begins another field of this one.
    row = list(takewhile(lambda held: find_label(held.text, vocabulary) is None, behind))
    parted = (at for at, (one, two) in enumerate(pairwise(row), 1) if _apart(one, two))
    return sum(is_only_time(held.text) for held in row[: next(parted, None)]) >= 2


def _level(one: Fragment, two: Fragment) -> bool:
    """Whether two texts stand in one row; cells side by side do where they begin alike."""
    if one.frame is not None and two.frame is not None and overlap_x(one.frame, two.frame) < 1:
        return abs(one.frame.top - two.frame.top) < 0.5 * two.size
    return one.box is not None and two.box is not None and same_row(one.box, two.box)


def _apart(one: Fragment, two: Fragment) -> bool:
    """Whether the cells of two texts, the first on the left, do not touch."""
    if one.frame is None or two.frame is None:
        return False
    return two.frame.x0 - one.frame.x1 > one.size


def _believable(found: Sequence[tuple[Fragment, Label]], vocabulary: SheetVocabulary) -> list[bool]:
    """Which labels are headings here.

    Words with a mere colon are text where the sheet's own headings carry marks (○ or ？), unless
    they stand in its head or what follows proves them; labels of fields that we do not read count
    only where something sets them off.
    """
    body = [(held, label) for held, label in found if label.field in BODY_FIELDS]
    marked = [held.box.top for held, label in body if label.marked and held.box]
    style = len(marked) >= 2 or (len(marked) == 1 and len(body) == 1)
    first = min(marked, default=0.0)
    lefts = [held.box.x0 for held, label in body if label.marked and held.box]
    return [
        label.marked
        or _alone(held, label)
        or (label.field is not Field.OTHER and not style)
        or (label.field is not Field.OTHER and held.box is not None and held.box.top < first)
        or _proved(held, label, vocabulary)
        or _in_line(held, label, lefts)
        for held, label in found
    ]


def _in_line(fragment: Fragment, label: Label, lefts: Sequence[float]) -> bool:
    """Whether a label is a whole line that begins where the marked headings do."""
    if fragment.box is None or label.rest is not None or label.field not in BODY_FIELDS:
        return False
    x0, size = fragment.box.x0, fragment.size
    # OCR loses a ○ now and then; the words then begin where they do behind one.
    reach = 1.3 if fragment.method is Method.OCR else 0.5
    return label.distance == 0 and any(-0.5 * size < x0 - left < reach * size for left in lefts)


def _proved(fragment: Fragment, label: Label, vocabulary: SheetVocabulary) -> bool:
    """Whether the value behind a label can be nothing else."""
    if label.rest is None:
        return False
    rest = fragment.text[label.rest :]
    if label.field is Field.TERM:
        return read_term(rest, vocabulary) is not None
    return label.field in (Field.DUE, Field.AS_OF) and is_only_time(rest)


def _alone(fragment: Fragment, label: Label) -> bool:
    """Whether a label has a frame that it fills, as the label cell of a form does."""
    frame = fragment.frame
    if frame is None or label.rest is not None:
        return False
    low = frame.bottom - frame.top < 6 * fragment.size
    return low or frame.x1 - frame.x0 < 9 * fragment.size
