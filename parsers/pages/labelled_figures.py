"""Figures without a counter: behind a label, as tables and lists have them, or in a sentence."""

from __future__ import annotations

import re

from parsers.pages.figures import Count
from parsers.pages.wording import Wording
from parsers.values.numerals import parse_integer

_LABELLED = re.compile(r"\(?([^0-9]*[^0-9\s:])\s*[:\s]\s*([0-9]{1,4})\s*\)?\s*$")


_ALONE = re.compile(r"\s*約?\s*[0-9]{1,4}")
_LONGEST_LABEL = 24
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
    value = parse_integer(found.group(2))
    if value is None or not _says_what(found.group(1), wording):
        return None
    return Count(found.start(2), found.end(2), value, found.group(2), True, False)


def _says_what(label: str, wording: Wording) -> bool:
    """Whether most of a label says what was reviewed or what became of it."""
    said = wording.signs.sub("", wording.body.sub("", label))
    words = [hit.letters for hit in wording.outcomes.find(label) if hit.key is not None]
    words += [len(word.group()) for word in wording.reviewed.finditer(label)]
    return 2 * max(words, default=0) >= len(said)


def labels_joined(folded: str, wording: Wording) -> str:
    """Put a line that only labels and the count below it on one line; every position stays.

    Where several counts follow each other it is not clear what each is of.
    """
    lines = folded.split("\n")
    figures = [_is_figure(line, wording) for line in lines]
    joined = lines[0]
    for index in range(1, len(lines)):
        label, count = lines[index - 1], figures[index]
        alone = not any(figures[max(index - 2, 0) : index] + figures[index + 1 : index + 2])
        alone = alone or (index > 2 and figures[index - 2] and _is_label(lines[index - 3], wording))
        alone = alone and not figures[index - 1] and not any(figures[index + 1 : index + 2])
        parted = "\n" if not (count and alone and _is_label(label, wording)) else " "
        joined += parted + lines[index]
    return joined


def _is_figure(line: str, wording: Wording) -> bool:
    """Whether a short line begins with a count of measures, or is a bare figure."""
    start = _ALONE.match(line)
    if start is None or len(line) > _LONGEST_LABEL or line.endswith("。"):
        return False
    counts = wording.counts.read(line)
    begins = bool(counts) and counts[0].of_measures and counts[0].start < start.end()
    return begins or start.end() == len(line.rstrip())


def _is_label(line: str, wording: Wording) -> bool:
    if not line.strip() or len(line) > _LONGEST_LABEL or any(map(str.isdigit, line)):
        return False
    return not line.endswith("。") and _says_what(line.rstrip(": "), wording)
