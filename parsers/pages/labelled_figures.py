"""Figures without a counter: behind a label, as tables and lists have them, or in a sentence."""

from __future__ import annotations

import re

from parsers.pages.figures import Count
from parsers.pages.wording import Wording
from parsers.values.numerals import parse_integer

_LABELLED = re.compile(r"\(?([^0-9]*[^0-9\s:])\s*[:\s]\s*([0-9]{1,4})\s*\)?\s*$")


_BARE = re.compile(r"\s*[がは:]?\s*([0-9]{1,4})\s*(?=[、,。)]|で|と|$)")


def bare_figures(text: str, wording: Wording) -> list[Count]:
    """The figures that directly follow outcomes in a folded sentence: 要修正が3でした."""
    told = (_BARE.match(text, hit.end) for hit in wording.outcomes.find(text) if hit.key)
    return [
        Count(found.start(1), found.end(1), value, found.group(1), True, False)
        for found in told
        if found is not None and (value := parse_integer(found.group(1))) is not None
    ]


def labelled_figure(text: str, wording: Wording) -> Count | None:
    """The figure that ends a folded line, where all that the line says is what it counts.

    要修正：3, 審査件数 31.
    """
    found = _LABELLED.match(text)
    if found is None:
        return None
    label = found.group(1)
    said = wording.signs.sub("", wording.body.sub("", label))
    words = [hit.letters for hit in wording.outcomes.find(label) if hit.key is not None]
    words += [len(word.group()) for word in wording.reviewed.finditer(label)]
    value = parse_integer(found.group(2))
    if value is None or 2 * max(words, default=0) < len(said):
        return None
    return Count(found.start(2), found.end(2), value, found.group(2), True, False)
