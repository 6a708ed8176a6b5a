"""Achievement given line by line: 全項目数 36項目 / 達成項目数 15項目 / 達成率 41.7％."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.pages.lines import Line
from parsers.pages.notes import Notes
from parsers.pages.phrases import words_pattern
from parsers.pages.vocabulary import PageVocabulary
from parsers.values import Value, find_values
from schemas.records import Summary

_SIGNS = " \u3000:：・…=＝-－（(）)"
_LONGEST = 30


@dataclass(slots=True)
class _Block:
    """Lines of a name and a number each, one right after the other."""

    total: int | None = None
    achieved: int | None = None
    rate: float | None = None
    texts: list[str] = field(default_factory=list)


def read_labelled(
    lines: Sequence[tuple[Line, int | None]], notes: Notes, wording: PageVocabulary
) -> tuple[Summary, ...]:
    """The first run of such lines that gives how many were achieved, and of how many or what share.

    Later runs give parts of the whole (a pillar, a term), which a summary is not.
    """
    words = wording.summary
    patterns = tuple(words_pattern(held) for held in (words.rate, words.achieved, words.total))
    block = _Block()
    for line, _ in lines:
        if _take(line, block, patterns):
            continue
        if _is_summary(block):
            break
        block = _Block()
    if not _is_summary(block):
        return ()
    text = " ".join(block.texts)
    row = f"{notes.document_id}/1"
    for name in ("total", "achieved", "rate_percent"):
        notes.value("summaries", row, name, text)
    return (
        Summary(
            document_id=notes.document_id,
            order=1,
            total=block.total,
            achieved=block.achieved,
            rate_percent=block.rate,
            text_raw=text,
        ),
    )


def _is_summary(block: _Block) -> bool:
    return block.achieved is not None and (block.total is not None or block.rate is not None)


def _take(line: Line, block: _Block, patterns: tuple[re.Pattern[str], ...]) -> bool:
    """Put a line to the block if it is a name and one number, and nothing else."""
    text = line.folded
    values = [v for v in find_values(text) if v.kind in ("count", "percent")]
    if len(values) != 1 or len(text) > _LONGEST or text[values[0].span[1] :].strip(_SIGNS):
        return False
    name = text[: values[0].span[0]].strip(_SIGNS)
    return bool(name) and _store(name, values[0], line.text, block, patterns)


def _store(
    name: str, value: Value, text: str, block: _Block, patterns: tuple[re.Pattern[str], ...]
) -> bool:
    rate, achieved, total = patterns
    number = value.value
    if number is None:
        return False
    if value.kind == "percent" and rate.search(name) and block.rate is None:
        block.rate = float(number)
    elif value.kind == "count" and achieved.search(name) and block.achieved is None:
        block.achieved = int(number)
    elif value.kind == "count" and total.search(name) and block.total is None:
        block.total = int(number)
    else:
        return False
    block.texts.append(text)
    return True
