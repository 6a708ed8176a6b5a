"""Which pledge a sheet is of: its pillar and its term."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from parsers.sheets.choice import chosen_term
from parsers.sheets.evidence import DOUBTFUL
from parsers.sheets.matching import plain
from parsers.sheets.misread import misread_term
from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.paragraphs import as_rows, joined
from parsers.sheets.pillars import (
    Pillar,
    number_of,
    numeral,
    read_numeral_line,
    read_pillar,
    unnumbered,
)
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method, Term

if TYPE_CHECKING:
    from parsers.sheets.records import SheetReader

_AROUND = " \u3000【】[]()（）〔〕［］<>＜＞《》〈〉「」『』■●○◎:："
_OPENING_OF = dict(zip(")）]］〕】」』", "(（[［〔【「『", strict=True))
CORRECTED = 0.85
"""Confidence in a numeral that was corrected by, or disagrees with, the name beside it."""
FROM_PROFILE = "taken from the site profile"


def read_identity(reader: SheetReader) -> dict[str, Any]:
    """The pillar's number and name and the term, each with evidence or an issue."""
    return _pillar(reader) | _term(reader)


def _pillar(reader: SheetReader) -> dict[str, Any]:
    fragments = as_rows(sorted(reader.draft.get(Field.PILLAR), key=_from_top))
    found = _find_pillar(fragments, reader)
    if found is None:
        reader.report("sheet.pillar_missing", joined(fragments) or None)
        return {"pillar_number": None, "pillar_name": None}
    number, name, confidence = found
    note = reader.draft.inferred.get(Field.PILLAR)
    if number is None and name is not None:
        number, note = number_of(name, reader.pillars), FROM_PROFILE
    number, changed = _agreeing_number(number, name, fragments, reader)
    if changed is not None:
        note, confidence = changed, min(confidence, CORRECTED)
    known = reader.pillars.get(number) if number is not None else None
    named = note
    if name is None and known is not None:
        name, named = known, FROM_PROFILE
    _report_pillar(reader, number, name, None if changed else note or named, known)
    if number is not None:
        reader.evidence.of_text("pillar_number", fragments, confidence, note)
    if name is not None:
        reader.evidence.of_text("pillar_name", fragments, confidence, named)
    return {"pillar_number": number, "pillar_name": name}


def _from_top(fragment: Fragment) -> tuple[int, float]:
    return fragment.page or 0, fragment.box.bottom if fragment.box else 0.0


def _agreeing_number(
    number: int | None, name: str | None, fragments: list[Fragment], reader: SheetReader
) -> tuple[int | None, str | None]:
    """The number that goes with a pillar's name on the other sheets, or in the profile.

    A numeral that OCR read otherwise is corrected and marked; one of a text layer is kept, and
    the disagreement reported.
    """
    if number is None or name is None:
        return number, None
    wanted = number_of(name, reader.pillars) or reader.peers.get(plain(name))
    if wanted is None or wanted == number:
        return number, None
    reader.report("sheet.pillar_conflict", f"{number} / {wanted} {name}")
    if any(held.method is Method.OCR for held in fragments):
        return wanted, f"read as {number}; corrected by the pillar's name"
    return number, "disagrees with the pillar's name"


