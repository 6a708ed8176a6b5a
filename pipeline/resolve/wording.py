"""How alike two titles or texts are, whatever their width, spacing and brackets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from schemas.parsed import ParsedSheet


def title_key(title: str | None) -> str:
    """Letters and digits of a title after NFKC; equal for titles that differ only in form."""
    folded = unicodedata.normalize("NFKC", title or "").casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def likeness(one: str, other: str) -> float:
    """Share of equal characters in order, from 0 to 1; 0 where either text is empty."""
    return fuzz.ratio(one, other) / 100 if one and other else 0.0


def body_text(parsed: ParsedSheet) -> str:
    """What the sheet says is to be done, without layout."""
    return title_key("".join([parsed.sheet.aim or "", *(action.text for action in parsed.actions)]))


@dataclass(frozen=True, slots=True)
class Worded:
    """A sheet with its title, its body and its actions alone, without layout."""

    parsed: ParsedSheet
    key: str
    body: str
    actions: str


def worded(parsed: ParsedSheet) -> Worded:
    """The words of a sheet, made once for all that it is compared with."""
    actions = title_key("".join(action.text for action in parsed.actions))
    return Worded(parsed, title_key(parsed.sheet.title), body_text(parsed), actions)


def body_likeness(one: Worded, other: Worded) -> float:
    """How alike two bodies are: with their aims, or what is to be done alone where that is more."""
    return max(likeness(one.body, other.body), likeness(one.actions, other.actions))


def all_text(parsed: ParsedSheet) -> str:
    """Everything the sheet says in words, without layout."""
    sheet = parsed.sheet
    return title_key(sheet.title) + body_text(parsed) + title_key(sheet.due_note)
