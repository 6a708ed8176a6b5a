"""What a line is by its own words, and what the unlabelled lines of a sheet's head are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from parsers.sheets.comparison import bare, plain
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.paragraphs import joined, strip_bullet
from parsers.sheets.times import is_time, values_in
from parsers.sheets.vocabulary import SheetVocabulary

_LONGEST_NAME = 20
"""A longer line that ends like the name of a form is a title or a sentence."""
_LONGEST_QUESTION = 12
"""The headings of a sheet are short questions."""
_PAIRS = (("(", ")"), ("「", "」"), ("『", "』"), ("【", "】"), ("[", "]"))
_SENTENCE = re.compile(
    r"(?:ます|ません|です|ました|ましょう|する|たい|いく|なる|ある|図る|す)[。．]?$|。$"
)


def is_announcement(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line is the name of the form, perhaps with a number or a year beside it."""
    wanted = plain(text)
    for phrase in filter(wanted.__contains__, vocabulary.plain_announcements):
        at = wanted.find(phrase)
        if len(wanted) <= len(phrase) + 14:
            before, behind = wanted[:at], wanted[at + len(phrase) :]
            return not re.search(r"[はをがに、。]", before + behind)
    if len(wanted) > _LONGEST_NAME or not wanted.endswith(vocabulary.plain_forms):
        return False
    return any(word in wanted for word in vocabulary.plain_pledge)


