"""Documents numbered in a row, where nothing on the page says that they are those of pillars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from parsers.pages.lines import fold
from parsers.pages.notes import Notes
from parsers.pages.wording import Wording
from schemas.enums import LinkRole
from schemas.records import Link

_MOST_PILLARS = 20


def with_series(
    links: Sequence[Link],
    number_of: Callable[[str], int | None],
    wording: Wording,
    notes: Notes,
) -> tuple[Link, ...]:
    """Take the only series of numbered documents (1 …, 2 …) for the pillars' sheets.

    Papers of a meeting (次第, 資料) are none. Where a link already says that it is a pillar's,
    or where there are two series, nothing is inferred; what is says so in its evidence.
    """
    if any(link.role is LinkRole.PILLAR for link in links):
        return tuple(links)
    series = _series(links, number_of, wording)
    if len(series) != 1:
        return tuple(links)
    told = series[0]
    for link, _ in told:
        row = f"{notes.document_id}/{link.order}"
        notes.value("links", row, "role", link.label_raw, "one of a series of numbered documents")
    known = {link.order: number for link, number in told}
    return tuple(
        msgspec.structs.replace(link, role=LinkRole.PILLAR, pillar_number=known[link.order])
        if link.order in known
        else link
        for link in links
    )


def _series(
    links: Sequence[Link], number_of: Callable[[str], int | None], wording: Wording
) -> list[list[tuple[Link, int]]]:
    """Runs of two or more links whose numbers rise, broken by any other link."""
    runs: list[list[tuple[Link, int]]] = [[]]
    for link in links:
        label = fold(link.label_raw)
        paper = link.role is not LinkRole.OTHER or wording.not_headings.search(label)
        number = None if paper else number_of(label)
        if number is None or number > _MOST_PILLARS:
            runs.append([])
        elif runs[-1] and number > runs[-1][-1][1]:
            runs[-1].append((link, number))
        else:
            runs.append([(link, number)])
    return [run for run in runs if len(run) > 1]
