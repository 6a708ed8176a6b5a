"""Terms that OCR read with one wrong character."""

from __future__ import annotations

from parsers.sheets.model import Draft, Field, Fragment
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method, Term


def misread_term(text: str, vocabulary: SheetVocabulary) -> Term | None:
    """The term that ``text`` is but for one character, None where it can be none or several."""
    from parsers.ocr.closed import repair_closed

    alike = [word for word in vocabulary.terms if len(word) == len(text)]
    closed = repair_closed(text, alike)
    return vocabulary.terms[closed.text] if closed else None


def recover_misread_term(draft: Draft, vocabulary: SheetVocabulary) -> None:
    """Give a sheet without a term the one line of no field that is a misread term."""
    if draft.has(Field.TERM):
        return
    found = [held for held in draft.loose if _is_misread(held, vocabulary)]
    if len(found) == 1:
        draft.add(Field.TERM, found)
        draft.loose.remove(found[0])


def _is_misread(fragment: Fragment, vocabulary: SheetVocabulary) -> bool:
    read = fragment.method is Method.OCR
    return read and misread_term(fragment.text.strip(), vocabulary) is not None
