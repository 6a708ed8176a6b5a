"""What a run adds to what was read: sums beside the figures that a city reports."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.overrides import Ledger
from pipeline.profiles.model import Expected
from pipeline.run.assembling import assemble
from schemas.records import Summary
from tests.resolve.city import INDEX, City, page, profile

NOTHING = Expected(pillars=(), pledges=0, sheets_floor=0, meetings_floor=0)


@pytest.mark.parametrize(
    ("achieved", "total", "rate"),
    [(44, 97, 45.36), (0, 97, 0.0), (None, 97, None), (3, None, None), (0, 0, None)],
)
def test_the_rate_is_computed_wherever_both_figures_are_given(
    achieved: int | None, total: int | None, rate: float | None
) -> None:
    index = page("index", {})
    id_ = index.document.document_id
    told = Summary(document_id=id_, order=1, text_raw="全体", achieved=achieved, total=total)
    town = City()
    town.publish(0, INDEX, msgspec.structs.replace(index, summaries=(told,)))
    site = msgspec.structs.replace(profile(), expected=NOTHING)
    (row,) = assemble(town.captures, town.parsed, site, Ledger())["summaries"]
    assert isinstance(row, Summary)
    assert row.computed_rate_percent == rate
