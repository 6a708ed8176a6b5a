"""Links between pledges that share a named thing or a keyword."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from schemas.enums import EntityLabel

MOST = 8
"""What more pledges share than this sets none of them apart."""
_KINDS = {
    EntityLabel.PROGRAMME: "同じ制度・事業",
    EntityLabel.FACILITY: "同じ施設",
    EntityLabel.ORGANISATION: "同じ組織・部署",
    EntityLabel.LAW: "同じ法令",
    EntityLabel.EVENT: "同じ行事",
    EntityLabel.PLACE: "同じ場所",
}
WORDING = "同じ語"
Thing = tuple[str, str]
"""Why two pledges belong together (in Japanese), and the name or word they share."""


def thing_of(label: EntityLabel, name: str) -> Thing | None:
    """A named thing as something to share; dates and amounts link nothing."""
    kind = _KINDS.get(label)
    return (kind, name) if kind else None


def link(things: Mapping[str, Iterable[Thing]]) -> Iterator[tuple[str, str, str, float]]:
    """Each pair of pledges once a reason: both ids in order, the reason, its strength in (0, 1].

    Strength falls with the number of pledges that share the thing; two alone make it 1.
    """
    holders: dict[Thing, set[str]] = defaultdict(set)
    for pledge_id, shared in things.items():
        for thing in shared:
            holders[thing].add(pledge_id)
    named = {name for kind, name in holders if kind != WORDING}
    for (kind, name), pledges in sorted(holders.items()):
        if 2 <= len(pledges) <= MOST and not (kind == WORDING and name in named):
            strength = round(1 / math.log2(len(pledges)), 4)
            for one, other in combinations(sorted(pledges), 2):
                yield one, other, f"{kind}「{name}」", strength
