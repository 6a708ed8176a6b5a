"""The vocabulary of one page made ready for searching."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.pages.figures import CountReader
from parsers.pages.phrases import Phrases, words_pattern
from parsers.pages.vocabulary import PageVocabulary
from parsers.values.numerals import KANJI, NUMBER
from schemas.enums import Outcome, Term

_MEETING_NUMBER = rf"第\s*({NUMBER})\s*回目?|(?<![0-9{KANJI}])({NUMBER})\s*回目"
#: Left over from a heading once its parts are taken out: signs, brackets, blanks, particles.
_SIGNS = re.compile(
    r"[\s()（）「」『』［］\[\]<>〈〉《》、,，。．.・:：;；/／\-‐–—―〜■□●○◎◆◇▼▽▲△★☆▶►※*＊#のにをはがでと]+"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Compiled patterns and phrases of a page vocabulary. Texts are searched folded."""

    vocabulary: PageVocabulary
    number: re.Pattern[str]
    complete: re.Pattern[str]
    """A heading with number, body and something in brackets, wherever it stands."""
    body: re.Pattern[str]
    special: re.Pattern[str]
    held: re.Pattern[str]
    sections: re.Pattern[str]
    section_end: re.Pattern[str]
    not_headings: re.Pattern[str]
    cancelled: re.Pattern[str]
    changed: re.Pattern[str]
    summary_headings: re.Pattern[str]
    reflected: re.Pattern[str]
    size: re.Pattern[str]
    page_start: frozenset[str]
    page_end: tuple[str, ...]
    counts: CountReader
    reviewed: re.Pattern[str]
    outcomes: Phrases[Outcome | None]
    """The key None stands for measures carried over from an earlier meeting."""
    terms: Phrases[Term | None]

    @property
    def signs(self) -> re.Pattern[str]:
        """Signs that say nothing in a heading."""
        return _SIGNS


def compiled(vocabulary: PageVocabulary) -> Wording:
    """Make a vocabulary ready for reading one page."""
    meetings, review, summary = vocabulary.meetings, vocabulary.review, vocabulary.summary
    body = words_pattern(meetings.bodies)
    outcomes: dict[Outcome | None, tuple[str, ...]] = dict(review.outcomes.items())
    outcomes[None] = review.carried_in
    terms: dict[Term | None, list[str]] = {None: list(summary.not_terms)}
    for word, term in summary.terms.items():
        terms.setdefault(term, []).append(word)
    return Wording(
        vocabulary=vocabulary,
        number=re.compile(_MEETING_NUMBER),
        complete=re.compile(
            rf"(?:{_MEETING_NUMBER})[^。、()]{{0,20}}?(?:{body.pattern})[^。、()]{{0,10}}\([^()]{{4,40}}\)"
        ),
        body=body,
        special=words_pattern(meetings.special),
        held=words_pattern(meetings.held),
        sections=words_pattern(meetings.sections),
        section_end=re.compile(rf"(?:{words_pattern(meetings.sections).pattern})$"),
        not_headings=words_pattern(meetings.not_headings),
        cancelled=re.compile(
            rf"(?<!を)(?:{words_pattern(meetings.cancelled).pattern})"
            r"(?:と?(?:し|なり|いたし|致し|り|られ)*ました|です|した)?[。)」\s]*$"
        ),
        changed=words_pattern(vocabulary.announcements.changed),
        summary_headings=words_pattern(summary.headings),
        reflected=words_pattern(summary.reflected),
        size=_size_pattern(vocabulary),
        page_start=frozenset(vocabulary.page_start),
        page_end=vocabulary.page_end,
        counts=CountReader(review),
        reviewed=words_pattern(review.reviewed),
        outcomes=Phrases(outcomes),
        terms=Phrases(terms),
    )


def _size_pattern(vocabulary: PageVocabulary) -> re.Pattern[str]:
    """A size as labels give it (2.44MB, 1,234キロバイト): group 1 the figure, 2 the unit."""
    units = words_pattern(vocabulary.links.size_units).pattern
    return re.compile(rf"(?<![0-9,.])([0-9][0-9,]*(?:\.[0-9]+)?)\s*({units})(?![A-Za-zァ-ヶー])")
