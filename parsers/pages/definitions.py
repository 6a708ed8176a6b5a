"""The page's own definitions of 短期, 中期 and 中長期, in fiscal years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.pages.headings import fiscal_year
from parsers.pages.lines import Line, fold
from parsers.pages.notes import Notes
from parsers.pages.phrases import words_pattern
from parsers.pages.wording import Wording
from parsers.values import Value, find_values, fiscal_year_of
from schemas.enums import Term
from schemas.records import TermDefinition

_SENTENCE = re.compile(r"[^。\n]+")
_PARTICLES = "はをが、，, :：()（）「」『』"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class _Definition:
    """A term's name and the words that define it, as published."""

    term: Term
    name: str
    words: str


class DefinitionReader:
    """Finds definitions of terms with one vocabulary."""

    def __init__(self, wording: Wording) -> None:
        words = wording.vocabulary.summary
        self._terms = words.terms
        names = words_pattern(words.terms).pattern
        self._quoted = re.compile(rf"[「『“\"]({names})(?:目標|公約)?[」』”\"]")
        self._bracketed = re.compile(rf"({names})(?:目標|公約)?[」』”\"]?\s*\(([^()]{{4,40}})\)")
        self._leading = re.compile(rf"^[^0-9A-Za-z\w]*({names})(?:目標|公約)?(?!\w)\s*")
        self._definitions = words_pattern(words.definitions)
        self._following = words_pattern(words.following)

    def read(self, lines: Sequence[Line], notes: Notes) -> tuple[TermDefinition, ...]:
        """Read the definitions of all terms: in one sentence, or line by line."""
        found = self._in_a_sentence(lines) or self._by_line(lines) or self._in_brackets(lines)
        spans = {item.term: _years(item.words) for item in found}
        ends = [to for _, to in spans.values() if to is not None]
        records = []
        for item in found:
            since, until = spans[item.term]
            note = None
            if since is None and until is None and self._following.search(item.words) and ends:
                since, note = max(ends) + 1, "begins where the term before ends"
            row = f"{notes.document_id}/{item.term.value}"
            notes.value("terms", row, "fiscal_year_from", item.words, note)
            records.append(
                TermDefinition(
                    document_id=notes.document_id,
                    term=item.term,
                    term_raw=item.name,
                    fiscal_year_from=since,
                    fiscal_year_to=until,
                    text_raw=item.words,
                )
            )
        return tuple(records)

    def _in_a_sentence(self, lines: Sequence[Line]) -> list[_Definition]:
        for line in lines:
            for sentence in _SENTENCE.finditer(line.folded):
                names = list(self._quoted.finditer(sentence.group()))
                if len(names) < 2:
                    continue
                raw = line.text[sentence.start() : sentence.end()]
                found = self._unique(self._between(raw, names))
                said = self._definitions.search(sentence.group())
                if len(found) > 1 if said else len(found) > 2 and all(map(self._defines, found)):
                    return found
        return []

    def _defines(self, item: _Definition) -> bool:
        told = _years(item.words) != (None, None)
        return told or self._following.match(fold(item.words)) is not None

    def _between(self, raw: str, names: Sequence[re.Match[str]]) -> list[_Definition]:
        """The words before each name, or behind it, as the first name has it."""
        edges = [0, *(name.end() for name in names)]
        starts = [*(name.start() for name in names), len(raw)]
        leading = bool(find_values(fold(raw[: names[0].start()])))
        found = []
        for index, name in enumerate(names):
            at = index if leading else index + 1
            words = raw[edges[at] : starts[at]].strip(_PARTICLES)
            if leading and index == 0:
                words = _from_first_year(words)
            found.append(_Definition(self._terms[name.group(1)], name.group(1), words))
        return found

    def _by_line(self, lines: Sequence[Line]) -> list[_Definition]:
        found = []
        for index, line in enumerate(lines):
            leading = self._leading.match(line.folded)
            if leading is None or len(line.text) > _LONGEST:
                continue
            words = line.text[leading.end() :].strip(_PARTICLES)
            if not words and index + 1 < len(lines):
                words = lines[index + 1].text.strip(_PARTICLES)
            if _years(words) != (None, None) or self._following.match(fold(words)):
                found.append(_Definition(self._terms[leading.group(1)], leading.group(1), words))
        unique = self._unique(found)
        return unique if len(unique) > 1 else []

    def _in_brackets(self, lines: Sequence[Line]) -> list[_Definition]:
        """短期（令和5年度まで）、中期（…）: at least two terms on one line."""
        for line in lines:
            found = [
                _Definition(self._terms[m.group(1)], m.group(1), line.text[slice(*m.span(2))])
                for m in self._bracketed.finditer(line.folded)
                if _years(m.group(2)) != (None, None) or self._following.match(m.group(2))
            ]
            if len(self._unique(found)) > 1:
                return self._unique(found)
        return []

    def _unique(self, found: Sequence[_Definition]) -> list[_Definition]:
        kept: dict[Term, _Definition] = {}
        for item in found:
            if item.words:
                kept.setdefault(item.term, item)
        return list(kept.values())


def _from_first_year(words: str) -> str:
    values = [value for value in find_values(fold(words)) if value.kind != "count"]
    return words[values[0].span[0] :] if values else words


def _years(words: str) -> tuple[int | None, int | None]:
    """First and last fiscal year that the words give; None where a side is open."""
    values = [value for value in find_values(fold(words)) if _dated(value)]
    if not values:
        return None, None
    first, last = values[0], values[-1]
    since = fiscal_year(first)
    until = fiscal_year_of(last.end_date) if last.end_date else None
    return since, until


def _dated(value: Value) -> bool:
    """A year beyond the end of its era, as pages of that era have it, is told by counting on."""
    told = value.valid or value.note == "era_overflow"
    return told and (value.start_date is not None or value.end_date is not None)
