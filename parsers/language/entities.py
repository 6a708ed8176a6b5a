"""Named things, money and dates with a spaCy pipeline of our own: rules and lists, no model.

A token is one character, so that every span can be said exactly; the words of SudachiPy stand in
``doc.user_data``. The parts are ``words`` → ``values`` → ``entity_ruler`` → ``names`` → ``settle``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from tomllib import loads
from typing import Any

from msgspec.structs import replace

from parsers.language.model import Entry, Morpheme, Span
from parsers.language.names import Names, find_names, load_names
from parsers.language.tokens import PROPER, Tokenizers, cuts_a_name, morphemes
from parsers.values import Value, find_values
from schemas.enums import EntityLabel

PARTS = ("values", "entity_ruler", "names")
"""The parts that find things, each of which can be measured without the others."""
_DATES = frozenset({"date", "month", "year", "fiscal_year", "fiscal_year_end", "range"})
_PIECE = re.compile(r"[\s\S]{1,3000}(?:$|[。\n])|[\s\S]{1,3000}")
"""A long text is searched in pieces that end with a sentence, so that time grows with length."""
_PARTICLES = re.compile(r"(?:分?(?:から|まで|までに)|分)$")
_CHANGED = re.compile(r"(?:に|へと?)(?=変更|改め|見直|修正|延期|延長|前倒|繰り?[上下]|移)")
_OWN_WAY = frozenset({EntityLabel.DATE, EntityLabel.MONEY})


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the named things of texts; ``tokenizers`` cut them."""

    nlp: Any
    canonical: Mapping[str, str]

    def find(self, text: str, context: date | None = None) -> tuple[Span, ...]:
        """Named things in order, none over another. ``context`` is the day the text speaks."""
        spans: list[Span] = []
        for piece in _PIECE.finditer(text):
            at = piece.start()
            found = self._in_piece(piece.group(), context)
            spans += (replace(s, start=s.start + at, end=s.end + at) for s in found)
        return tuple(spans)

    def _in_piece(self, text: str, context: date | None) -> Iterator[Span]:
        doc = self.nlp.make_doc(text)
        doc.user_data["context"] = context
        for _, part in self.nlp.pipeline:
            doc = part(doc)
        return (self._span(doc, ent) for ent in doc.ents)

    def _span(self, doc: Any, ent: Any) -> Span:
        values = doc.user_data["values"]
        label = EntityLabel(ent.label_)
        start, end = int(ent.start), int(ent.end)
        own = label in _OWN_WAY
        form = normal_value(values[start, end]) if own else self._form(ent.text)
        return Span(start, end, label, form)

    def _form(self, text: str) -> str:
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        return self.canonical.get(plain, plain)