def peer_pillars(
    drafts: Sequence[Draft], vocabulary: SheetVocabulary, pillars: Mapping[int, str]
) -> dict[str, int]:
    """The number that most sheets of a document give for each pillar name."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for draft in drafts:
        pillar = read_pillar(joined(draft.get(Field.PILLAR)), vocabulary.headings.pillar, pillars)
        if pillar is not None and pillar.name:
            counts[plain(pillar.name)][pillar.number] += 1
    sure = {name: held.most_common(1)[0] for name, held in counts.items()}
    return {
        name: number
        for name, (number, count) in sure.items()
        if count >= 2 and count > 0.6 * counts[name].total()
    }


def _report_pillar(
    reader: SheetReader, number: int | None, name: str | None, note: str | None, known: str | None
) -> None:
    if number is None:
        reader.report("sheet.pillar_missing", name)
    elif name is None:
        reader.report("sheet.pillar_name_missing", str(number))
    elif note is not None:
        reader.report("sheet.pillar_inferred", f"{number} {name}")
    elif known is not None and plain(known) != plain(name):
        reader.report("sheet.pillar_name_differs", name)


def _find_pillar(
    fragments: list[Fragment], reader: SheetReader
) -> tuple[int | None, str | None, float] | None:
    """The number and name that the pillar's fragments say, together or one by one."""
    if not fragments:
        return None
    labels, names = reader.vocabulary.headings.pillar, reader.pillars
    text = joined(fragments)
    sure = reader.confidence(Field.PILLAR)[0]
    pillar = read_pillar(text, labels, names)
    if pillar is None and len(fragments) > 1:
        spaced = " ".join(fragment.text for fragment in fragments)
        pillar = read_pillar(spaced, labels, names)
    if pillar is not None:
        return pillar.number, _without_tail(pillar.name, names.get(pillar.number)), sure
    alone = unnumbered(text, labels, names)
    if alone is not None:
        return None, alone, sure
    stated = any(heading.field is Field.PILLAR for heading in reader.draft.headings)
    bare = read_numeral_line(text) if not stated else _numbered(text, names)
    if bare is not None:
        return bare.number, bare.name, sure if stated else DOUBTFUL
    if number_of(text, names) is not None or stated:
        number = numeral(text)
        return number, None if number else unicodedata.normalize("NFC", text), sure
    return None


def _without_tail(name: str | None, known: str | None) -> str | None:
    """The name as published, without what stands behind it in a running head (… - 2 -)."""
    if name is None or known is None or not name.startswith(known):
        return name
    tail = name[len(known) :]
    return known if tail and not tail[0].isalnum() else name


def _numbered(text: str, names: Mapping[int, str]) -> Pillar | None:
    """A value behind a label: a numeral of any kind and, perhaps, a name."""
    return read_pillar("公約" + text, ("公約",), names)


def read_term(text: str, vocabulary: SheetVocabulary) -> Term | None:
    """The term that a text is, apart from brackets and signs around it."""
    terms = vocabulary.plain_terms
    return terms.get(plain(text)) or terms.get(plain(_unwrapped(text)))


def _unwrapped(text: str) -> str:
    """A text without the signs around it; brackets that close one inside it stay (（１年以内）)."""
    bare = text.strip(_AROUND)
    behind = text.rstrip()[len(text.rstrip().rstrip(_AROUND)) :]
    opening = _OPENING_OF.get(behind[:1])
    if opening is None or bare.count(opening) <= bare.count(behind[0]):
        return bare
    return bare + behind[0]


def _term(reader: SheetReader) -> dict[str, Any]:
    fragments = reader.draft.get(Field.TERM)
    if not fragments:
        reader.report("sheet.term_missing")
        return {"term": None, "term_raw": None}
    for row in as_rows(fragments):
        chosen = chosen_term(row.text, reader.vocabulary)
        if chosen is not None:
            fragments = [row.part(*chosen)]
            break
    raw = _unwrapped(joined(fragments))
    term = read_term(raw, reader.vocabulary)
    if term is None:
        reader.report("sheet.term_unknown", raw)
    sure, note = reader.confidence(Field.TERM)[0] if term else DOUBTFUL, None
    if term is None and any(held.method is Method.OCR for held in fragments):
        term = misread_term(raw, reader.vocabulary)
        note = f"read as {raw}; the one term that differs by one character" if term else None
    reader.evidence.of_text("term", fragments, sure, note)
    reader.evidence.of_text("term_raw", fragments, sure)
    return {"term": term, "term_raw": raw}


def pillar_names(names: Mapping[int, str]) -> frozenset[str]:
    """The pillar names of a profile, for comparison."""
    return frozenset(plain(name) for name in names.values())
