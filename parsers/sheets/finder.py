"""From the pages of a document to drafts of its sheets, by wording and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.layout.cells import Cell
from parsers.layout.model import Box, Page
from parsers.sheets.bands import rebalance
from parsers.sheets.body import picture_boxes, tidy_body
from parsers.sheets.choice import settle_term
from parsers.sheets.frames import Framed, page_fragments, watermarks
from parsers.sheets.geometry import holds, same_row
from parsers.sheets.heads import is_page_number, read_head
from parsers.sheets.matching import find_label, plain
from parsers.sheets.misread import recover_misread_term
from parsers.sheets.model import BODY_FIELDS, Draft, Field, Fragment, Heading
from parsers.sheets.owners import SINGLE, find_owners
from parsers.sheets.paragraphs import joined
from parsers.sheets.pillars import number_of, read_pillar
from parsers.sheets.regions import in_region, split_regions
from parsers.sheets.roles import is_guide, is_only_time, recover_missing_headings
from parsers.sheets.spread import goes_on, merge
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.words import Words, sort_words
from parsers.sheets.worth import is_pledge_sheet, speaks_of_pledges

_SHORTEST_HEAD = 4
"""Shorter lines are ends of wrapped ones as often as running heads."""
MOST_LINES = 2000
"""A page with more lines than this is no sheet."""
_FOOT = 0.92
"""Page numbers stand below this share of the page's height, …"""
_LOW = 0.8
"""… or below this one with nothing under them and a gap of some lines above."""
_GAP = 2.0
_MARGIN, _LEAST_TABS = 0.08, 2
"""Index tabs stand in this share of the page's width at either side, beside so many others."""
_SHARED = (Field.ANNOUNCEMENT, Field.PILLAR, Field.TERM)


@dataclass(slots=True)
class Found:
    """The drafts of a document in order, and the text of each page that no sheet took."""

    drafts: list[Draft] = field(default_factory=list)
    loose: dict[int, list[Fragment]] = field(default_factory=dict)
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    """The ruled cells of each page."""


def find_sheets(
    pages: Sequence[Page],
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
    parts: Mapping[int, Sequence[Box]] | None = None,
) -> Found:
    """The sheets of a document; the text of pages that hold none is left over.

    ``parts`` are those of a page that are known to hold one sheet each.
    """
    known = parts or {}
    framed = {page.number: page_fragments(page) for page in pages}
    running = _running(framed, vocabulary)
    drafts: list[Draft] = []
    for page in pages:
        held = known.get(page.number, ())
        for draft in _page_drafts(page, framed[page.number], vocabulary, pillars, running, held):
            if drafts and goes_on(drafts[-1], draft, vocabulary):
                merge(drafts[-1], draft, vocabulary)
            else:
                drafts.append(draft)
    found = _finished(drafts, pages, vocabulary, pillars)
    found.cells = {number: held.cells for number, held in framed.items()}
    return found


def _finished(
    drafts: Sequence[Draft],
    pages: Sequence[Page],
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
) -> Found:
    found = Found()
    spoken = speaks_of_pledges(("".join(line.text for line in p.lines) for p in pages), vocabulary)
    pictures = {page.number: picture_boxes(page) for page in pages}
    by_number = {page.number: page for page in pages}
    divided: list[Fragment] = []
    for draft in drafts:
        if not is_pledge_sheet(draft, spoken):
            divided = _divider(draft, vocabulary, pillars) or divided
            for fragment in draft.fragments():
                found.loose.setdefault(fragment.page or 0, []).append(fragment)
            continue
        settle_term(draft, by_number, vocabulary)
        read_head(draft, vocabulary, pillars)
        _take_pillar(draft, divided)
        recover_missing_headings(draft, vocabulary)
        held = [picture for number in draft.pages for picture in pictures.get(number or 0, ())]
        tidy_body(draft, held, vocabulary)
        recover_misread_term(draft, vocabulary)
        found.drafts.append(draft)
    return found


