"""How many measures a meeting treated and what became of them: every count finds its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.pages.figures import Count
from parsers.pages.labelled_figures import bare_figures, labelled_figure, labels_joined
from parsers.pages.phrases import Hit, fused, words_pattern
from parsers.pages.review import OutcomeFigure, Review
from parsers.pages.wording import Wording
from schemas.enums import Outcome

_SENTENCE = re.compile(r"[^。\n]+")
_BREAK = re.compile(r"[、，;；(（)）「」]|,(?![0-9])")
_BRACKETS = re.compile(r"\([^()]*\)")
_BEHIND_BREAK = 6
_NEAR_ALL = 8


@dataclass(slots=True)
class _Sentence:
    start: int
    text: str
    counts: list[Count]
    hits: list[Hit[Outcome | None]]
    review_ends: list[int]
    pairs: list[tuple[Hit[Outcome | None], Count]] = field(default_factory=list)
    open_counts: list[Count] = field(default_factory=list)
    open_hits: list[Hit[Outcome | None]] = field(default_factory=list)


class ReviewReader:
    """Reads the texts of meetings with one vocabulary."""

    def __init__(self, wording: Wording) -> None:
        words = wording.vocabulary.review
        self._wording = wording
        self._whole = re.compile(rf"\s*(?:{words_pattern(words.wholes).pattern})")
        self._targets = words_pattern(wording.vocabulary.announcements.targets)
        self._among = re.compile(rf"(?:{words_pattern(words.wholes).pattern})[、\s]*$")
        self._includes = words_pattern(words.included)
        self._included = re.compile(rf"\s*(?:{self._includes.pattern})")
        self._total = re.compile(rf"(?:{words_pattern(words.totals).pattern})\s*約?\s*$")
        self._part = re.compile(rf"(?:{words_pattern(words.parts).pattern})[、\s]*$")
        self._all = words_pattern(words.all)
        self._earlier = re.compile(
            rf"(?:{words_pattern(words.earlier).pattern})[^、。0-9]{{0,20}}$"
        )

    def read(self, folded: str) -> Review:
        """Read a meeting's text, folded; positions in the result count its characters."""
        review = Review()
        folded = labels_joined(folded, self._wording)
        sentences = [
            self._sentence(found.start(), found.group()) for found in _SENTENCE.finditer(folded)
        ]
        for sentence in sentences:
            self._pair(sentence)
        self._reviewed(review, sentences)
        for sentence in sentences:
            self._outcomes(review, sentence)
        if review.reviewed is None:
            review.take_sum()
        review.carried_in = next(
            (n for sentence in sentences if (n := self._carried_in(sentence)) is not None), None
        )
        self._terms(review, sentences)
        review.leftover.sort(key=lambda count: count.start)
        return review

    def _sentence(self, start: int, text: str) -> _Sentence:
        counts = self._wording.counts.read(text)
        labelled = None if counts else labelled_figure(text, self._wording)
        counts = [labelled] if labelled else counts or bare_figures(text, self._wording)
        told = text if labelled else _BRACKETS.sub(lambda found: self._blank(found.group()), text)
        searched = list(told)
        for target in self._targets.finditer(text):
            searched[target.start() : target.end()] = "。" * len(target.group())
        for count in counts:
            searched[count.start : count.end] = "。" * (count.end - count.start)
        hits = fused(self._wording.outcomes.find("".join(searched)))
        unsaid = bytearray(len(text))
        for hit in hits:
            unsaid[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
        found_words = self._wording.reviewed.finditer(text)
        reviews = [word.end() for word in found_words if not any(unsaid[slice(*word.span())])]
        return _Sentence(start, text, counts, hits, reviews)

    def _blank(self, bracket: str) -> str:
        """A bracket without a count explains; its words name no outcome."""
        return bracket if self._wording.counts.read(bracket) else "。" * len(bracket)

    def _pair(self, sentence: _Sentence) -> None:
        """Pair outcomes and counts: first within a clause, then across its border."""
        counts = [c for c in sentence.counts if c.of_measures and not self._is_sum(sentence, c)]
        hits = [hit for hit in sentence.hits if not self._is_carried_in(sentence, hit)]
        if self._is_of_review_only(sentence, hits):
            hits = []
        tokens: list[Hit[Outcome | None] | Count] = sorted(
            [*counts, *hits], key=lambda token: token.start
        )
        paired: set[int] = set()
        for across in (False, True):
            for index, (one, other) in enumerate(pairwise(tokens)):
                free = index not in paired and index + 1 not in paired
                if free and self._belong(sentence, one, other, across):
                    sentence.pairs.append(_as_pair(one, other))
                    paired |= {index, index + 1}
        open_tokens = [token for index, token in enumerate(tokens) if index not in paired]
        open_hits = [token for token in open_tokens if isinstance(token, Hit)]
        sentence.open_hits = [hit for hit in open_hits if not self._is_earlier(sentence, hit)]
        sentence.pairs = [one for one in sentence.pairs if not self._is_earlier(sentence, one[0])]
        left = [token for token in open_tokens if isinstance(token, Count)]
        sums = [c for c in sentence.counts if c.of_measures and self._is_sum(sentence, c)]
        sentence.open_counts = sorted([*left, *sums], key=lambda count: count.start)

    def _is_earlier(self, sentence: _Sentence, hit: Hit[Outcome | None]) -> bool:
        """Whether another meeting decided so: 前回要修正となった2件について."""
        return self._earlier.search(sentence.text, 0, hit.start) is not None

    def _is_carried_in(self, sentence: _Sentence, hit: Hit[Outcome | None]) -> bool:
        """ローリングとなった2件を含む36件: carried over to this meeting, not by it."""
        if hit.key is not Outcome.CARRIED_OVER:
            return hit.key is None
        following = next((c for c in sentence.counts if c.start >= hit.end), None)
        return bool(following and self._included.match(sentence.text, following.end))

    def _carried_in(self, sentence: _Sentence) -> int | None:
        """How many measures earlier meetings carried over to this one, where that is clear.

        Behind several counts it is not clear which are new, unless new ones came before.
        """
        hits = [hit for hit in sentence.hits if hit.key in (None, Outcome.CARRIED_OVER)]
        told = [h for h in hits if self._is_carried_in(sentence, h)]
        told = told or (hits if self._is_of_review_only(sentence, sentence.hits) else [])
        if not told:
            return None
        measures = [c for c in sentence.counts if c.of_measures and not self._is_sum(sentence, c)]
        behind = [count for count in measures if count.start >= told[-1].end]
        if behind and self._included.match(sentence.text, behind[0].end):
            behind = behind[:1]
        clear = len(behind) == 1 or (len(behind) > 1 and measures[0].end <= told[0].start)
        return sum(count.value for count in behind) if clear else None

    def _belong(
        self,
        sentence: _Sentence,
        one: Hit[Outcome | None] | Count,
        other: Hit[Outcome | None] | Count,
        across: bool,
    ) -> bool:
        if isinstance(one, Count) == isinstance(other, Count):
            return False
        if isinstance(one, Count):
            after = bisect_right(sentence.review_ends, one.end)
            if after < len(sentence.review_ends) and sentence.review_ends[after] <= other.start:
                return False
        between = sentence.text[one.end : other.start]
        if (
            isinstance(one, Hit)
            and self._includes.search(between)
            and self._is_earlier(sentence, one)
        ):
            return False
        if isinstance(one, Hit) and self._among.search(between):
            return False
        breaks = list(_BREAK.finditer(between))
        if not across or not breaks:
            return not breaks
        return isinstance(one, Count) or len(between) - breaks[-1].end() <= _BEHIND_BREAK

    def _is_sum(self, sentence: _Sentence, count: Count) -> bool:
        """Whether a count names the whole of which others are parts."""
        after = sentence.text[count.end : count.end + 6]
        return self._is_total(sentence, count) or self._whole.match(after) is not None

    def _is_total(self, sentence: _Sentence, count: Count) -> bool:
        return self._total.search(sentence.text[max(0, count.start - 12) : count.start]) is not None

    def _is_of_review_only(self, sentence: _Sentence, hits: Sequence[Hit[Outcome | None]]) -> bool:
        """Measures carried over to this meeting are named where it says what was reviewed."""
        if any(hit.key is not Outcome.CARRIED_OVER for hit in hits) or not sentence.counts:
            return False
        last = sentence.counts[-1].end
        return any(end > last for end in sentence.review_ends)

    def _reviewed(self, review: Review, sentences: Sequence[_Sentence]) -> None:
        for sentence in sentences:
            candidates = self._candidates(sentence)
            known = {count.start for count in candidates}
            rest = [count for count in sentence.open_counts if count.start not in known]
            review.leftover += [_moved(count, sentence.start) for count in rest]
            review.leftover += [
                _moved(count, sentence.start) for count in sentence.counts if not count.of_measures
            ]
            if review.reviewed is None:
                self._choose(review, sentence, candidates)
            else:
                review.leftover += [
                    _moved(count, sentence.start)
                    for count in candidates
                    if count.value != review.reviewed_value
                ]
        if review.reviewed is None:
            self._from_all(review, sentences)

    def _candidates(self, sentence: _Sentence) -> list[Count]:
        """Counts that a word of review follows, or else the first one behind such a word."""
        last = sentence.review_ends[-1] if sentence.review_ends else 0
        counts = [
            count
            for count in sentence.open_counts
            if count.end < last or self._whole.match(sentence.text, count.end)
        ]
        if not counts and sentence.review_ends:
            counts = [c for c in sentence.open_counts if c.start >= sentence.review_ends[0]][:1]
        return counts[:1] + [c for c in counts[1:] if not self._is_part(sentence, c)]

    def _is_part(self, sentence: _Sentence, count: Count) -> bool:
        return self._part.search(sentence.text[max(0, count.start - 8) : count.start]) is not None

    def _choose(self, review: Review, sentence: _Sentence, candidates: list[Count]) -> None:
        """Take the printed sum, the whole, the only count, or add up the parts and say so."""
        counts = [
            c for c in candidates if not self._included.match(sentence.text[c.end : c.end + 6])
        ]
        if not counts:
            return
        total = next((c for c in counts if self._is_total(sentence, c)), None)
        whole = next((c for c in counts if self._whole.match(sentence.text, c.end)), None)
        chosen = total or whole or _equal_to_rest(counts)
        value = chosen.value if chosen else sum(count.value for count in counts)
        if chosen is None:
            review.note = f"sum of {len(counts)} counts" if len(counts) > 1 else None
            chosen = counts[0]
        parts = tuple(count.value for count in counts if count is not chosen)
        if total is not None and parts and sum(parts) != value:
            review.parts_differ = (parts, value)
        review.reviewed = _moved(chosen, sentence.start)
        review.reviewed_value = value
        review.approximate = any(count.approximate for count in counts)

    def _from_all(self, review: Review, sentences: Sequence[_Sentence]) -> None:
        """28施策全て says both how many were treated and what became of them."""
        for sentence in sentences:
            for _, count in sentence.pairs:
                if self._all.match(sentence.text[count.end : count.end + 12].lstrip(" 、のでがは")):
                    review.reviewed = _moved(count, sentence.start)
                    review.reviewed_value = count.value
                    review.approximate = count.approximate
                    return

    def _outcomes(self, review: Review, sentence: _Sentence) -> None:
        """The same outcome and count in a later sentence (要修正の3件については…) is said again."""
        said = {(figure.outcome, figure.count) for figure in review.outcomes}
        for hit, count in sorted(sentence.pairs, key=lambda pair: pair[1].start):
            assert hit.key is not None
            figure = OutcomeFigure(
                hit.key,
                count.value,
                sentence.start + min(hit.start, count.start),
                sentence.start + max(hit.end, count.end),
            )
            if (figure.outcome, figure.count) not in said:
                review.outcomes.append(figure)
        for hit in sentence.open_hits:
            if hit.key is not None and review.reviewed_value is not None:
                self._all_of_them(review, sentence, hit, hit.key)

    def _all_of_them(
        self, review: Review, sentence: _Sentence, hit: Hit[Outcome | None], outcome: Outcome
    ) -> None:
        near = sentence.text[max(0, hit.start - _NEAR_ALL) : hit.end]
        found = self._all.search(near)
        known = any(figure.outcome is outcome for figure in review.outcomes)
        if found and not known and review.reviewed_value is not None:
            start, end = sentence.start + hit.start, sentence.start + hit.end
            note = "all of the measures reviewed"
            review.outcomes.append(OutcomeFigure(outcome, review.reviewed_value, start, end, note))

    def _terms(self, review: Review, sentences: Sequence[_Sentence]) -> None:
        """The terms named where the text says what was reviewed."""
        chosen = [s for s in sentences if review.reviewed and _holds(s, review.reviewed.start)]
        for sentence in chosen or [s for s in sentences if s.review_ends]:
            for hit in self._wording.terms.find(sentence.text):
                if hit.key is not None and hit.key not in review.terms:
                    review.terms.append(hit.key)


def _as_pair(
    one: Hit[Outcome | None] | Count, other: Hit[Outcome | None] | Count
) -> tuple[Hit[Outcome | None], Count]:
    if isinstance(one, Hit) and isinstance(other, Count):
        return one, other
    assert isinstance(one, Count)
    assert isinstance(other, Hit)
    return other, one


def _equal_to_rest(counts: Sequence[Count]) -> Count | None:
    """The first or last count, where it is what the others add up to."""
    if len(counts) == 1:
        return counts[0]
    whole = sum(count.value for count in counts)
    return next((c for c in (counts[0], counts[-1]) if 2 * c.value == whole), None)


def _moved(count: Count, by: int) -> Count:
    return Count(
        count.start + by, count.end + by, count.value, count.text, count.of_measures,
        count.approximate,
    )  # fmt: skip


def _holds(sentence: _Sentence, position: int) -> bool:
    return sentence.start <= position < sentence.start + len(sentence.text)
