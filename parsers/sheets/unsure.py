"""Signs that a sheet's layout was misunderstood: text that does not fit, fields that lack.

Each sign was chosen by what it tells apart: values misread with confidence, and not those read
right, on forms that the reader had not been made for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from parsers.sheets.comparison import plain
from parsers.sheets.model import Draft, Field
from parsers.sheets.paragraphs import as_rows, joined
from parsers.sheets.roles import bulleted, is_sentence
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import ActionKind
from schemas.records import SheetAction

UNSURE = 0.9
"""The most confidence in what shows a sign of it."""
_REQUIRED = ("title", "pillar_name", "term", "due_raw")
"""What every sheet states, beside its actions; ``pillar_name`` where the city has pillars."""
_REMNANT = re.compile(r"。\s*([^。\s（(「『【［\[〔※＊*)）」』】］\]〕][^。]{0,9})$")
"""A few signs behind the last sentence: a page's number, a stamp over the text."""
_COLON, _QUESTION = re.compile("[：:？?]"), re.compile("[？?]")
_LONGEST_LABEL = 8
_SYMBOLS = frozenset({"So", "Sm", "Co", "Cn", "Po"})
_WAVES = "～〜~"
"""Signs that a text is set between, as between brackets."""
_OPENING = "（(「『【［[〔〈《"


class Misfit(NamedTuple):
    """Text in a value that looks like something else. ``order`` is that of an action."""

    field: str
    text: str
    order: int | None = None


def lacking_fields(fields: Mapping[str, Any], actions: bool, pillars: bool) -> list[str]:
    """The fields that every sheet has and this one lacks: its labels or their places are new."""
    wanted = [name for name in _REQUIRED if pillars or name != "pillar_name"]
    lacking = [name for name in wanted if fields.get(name) is None]
    return lacking if actions else [*lacking, "actions"]


def misfits(
    draft: Draft, actions: Sequence[SheetAction], note: str, vocabulary: SheetVocabulary
) -> Iterator[Misfit]:
    """What does not fit in title, aim, note and actions; ``note`` is the raw one, with its mark."""
    for where in (Field.TITLE, Field.AIM):
        for text in _strange(joined(as_rows(draft.get(where))), vocabulary):
            yield Misfit(where.value, text)
    for text in _list_in_aim(draft, vocabulary):
        yield Misfit("aim", text)
        yield Misfit("actions", text)
    for text in (*_strange(note, vocabulary), *_unmarked(note, vocabulary)):
        yield Misfit("due_note", text)
    for action in actions:
        for text in _strange(action.text, vocabulary, labels=_QUESTION):
            yield Misfit("actions", text, action.order)
    yield from _label_at_end(actions)


def _strange(
    text: str, vocabulary: SheetVocabulary, labels: re.Pattern[str] = _COLON
) -> Iterator[str]:
    """An unknown bullet at the start, a label inside, a few signs behind the last sentence.

    Inside an action a label with a colon is as likely a part of it (時期：来年度).
    """
    marked = text.startswith((*_WAVES, *vocabulary.note_marks))
    if text and not marked and unicodedata.category(text[0]) in _SYMBOLS:
        yield text[0]
    for end in labels.finditer(text):
        said = plain(text[: end.start()])
        for phrase, _ in vocabulary.headings.phrases.all:
            if len(said) > len(phrase) and said.endswith(phrase):
                yield phrase
    if remnant := _REMNANT.search(text):
        yield remnant[1]


def _list_in_aim(draft: Draft, vocabulary: SheetVocabulary) -> list[str]:
    """The list that an aim goes on with, which began as a sentence."""
    rows = as_rows(draft.get(Field.AIM))
    if not rows or bulleted(rows[0], vocabulary):
        return []
    return [row.text for row in rows[1:] if bulleted(row, vocabulary)]


def _unmarked(note: str, vocabulary: SheetVocabulary) -> list[str]:
    """A note on the target time that neither a mark nor brackets set off and that is no sentence.

    Any text that stands below a time reads as its note.
    """
    marked = note.lstrip().startswith((*vocabulary.note_marks, *_OPENING))
    return [] if not note or marked or is_sentence(note) else [note]


def _label_at_end(actions: Sequence[SheetAction]) -> Iterator[Misfit]:
    """A few signs without a bullet behind a list: a label nobody knows. A bare number anywhere."""
    listed = any(action.kind is ActionKind.BULLET for action in actions)
    for action in actions:
        short = len(action.text) <= _LONGEST_LABEL and not is_sentence(action.text)
        bare = action.kind is not ActionKind.BULLET and action is actions[-1]
        if action.text.isdecimal() or (listed and short and bare):
            yield Misfit("actions", action.text, action.order)