def _divider(
    draft: Draft, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> list[Fragment]:
    """The pillar that a cover or a dividing page names, if it names but one."""
    held = draft.get(Field.PILLAR)
    if len({plain(fragment.text) for fragment in held}) == 1:
        return held[:1]
    # Its number and its name may stand on two lines.
    pillar = read_pillar(joined(held), vocabulary.headings.pillar, pillars) if held else None
    if pillar is None or not pillar.name or len(held) != 2:
        return []
    return held if number_of(pillar.name, pillars) == pillar.number else []


def _take_pillar(draft: Draft, divided: Sequence[Fragment]) -> None:
    """A sheet that names no pillar has that of the page which divides it from those before."""
    if divided and not draft.has(Field.PILLAR):
        draft.add(Field.PILLAR, divided)
        draft.inferred[Field.PILLAR] = "named on a page before this sheet"


def _running(pages: Mapping[int, Framed], vocabulary: SheetVocabulary) -> frozenset[int]:
    """Running heads and names of the form: lines that at least three and most pages repeat.

    They stand above the first heading of their page, at one height. Given by ``id`` of the
    fragment.
    """
    heads = {number: _head(framed.fragments, vocabulary) for number, framed in pages.items()}
    counts = Counter(key for head in heads.values() for key in {_key(held) for held in head})
    least = max(3, round(0.6 * len(pages)))
    return frozenset(
        id(held) for head in heads.values() for held in head if counts[_key(held)] >= least
    )


def _key(fragment: Fragment) -> tuple[str, int]:
    return plain(fragment.text), round(fragment.box.top / 4) if fragment.box else 0


def _head(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> list[Fragment]:
    """The lines of a page above the first heading of a body field."""
    if len(fragments) > MOST_LINES:
        return []
    tops = [
        held.frame.top if held.frame else held.box.top
        for held in fragments
        if held.box and (label := find_label(held.text, vocabulary)) and label.field in BODY_FIELDS
    ]
    first = min(tops, default=0.0)
    above = [held for held in fragments if held.box and held.box.bottom <= first + 1]
    return [f for f in above if len(f.text) >= _SHORTEST_HEAD and not is_only_time(f.text)]


def _page_drafts(
    page: Page,
    framed: Framed,
    vocabulary: SheetVocabulary,
    pillars: Mapping[int, str],
    running: frozenset[int],
    parts: Sequence[Box],
) -> list[Draft]:
    """The drafts of one page, whether or not they are sheets."""
    crowded = len(framed.fragments) > MOST_LINES
    if crowded or any(is_guide(held.text, vocabulary) for held in framed.fragments):
        return [Draft(pages=[page.number], loose=list(framed.fragments))]
    feet = _beside_the_form(framed.fragments, page, vocabulary)
    body = [held for held in framed.fragments if held not in feet]
    words = sort_words(body, vocabulary, pillars, running)
    words.panels = framed.frames
    regions = list(parts) or split_regions(words, Box(0, 0, page.width, page.height))
    drafts = []
    for region in regions:
        part = words if len(regions) == 1 else _part(words, region)
        drafts.append(_draft(part, page.number, framed, region))
    drafts[-1].loose.extend(feet)
    return drafts


def _beside_the_form(
    fragments: Sequence[Fragment], page: Page, vocabulary: SheetVocabulary
) -> list[Fragment]:
    """What stands on a page outside its form: its number and footer, index tabs, watermarks."""
    found = {id(held): held for held in _feet(fragments, page)}
    for others in (
        _footers(fragments, page, vocabulary),
        _tabs(fragments, page),
        watermarks(fragments, vocabulary),
    ):
        found |= {id(held): held for held in others}
    return list(found.values())


def _footers(
    fragments: Sequence[Fragment], page: Page, vocabulary: SheetVocabulary
) -> list[Fragment]:
    """The row at the very foot of a page that says whom to ask (担当：企画課　電話 …)."""
    low = [held for held in fragments if held.box and held.box.top > _FOOT * page.height]
    heads = [
        held.box
        for held in low
        if held.box
        and (label := find_label(held.text, vocabulary))
        and label.field is Field.OTHER
        and label.rest is not None
    ]
    return [held for held in low if any(held.box and same_row(held.box, head) for head in heads)]


def _tabs(fragments: Sequence[Fragment], page: Page) -> list[Fragment]:
    """Numbers one under the other along a side of the page: the index of a booklet."""
    numbers = [held for held in fragments if held.box and held.text.strip().isdecimal()]
    side = [
        held
        for held in numbers
        if held.box and not _MARGIN < held.box.x0 / page.width < 1 - _MARGIN
    ]
    return [
        held
        for held in side
        if sum(
            abs(other.box.x0 - held.box.x0) < held.size
            for other in side
            if other.box and held.box and other.text != held.text
        )
        >= _LEAST_TABS
    ]


def _feet(fragments: Sequence[Fragment], page: Page) -> list[Fragment]:
    """The page's number at its foot: at the very edge, or below all text and apart from it."""
    found: list[Fragment] = []
    for held in fragments:
        box = held.box
        if box is None or box.top < _LOW * page.height or not is_page_number(held.text):
            continue
        rest = [other.box for other in fragments if other.box and not same_row(other.box, box)]
        apart = all(other.bottom < box.top - _GAP * held.size for other in rest)
        if apart or box.top > _FOOT * page.height:
            found.append(held)
    return found


def _part(words: Words, region: Box) -> Words:
    """The words of one region; a line of the head that all regions share goes to each."""
    part = Words(panels=words.panels)
    part.headings = [h for h in words.headings if h.fragment.box and holds(region, h.fragment.box)]
    part.inline = [(f, t) for f, t in words.inline if t.box and holds(region, t.box)]
    part.texts = in_region(words.texts, region)
    for role, held in words.roles.items():
        inside = in_region(held, region)
        if not inside and role in _SHARED:
            inside = [f for f in held if _heads_all(f, words, region)]
        part.roles[role] = inside
    return part


def _heads_all(fragment: Fragment, words: Words, region: Box) -> bool:
    """Whether a line stands above every heading of the page, so that it heads this region too."""
    tops = [h.fragment.box.top for h in words.headings if h.fragment.box]
    box = fragment.box
    return box is not None and box.bottom <= min(tops, default=0.0) and box.top < region.bottom


def _draft(words: Words, number: int, framed: Framed, region: Box) -> Draft:
    draft = Draft(pages=[number], headings=list(words.headings), regions={number: region})
    for role, held in words.roles.items():
        draft.add(role, held)
    for where, fragment in words.inline:
        draft.add(where, [fragment])
    candidates = [*words.texts, *draft.values.pop(Field.SCALE, [])]
    if not any(heading.field is Field.ACHIEVED for heading in words.headings):
        candidates = list(words.texts)
        draft.add(Field.SCALE, words.roles[Field.SCALE])
    headings = [_with_found_value(heading, words) for heading in words.headings]
    owners = find_owners(candidates, headings, framed.cells, framed.frames, framed.rules)
    for index in rebalance(words.headings, owners.held, owners.free):
        draft.doubts[words.headings[index].field] = "rows of the form cannot be told apart surely"
    for where in doubled(words.headings):
        draft.doubts[where] = "the heading stands twice"
    for index, held in owners.held.items():
        heading = words.headings[index]
        _give(draft, heading.field, held, heading.inline)
    draft.header = owners.free
    return draft


def _with_found_value(heading: Heading, words: Words) -> Heading:
    """A heading whose value its own words told (短期 beside 区分) takes no other text."""
    box = heading.fragment.box
    if heading.field not in SINGLE or box is None:
        return heading
    beside = any(
        (held.frame is not None and held.frame == heading.fragment.frame)
        or (same_row(box, held.box) and held.box.x0 > box.x0)
        for held in words.roles[heading.field]
        if held.box
    )
    return replace(heading, inline=True) if beside else heading


def doubled(headings: Sequence[Heading]) -> set[Field]:
    """Body fields with more than one heading in what should be one sheet."""
    counts = Counter(heading.field for heading in headings if heading.field in BODY_FIELDS)
    return {where for where, count in counts.items() if count > 1}


def _give(draft: Draft, where: Field, held: list[Fragment], inline: bool) -> None:
    if where is Field.OTHER or (where in SINGLE and inline):
        draft.loose.extend(held)
    else:
        draft.add(where, held)
