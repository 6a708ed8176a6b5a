"""A sheet that goes on over the next page."""

from __future__ import annotations

from parsers.sheets.comparison import bare, plain
from parsers.sheets.model import BODY_FIELDS, Draft, Field
from parsers.sheets.vocabulary import SheetVocabulary


def goes_on(before: Draft, draft: Draft, vocabulary: SheetVocabulary) -> bool:
    """Whether ``draft`` is the rest of ``before``, which an earlier page ended too soon.

    The first part lacks a heading that the second has, and they share none; the second says no
    pillar or term of its own, repeats the first one's, or is marked as a continuation (続き).
    """
    if before.pages[-1] == draft.pages[0]:
        return False
    first, second = _body(before), _body(draft)
    if not first or not second or first & second:
        return False
    if any(_continued(held.text, vocabulary) for held in draft.fragments()):
        return True
    return all(_same_or_none(before, draft, where) for where in (Field.PILLAR, Field.TERM))


def _body(draft: Draft) -> set[Field]:
    return {heading.field for heading in draft.headings} & BODY_FIELDS


def _continued(text: str, vocabulary: SheetVocabulary) -> bool:
    return any(word in text for word in vocabulary.continued) and len(text) <= 40


def _same_or_none(before: Draft, draft: Draft, where: Field) -> bool:
    own = [plain(held.text) for held in draft.get(where)]
    return not own or own == [plain(held.text) for held in before.get(where)]


def merge(before: Draft, draft: Draft, vocabulary: SheetVocabulary) -> None:
    """Put the rest of a sheet to its beginning.

    Text above the first heading of the second page goes on with what the first page ended with,
    unless it repeats the first page's head or says that the sheet goes on.
    """
    said = {plain(held.text) for held in before.fragments()}
    fresh = [
        held
        for held in draft.header
        if plain(held.text) not in said and not _continued(held.text, vocabulary)
    ]
    _set_aside(before, vocabulary)
    last = _last_field(before)
    draft.loose.extend(held for held in draft.header if held not in fresh)
    if last is not None:
        before.add(last, fresh)
    else:
        before.loose.extend(fresh)
    for where, held in draft.values.items():
        if where in (Field.PILLAR, Field.TERM, Field.ANNOUNCEMENT) and before.get(where):
            before.repeated.extend(held)
        else:
            before.add(where, held)
    before.headings.extend(draft.headings)
    before.loose.extend(draft.loose)
    before.pages.extend(draft.pages)
    before.regions |= draft.regions


def _set_aside(before: Draft, vocabulary: SheetVocabulary) -> None:
    """Take what says that the sheet goes on overleaf out of the fields of its first page."""
    for where, held in before.values.items():
        said = [one for one in held if bare(one.text) in vocabulary.bare_overleaf]
        before.loose.extend(said)
        before.values[where] = [one for one in held if one not in said]


def _last_field(draft: Draft) -> Field | None:
    """The field of the lowest heading of a page."""
    placed = [heading for heading in draft.headings if heading.fragment.box is not None]
    if not placed:
        return None
    lowest = max(placed, key=lambda held: held.fragment.box.bottom if held.fragment.box else 0.0)
    return lowest.field
