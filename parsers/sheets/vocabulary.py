"""The wording of pledge sheets, goal lists and press releases. All of it comes from a profile."""

from __future__ import annotations

import re
from functools import cached_property
from unicodedata import normalize

import msgspec

from parsers.sheets.comparison import Phrases, bare, plain
from parsers.sheets.model import Field
from schemas.enums import Term

Words = tuple[str, ...]


class HeadingWords(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True
):
    """What stands before a value, for each field. Matched tolerant of slips and of ○ and ？."""

    pillar: Words
    term: Words
    title: Words
    aim: Words
    actions: Words
    due: Words
    progress: Words
    as_of: Words
    achieved: Words
    other: Words
    """Labels of fields that the contract does not have (担当課, 備考): they end a value."""

    @cached_property
    def phrases(self) -> Phrases:
        """All headings, made ready to be found in text."""
        fields = [field for field in Field if field.value in self.__struct_fields__]
        return Phrases((field, word) for field in fields for word in getattr(self, field.value))


class GoalListWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What announces a goal list and what its columns are called."""

    announcements: Words
    order: Words
    achieved: Words
    """Names of the column that says whether a goal is achieved."""
    achieved_marks: Words
    """A cell that holds one of these says that the goal is achieved."""
    open_marks: Words
    """A cell that holds one of these says that it is not achieved yet."""


class PressWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What announces a press release; its figures are read with the wording of pages."""

    announcements: Words


class SheetVocabulary(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True
):
    """The wording of one city's sheets.

    ``announcements`` head a sheet (市長公約実施目標シート); ``stamps`` say that a pledge is
    achieved (公約達成); ``start_labels`` and ``goal_labels`` stand at the two ends of a progress
    graphic (開始, 達成); ``as_of_words`` follow a date (現在, 時点).
    """

    pledge: Words
    """Words of which a pledge paper holds one (公約); a document without any is none."""
    announcements: Words
    forms: Words
    """What such a form is called at the end of its name (シート, 管理票), after a pledge word."""
    headings: HeadingWords
    terms: dict[str, Term]
    stamps: Words
    start_labels: Words
    goal_labels: Words
    as_of_words: Words
    heading_marks: Words
    bullets: Words
    note_marks: Words
    continued: Words
    """Marks of a sheet that goes on from the page before (続き)."""
    overleaf: Words
    """What stands at the end of a page whose sheet goes on over the next one (次ページへ続く)."""
    contents: Words
    """Headings of a table of contents."""
    guides: Words
    """What heads a page that explains the form (シートの見方): no sheet."""
    captions: Words
    """What begins the caption of a picture (写真, 図)."""
    units: Words
    """Units of figures inside a sheet, beside those of the values reader."""
    goal_list: GoalListWords
    press: PressWords

    @cached_property
    def plain_announcements(self) -> Words:
        """``announcements`` for comparison, as those below."""
        return tuple(plain(word) for word in self.announcements)

    @cached_property
    def plain_pledge(self) -> Words:
        return tuple(plain(word) for word in self.pledge)

    @cached_property
    def plain_forms(self) -> Words:
        return tuple(plain(word) for word in self.forms)

    @cached_property
    def bare_overleaf(self) -> frozenset[str]:
        return frozenset(bare(word) for word in self.overleaf)

    @cached_property
    def plain_guides(self) -> Words:
        return tuple(plain(word) for word in self.guides)

    @cached_property
    def plain_starts(self) -> Words:
        return tuple(plain(word) for word in self.start_labels)

    @cached_property
    def plain_ends(self) -> frozenset[str]:
        """The words at either end of a graphic."""
        return frozenset(plain(word) for word in (*self.start_labels, *self.goal_labels))

    @cached_property
    def plain_terms(self) -> dict[str, Term]:
        return {plain(word): term for word, term in self.terms.items()}

    @cached_property
    def term_ends(self) -> Words:
        """What a text ends with that ends with a term, set off or in brackets."""
        return (*self.terms, *"】〕］]＞>〉》")

    @cached_property
    def term_forms(self) -> Words:
        """The terms with digits in whichever width they are typed, the longest first."""
        forms = {form for term in self.terms for form in (term, normalize("NFKC", term))}
        return tuple(sorted(forms, key=len, reverse=True))

    @cached_property
    def term_pattern(self) -> re.Pattern[str]:
        """Any of the terms."""
        return re.compile("|".join(map(re.escape, self.term_forms)))

    @cached_property
    def plain_stamps(self) -> Words:
        return tuple(plain(word) for word in self.stamps)

    @cached_property
    def bare_stamps(self) -> frozenset[str]:
        """``stamps`` for comparison, without the signs around them."""
        return frozenset(bare(word) for word in self.stamps)
