"""Find every value in running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from parsers.values.anchors import Anchors
from parsers.values.combine import Phrase, combine
from parsers.values.model import Context, Kind, Value
from parsers.values.normalise import View, repair
from parsers.values.phrases import read_phrase
from parsers.values.scan import scan
from parsers.values.tokens import Amount

_SENTENCE_END = re.compile(r"[。\n]")


def find_values(text: str, context: Context | date | str | None = None) -> list[Value]:
    """Return the values of ``text`` in order of appearance.

    ``context`` is the day of the document, or the period its section is about, as a
    Context, a date, ``YYYY-MM-DD`` or ``YYYY-MM-DD/YYYY-MM-DD``; it places months and
    days without a year and words such as 今年度. What contradicts the calendar or
    itself is returned with ``valid=False`` and its reason in ``note``.

    Raises ValueError if ``context`` is none of these; never for any ``text``.
    """
    when = Context.of(context)
    view = repair(text)
    tokens = scan(view.text)
    if not tokens:
        return []
    anchors = Anchors(when)
    values: list[Value] = []
    done = 0
    for item in combine(tokens, view.text, in_month=when is not None and when.is_day):
        if _SENTENCE_END.search(view.text, done, item.begin):
            anchors.in_sentence = False
        done = item.end
        if isinstance(item, Phrase):
            values.append(read_phrase(item, anchors, view))
        elif item.measure:
            values.append(_amount(item, view))
    return values


def _amount(amount: Amount, view: View) -> Value:
    begin, end = view.span(amount.begin, amount.end)
    return Value(
        kind=amount.measure or "count",
        span=(begin, end),
        surface=view.raw[begin:end],
        value=amount.number,
        unit=unicodedata.normalize("NFKC", amount.unit),
    )


def first(
    text: str, kinds: Collection[Kind], context: Context | date | str | None = None
) -> Value | None:
    """Return the first value of one of ``kinds`` in ``text``, or None."""
    return next((value for value in find_values(text, context) if value.kind in kinds), None)
