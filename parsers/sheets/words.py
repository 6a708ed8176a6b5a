"""What the lines of a page are by their words: roles, headings, and the rest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, takewhile

from parsers.layout.model import Box
from parsers.progress.text import says_progress
from parsers.sheets.choice import chosen_term, in_rows, is_choice
from parsers.sheets.geometry import overlap_x, same_row
from parsers.sheets.identity import pillar_names, read_term
from parsers.sheets.labels import labels_over_lines
from parsers.sheets.matching import Label, find_label, find_misread_label, plain
from parsers.sheets.model import BODY_FIELDS, Field, Fragment, Heading, whole
from parsers.sheets.pillars import read_pillar
from parsers.sheets.roles import is_announcement, is_only_time, is_scale, is_stamp
from parsers.sheets.times import says_as_of
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method

_WIDE = re.compile(r"\s{2,}|\u3000")
"""What parts two labelled values of one line."""

_LEADING = re.compile(r"\s*[（(〔［\[【][^（()）]*[)）〕］\]】]")


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
    lines = [part for held in fragments for part in _parted_name(held, vocabulary)]
    lines = [part for held in lines for part in parted_labels(held, vocabulary)]
    rest = [part for held in lines for part in parted_term(held, vocabulary)]
    rest = [part for held in rest for part in _parted_as_of(held, vocabulary)]
    rest = in_rows(rest, vocabulary)
    rest = _set_labels(rest, vocabulary, words)
    rest = _split_stamps(_closed(rest, vocabulary), vocabulary, words)
    found: list[tuple[Fragment, Label]] = []
    names = pillar_names(pillars)
    for fragment in rest:
        role = _role(fragment, vocabulary, pillars, names)
        label = _label(fragment, vocabulary) if role is None else None
        if label is not None and _heads_years(fragment, rest):
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
        if believed and not (headed and _says_how_far(fragment, label)):
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
    if read_pillar(text, vocabulary.headings.pillar, pillars) is not None:
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


def _parted_name(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """The name of the form and what stands behind a gap on its line: …シート　公約Ⅱ …."""
    gap = _WIDE.search(fragment.text.rstrip())
    if gap is None or not is_announcement(fragment.text[: gap.start()], vocabulary):
        return [fragment]
    return [fragment.part(0, gap.start()), fragment.part(gap.end())]


def parted_labels(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A line of several labels with values, parted before each: 期間：短期　所管課：総務課."""
    text = fragment.text
    if text.count(":") + text.count("：") < 2:
        return [fragment]
    cuts = [gap.end() for gap in _WIDE.finditer(text) if _states(text[gap.end() :], vocabulary)]
    if not cuts or not _states(text, vocabulary):
        return [fragment]
    return [fragment.part(start, end) for start, end in pairwise([0, *cuts, len(text)])]


def _states(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a text begins with a label, a colon and a value."""
    label = find_label(text, vocabulary)
    if label is None or label.rest is None:
        return False
    return any(colon in text[label.end - 1 : label.rest] for colon in ":：")


def parted_term(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A line and the term at its end, set off by a space or by brackets: 公約Ⅱ …　【短期】."""
    # The pattern tries every space of a text; few texts end in what ends it.
    if not fragment.text.rstrip().endswith((*vocabulary.terms, *"】〕］]＞>〉》")):
        return [fragment]
    match = _term_at_end(tuple(vocabulary.terms)).search(fragment.text)
    if match is None or not fragment.text[: match.start()].strip():
        return [fragment]
    if is_choice(fragment.text, vocabulary):
        return [fragment]
    return [fragment.part(0, match.start()), fragment.part(match.start())]


def _parted_as_of(fragment: Fragment, vocabulary: SheetVocabulary) -> list[Fragment]:
    """A date in brackets and the progress in characters behind it: (令和6年9月30日現在) 45％."""
    bracket = _LEADING.match(fragment.text)
    if bracket is None or not says_as_of(bracket[0], vocabulary):
        return [fragment]
    rest = fragment.part(bracket.end())
    return [fragment.part(0, bracket.end()), rest] if says_progress(rest.text) else [fragment]


@lru_cache(maxsize=8)
def _term_at_end(terms: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(
        rf"(?:\s+(?:{words})|\s*[【〔［\[＜<〈《]\s*(?:{words})\s*[】〕］\]＞>〉》])\s*$"
    )


def _set_labels(
    fragments: Sequence[Fragment], vocabulary: SheetVocabulary, words: Words
) -> list[Fragment]:
    """Take the labels that are set over several lines; the fragments that are left."""
    taken: set[int] = set()
    for lines, label in labels_over_lines(fragments, vocabulary):
        _take_label(whole(lines), label, vocabulary, words)
        taken |= {id(line) for line in lines}
    return [fragment for fragment in fragments if id(fragment) not in taken]


def _split_stamps(
    fragments: Sequence[Fragment], vocabulary: SheetVocabulary, words: Words
) -> list[Fragment]:
    """Stamps over two lines (公約 / 達成), close together, in one frame or turned."""
    taken: set[int] = set()
    stamps = [plain(word) for word in vocabulary.stamps]
    pieces = [held for held in fragments if any(plain(held.text) in word for word in stamps)]
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


def _heads_years(fragment: Fragment, others: Sequence[Fragment]) -> bool:
    """Whether a word (項目, 区分) stands in the corner of a table of years."""
    box = fragment.box
    if box is None:
        return False
    right = [held for held in others if held.box and held.box.x0 > box.x0]
    placed = [(held.box.x0, held) for held in right if held.box and _level(fragment, held)]
    if len(placed) < 2:
        return False
    behind = [held for _, held in sorted(placed, key=lambda one: one[0])]
    # The same word again, or a gap between cells, begins the row of a sheet beside this one.
    row = list(takewhile(lambda held: held.text != fragment.text, behind))
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
