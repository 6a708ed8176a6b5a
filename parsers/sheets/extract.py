"""Plain text extracts of sheets: lines without boxes, one after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parsers.sheets.identity import pillar_names, read_term
from parsers.sheets.matching import Label, find_label, plain
from parsers.sheets.model import BODY_FIELDS, Draft, Field, Fragment, Heading
from parsers.sheets.parted import parted_labels, parted_term
from parsers.sheets.pillars import read_pillar
from parsers.sheets.roles import (
    bulleted,
    is_announcement,
    is_scale,
    is_stamp,
    recover_missing_headings,
    settle_header,
)
from parsers.sheets.times import says_as_of
from parsers.sheets.vocabulary import SheetVocabulary
from parsers.sheets.worth import is_pledge_sheet, speaks_of_pledges


def draft_extract(
    text: str, vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> tuple[list[Draft], list[Fragment]]:
    """The sheets of a text extract, and the lines that belong to none."""
    reading = _Reading(vocabulary, pillars)
    for line in _fragments(text):
        for part in parted_labels(line, vocabulary):
            for fragment in parted_term(part, vocabulary):
                reading.take(fragment)
    reading.draft.loose.extend(reading.tail)
    drafts = [*reading.finished, reading.draft]
    spoken = speaks_of_pledges([text], vocabulary)
    sheets = [draft for draft in drafts if is_pledge_sheet(draft, spoken)]
    rest = [held for draft in drafts if draft not in sheets for held in draft.fragments()]
    for draft in sheets:
        settle_header(draft, _blocks(draft, vocabulary))
        recover_missing_headings(draft, vocabulary)
    return sheets, rest


def _fragments(text: str) -> Iterator[Fragment]:
    """The lines that hold something; ``apart`` marks those behind an empty line."""
    apart = True
    for line in unicodedata.normalize("NFC", text).replace("\f", "\n\n").splitlines():
        if not line.strip():
            apart = True
            continue
        yield Fragment(line.strip(), apart=apart)
        apart = False


def _blocks(draft: Draft, vocabulary: SheetVocabulary) -> list[list[Fragment]]:
    """The head's lines by empty lines; bulleted ones are actions whose heading is missing."""
    blocks: list[list[Fragment]] = []
    for at, fragment in enumerate(draft.header):
        if bulleted(fragment, vocabulary) and Field.ACTIONS not in draft.values and blocks:
            draft.add(Field.ACTIONS, draft.header[at:])
            draft.doubts[Field.ACTIONS] = "the heading of the actions is missing"
            break
        if fragment.apart or not blocks:
            blocks.append([])
        blocks[-1].append(fragment)
    return blocks


@dataclass(slots=True)
class _Reading:
    """Where in the text we are: the sheet and the field that lines go to."""

    vocabulary: SheetVocabulary
    pillars: Mapping[int, str]
    finished: list[Draft] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    current: Field | None = None
    announced: bool = False
    tail: list[Fragment] = field(default_factory=list)
    """Lines after the progress heading: of this sheet's end, or of the next one's head."""

    def take(self, fragment: Fragment) -> None:
        """Put one line where it belongs; begin a new sheet where one begins."""
        role = self._role(fragment.text)
        label = find_label(fragment.text, self.vocabulary) if role is None else None
        if label is not None and not self._believable(label):
            label = None
        if self._begins(role, label):
            self._begin(role)
        if role is not None:
            self._take_role(role, fragment)
        elif label is not None:
            self._take_label(label, fragment)
        else:
            self._take_text(fragment)

    def _role(self, text: str) -> Field | None:
        if is_announcement(text, self.vocabulary):
            return Field.ANNOUNCEMENT
        if is_stamp(text, self.vocabulary):
            return Field.STAMP
        if is_scale(text, self.vocabulary):
            return Field.SCALE
        if read_term(text, self.vocabulary) is not None:
            return Field.TERM
        labels = self.vocabulary.headings.pillar
        known = plain(text) in pillar_names(self.pillars)
        if known or read_pillar(text, labels, self.pillars) is not None:
            return Field.PILLAR
        if says_as_of(text, self.vocabulary):
            return Field.AS_OF
        return None

    def _believable(self, label: Label) -> bool:
        """Whether a label is one here: words with a mere colon also stand inside paragraphs."""
        marked = any(held.marked for held in self.draft.headings if held.field in BODY_FIELDS)
        if label.field is Field.OTHER:
            return label.marked
        if marked and self.current is Field.ACTIONS:
            whole = label.rest is None and label.distance == 0 and label.field in BODY_FIELDS
            return label.marked or (whole and not self.draft.has(label.field))
        return True

    def _begins(self, role: Field | None, label: Label | None) -> bool:
        body = any(heading.field in BODY_FIELDS for heading in self.draft.headings)
        if role is Field.ANNOUNCEMENT:
            self.announced = True
            return body or bool(self.draft.get(Field.ANNOUNCEMENT))
        where = role or (label.field if label else None)
        if not body or where is None or (self.announced and label is None):
            return False
        if where in (Field.PILLAR, Field.TERM, Field.TITLE):
            return self.draft.has(where)
        repeated = any(heading.field is where for heading in self.draft.headings)
        return label is not None and label.marked and where in BODY_FIELDS and repeated

    def _begin(self, role: Field | None) -> None:
        self.finished.append(self.draft)
        self.draft = Draft()
        if role is Field.ANNOUNCEMENT:
            self.finished[-1].loose.extend(self.tail)
        else:
            self.draft.header.extend(self.tail)
        self.tail = []
        self.current = None

    def _take_role(self, role: Field, fragment: Fragment) -> None:
        self.draft.add(role, [fragment])

    def _take_label(self, label: Label, fragment: Fragment) -> None:
        heading = Heading(label.field, fragment.part(0, label.end), label.distance, label.marked)
        self.draft.headings.append(heading)
        self.current = label.field
        if label.bracket is not None:
            self.draft.add(Field.AS_OF, [fragment.part(*label.bracket)])
        if label.rest is not None:
            rest = fragment.part(label.rest)
            as_of = label.field is Field.PROGRESS and says_as_of(rest.text, self.vocabulary)
            self.draft.add(Field.AS_OF if as_of else label.field, [rest])

    def _take_text(self, fragment: Fragment) -> None:
        if self.current is None:
            self.draft.header.append(fragment)
        elif self.current is Field.PROGRESS:
            self.tail.append(fragment)
        else:
            self.draft.add(self.current, [fragment])