def make_finder(
    tokenizers: Tokenizers, lexicon: Sequence[Entry] = (), parts: Iterable[str] = PARTS
) -> Finder:
    """Build the pipeline from the package's lists and a city's lexicon."""
    import spacy
    from spacy.tokens import Doc

    nlp = spacy.blank("xx")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=list(text), spaces=[False] * len(text))
    tables = loads(_data("gazetteer.toml"))
    canonical = {**tables.pop("canonical"), **_canonical(lexicon)}
    steps: list[tuple[str, Callable[[Any], Any]]] = [("words", _words_part(tokenizers, lexicon))]
    steps.append(("values", _values_part))
    if "entity_ruler" in parts:
        steps.append(("entity_ruler", _ruler(nlp, tables, lexicon)))
    if "names" in parts:
        steps.append(("names", _names_part(load_names())))
    steps.append(("settle", _settle_part("values" in parts)))
    return Finder(_Steps(nlp, tuple(steps)), canonical)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The parts of one pipeline. They hold what they need, so none is registered globally."""

    nlp: Any
    pipeline: tuple[tuple[str, Callable[[Any], Any]], ...]

    def make_doc(self, text: str) -> Any:
        return self.nlp.make_doc(text)


def _ruler(nlp: Any, tables: Mapping[str, Any], lexicon: Sequence[Entry]) -> Any:
    """spaCy's entity ruler over the gazetteer, then the city's own words."""
    from spacy.pipeline import EntityRuler

    ruler = EntityRuler(nlp, overwrite_ents=True)
    known = {name: label for label, table in tables.items() for name in table["names"]}
    known |= {entry.surface: entry.label.value for entry in lexicon if entry.label}
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in known.items()])
    return ruler


def _words_part(tokenizers: Tokenizers, lexicon: Sequence[Entry]) -> Callable[[Any], Any]:
    """The words as SudachiPy cuts them, with each word of the lexicon as one proper noun."""
    surfaces = (re.escape(e.surface) for e in lexicon if len(e.surface) > 1)
    names = re.compile("|".join(sorted(surfaces, key=len, reverse=True)) or "(?!)")

    def words(doc: Any) -> Any:
        cut = list(morphemes(doc.text, tokenizers))
        found = (name.span() for name in names.finditer(doc.text))
        doc.user_data["words"] = _joined(cut, found, doc.text)
        return doc

    return words


def _values_part(doc: Any) -> Any:
    """Money and dates as the values module finds them."""
    context = doc.user_data["context"]
    found = (part for v in find_values(doc.text, context) for part in _ends(v, doc.text, context))
    kept = (value for value in found if value.kind == "money" or value.kind in _DATES)
    doc.user_data["values"] = dict(_without_particles(value, context) for value in kept)
    return doc


def _ends(value: Value, text: str, context: date | None) -> Iterator[Value]:
    """The value; the two dates of what is no range but a change: AからBに変更した."""
    change = value.kind == "range" and _CHANGED.match(text, value.span[1])
    begin, middle, end = value.surface.partition("から")
    if not change or not end:
        yield value
        return
    start = value.span[0]
    for part, offset in ((begin, start), (end, start + len(begin + middle))):
        for each in find_values(part, context):
            first, last = each.span
            yield replace(each, span=(first + offset, last + offset))


def _without_particles(value: Value, context: date | None) -> tuple[tuple[int, int], Value]:
    """A date without 分, から or までに behind it: 令和6年度末までに speaks of 令和6年度末."""
    text = _PARTICLES.sub("", value.surface)
    start = value.span[0]
    if text == value.surface:
        return value.span, value
    within = find_values(text, context)
    plain = within[0] if within and within[0].surface == text else value
    return (start, start + len(text)), plain


def _names_part(names: Names) -> Callable[[Any], Any]:
    def find(doc: Any) -> Any:
        cuts = list(doc.user_data["values"])
        listed = ((ent.start, ent.end) for ent in filter(_whole_words, doc.ents))
        words = _joined(doc.user_data["words"], listed, doc.text)
        doc.user_data["names"] = list(find_names(doc.text, words, cuts, names))
        return doc

    return find


def _settle_part(with_values: bool) -> Callable[[Any], Any]:
    """Values stand; of what overlaps otherwise the longest does, and a list before a rule."""

    def settle(doc: Any) -> Any:
        from spacy.tokens import Span as DocSpan

        values = doc.user_data["values"]
        taken = [
            DocSpan(doc, start, end, label="money" if value.kind == "money" else "date")
            for (start, end), value in (values.items() if with_values else ())
        ]
        listed = [(ent.end - ent.start, 1, ent) for ent in doc.ents if _whole_words(ent)]
        formed = [
            (span.end - span.start, 0, DocSpan(doc, span.start, span.end, label=span.label.value))
            for span in doc.user_data.get("names", ())
        ]
        for _, _, ent in sorted([*listed, *formed], key=lambda each: (-each[0], -each[1])):
            if all(ent.end <= other.start or other.end <= ent.start for other in taken):
                taken.append(ent)
        doc.ents = sorted(taken, key=lambda ent: int(ent.start))
        return doc

    return settle


def _joined(
    words: Sequence[Morpheme], listed: Iterable[tuple[int, int]], text: str
) -> list[Morpheme]:
    """The words of the text with each listed span that ends with words as one proper noun."""
    joined = list(words)
    for start, end in listed:
        inside = [word for word in joined if start <= word.start and word.end <= end]
        if inside and inside[0].start == start and inside[-1].end == end:
            at = joined.index(inside[0])
            name = Morpheme(text[start:end], start, end, f"{PROPER}-一般", "", True)
            joined[at : at + len(inside)] = [name]
    return joined


def _whole_words(ent: Any) -> bool:
    """Whether a name of the list is not the middle of other words: PPP in PPPX, 警察 in 警察犬."""
    words: Sequence[Morpheme] = ent.doc.user_data["words"]
    return not cuts_a_name(words, ent.start, ent.end) and not any(
        (word.start < ent.start < word.end and word.end > ent.start and word.surface.isascii())
        or word.start < ent.end < word.end
        for word in words
    )


def normal_value(value: Value) -> str | None:
    """Yen as digits; a day or an interval in ISO 8601; null where it cannot be placed."""
    if not value.valid:
        return None
    if value.kind == "money":
        return str(value.value)
    start, end = (bound.isoformat() if bound else "" for bound in (value.start, value.end))
    if start == end:
        return start or None
    return f"{start or '..'}/{end or '..'}"


def _canonical(lexicon: Sequence[Entry]) -> dict[str, str]:
    return {entry.surface: entry.canonical for entry in lexicon if entry.canonical}


def _data(name: str) -> str:
    return files("parsers.language").joinpath(name).read_text(encoding="utf-8")