def is_stamp(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line says nothing but that the pledge is achieved."""
    stamps = vocabulary.bare_stamps
    return any(map(plain(text).__contains__, stamps)) and bare(text) in stamps


def is_scale(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line is the word at one end of a progress graphic, or both words."""
    ends = vocabulary.plain_ends
    wanted = plain(text)
    if wanted in ends:
        return True
    if not wanted.startswith(vocabulary.plain_starts):
        return False
    starts = [word for word in vocabulary.plain_starts if wanted.startswith(word)]
    return any(wanted.removeprefix(start).strip("→⇒-―ー~〜 ") in ends for start in starts)


def is_guide(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line heads a page that explains the form."""
    if not any(map(plain(text).__contains__, vocabulary.plain_guides)):
        return False
    wanted = bare(text)
    return any(
        wanted.endswith(word) and (wanted == word or wanted.endswith("シートの" + word))
        for word in vocabulary.plain_guides
    )


def is_note(text: str, vocabulary: SheetVocabulary) -> bool:
    """Whether a line begins with ※ or the like."""
    return text.lstrip().startswith(vocabulary.note_marks)


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, rather than as a name."""
    return _SENTENCE.search(unicodedata.normalize("NFKC", text).rstrip()) is not None


def is_only_time(text: str) -> bool:
    """Whether a text is a time and nothing else (令和6年度末)."""
    inner = text.strip(" \u3000()（）")
    times = [value for value in values_in(inner) if is_time(value)]
    return len(times) == 1 and times[0].span[1] - times[0].span[0] >= len(inner) - 2


def settle_header(draft: Draft, blocks: Sequence[Sequence[Fragment]]) -> None:
    """Tell title and aim apart among the unlabelled blocks of a sheet's head.

    The title comes first and is a name; the aim follows and is, as a rule, a sentence. What is
    concluded from the place alone is marked as inferred, what could be read otherwise as a doubt.
    """
    held = [list(block) for block in blocks if joined(block)]
    if draft.get(Field.TITLE):
        _doubt_title(draft)
        below = [block for block in held if _is_below(block, draft.get(Field.TITLE))]
        draft.loose.extend(f for block in held if block not in below for f in block)
        _rest_as_aim(draft, below)
        return
    if not held:
        return
    title, rest = _title(held)
    if is_sentence(joined(title)) and rest and not is_sentence(joined(rest[0])):
        draft.doubts[Field.TITLE] = "the title ends like a sentence"
    draft.add(Field.TITLE, title)
    _doubt_title(draft)
    draft.inferred.setdefault(Field.TITLE, "found by its place above the first heading")
    if not rest and len(title) > 1:
        rest = _split_block(draft, title)
    _rest_as_aim(draft, rest)


def _is_below(block: Sequence[Fragment], title: Sequence[Fragment]) -> bool:
    """Whether a block stands under the title; plain text has no place and says nothing of it."""
    box, last = block[0].box, title[-1].box
    return box is None or last is None or box.top >= last.top


def _doubt_title(draft: Draft) -> None:
    """A bracket without its fellow says that a line of the title is missing."""
    text = unicodedata.normalize("NFKC", joined(draft.get(Field.TITLE)))
    if any(text.count(a) != text.count(b) for a, b in _PAIRS):
        draft.doubts[Field.TITLE] = "the brackets of the title do not match"


def _title(blocks: list[list[Fragment]]) -> tuple[list[Fragment], list[list[Fragment]]]:
    title, rest = blocks[0], blocks[1:]
    while rest and _open(joined(title)):
        title, rest = [*title, *rest[0]], rest[1:]
    return title, rest


def _open(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    return any(folded.count(a) > folded.count(b) for a, b in _PAIRS)


def _split_block(draft: Draft, title: list[Fragment]) -> list[list[Fragment]]:
    """Title and aim in one block: the aim begins after the last line that ends a name."""
    sizes = {round(fragment.size, 1) for fragment in title}
    if len(sizes) == 1 and not is_sentence(title[-1].text):
        return []
    large = [held.size > 0.9 * title[0].size for held in title]
    cut = large.index(False) if False in large else 1
    if _open(joined(title[:cut])):
        return []
    draft.values[Field.TITLE] = title[:cut]
    draft.doubts[Field.TITLE] = "title and aim stand together"
    draft.doubts[Field.AIM] = "title and aim stand together"
    return [title[cut:]]


def _rest_as_aim(draft: Draft, blocks: list[list[Fragment]]) -> None:
    if not blocks:
        return
    if draft.get(Field.AIM):
        for block in blocks:
            draft.loose.extend(block)
        return
    if len(blocks) > 1:
        sentences = [block for block in blocks if is_sentence(joined(block))]
        if len(sentences) != 1:
            draft.doubts[Field.AIM] = "several paragraphs stand between title and first heading"
            sentences = sentences[:1] or blocks[:1]
        for block in blocks:
            if block is not sentences[0]:
                draft.loose.extend(block)
        blocks = sentences
    draft.add(Field.AIM, blocks[0])
    draft.inferred.setdefault(Field.AIM, "found by its place between title and first heading")


def bulleted(fragment: Fragment, vocabulary: SheetVocabulary) -> bool:
    """Whether a line begins with a bullet."""
    return strip_bullet(fragment.text, vocabulary)[1]


def recover_missing_headings(draft: Draft, vocabulary: SheetVocabulary) -> None:
    """A due time that stands among the actions, as its heading is missing or has no time.

    It is told by what it is: a time alone on its line, with the notes that follow it.
    """
    held = draft.get(Field.DUE)
    said = [fragment.text for fragment in held if not is_note(fragment.text, vocabulary)]
    if any(is_time(value) for text in said for value in values_in(text)):
        return
    body = draft.get(Field.ACTIONS)
    for at, fragment in enumerate(body):
        if is_only_time(fragment.text):
            following = [other for other in body[at + 1 :] if is_note(other.text, vocabulary)]
            lost = [body[at - 1]] if at and _like_heading(body[at - 1], vocabulary) else []
            taken = [fragment, *following, *lost]
            draft.values[Field.DUE] = [fragment, *following, *held]
            draft.values[Field.ACTIONS] = [other for other in body if other not in taken]
            draft.loose.extend(lost)
            draft.doubts[Field.DUE] = "the time does not stand under its heading"
            return


def _like_heading(fragment: Fragment, vocabulary: SheetVocabulary) -> bool:
    """Whether a line is short, marked like a heading and asks (○いつまて？)."""
    text = fragment.text.strip()
    asks = text.endswith(("？", "?")) and text[:1] in vocabulary.heading_marks
    return asks and len(text) <= _LONGEST_QUESTION
