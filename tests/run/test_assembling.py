"""What a run adds to what was read: sums beside the figures that a city reports."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.overrides import Ledger
from pipeline.profiles.model import Expected
from pipeline.run.assembling import assemble
from schemas.enums import DocumentKind
from schemas.parsed import ParsedDocument
from schemas.records import Document, Summary
from tests.resolve.city import INDEX, City, profile

PAGE = "sha256:" + "a" * 64
NOTHING = Expected(pillars=(), pledges=0, sheets_floor=0, meetings_floor=0)


@pytest.mark.parametrize(
    ("achieved", "total", "rate"),
    [(44, 97, 45.36), (0, 97, 0.0), (None, 97, None), (3, None, None), (0, 0, None)],
)
def test_the_rate_is_computed_wherever_both_figures_are_given(
    achieved: int | None, total: int | None, rate: float | None
) -> None:
    document = Document(
        document_id=PAGE,
        kind=DocumentKind.INDEX,
        bytes=1,
        media_type="text/html",
        parser_version="t",
    )
    told = Summary(document_id=PAGE, order=1, text_raw="全体", achieved=achieved, total=total)
    town = City()
    town.publish(0, INDEX, ParsedDocument(document=document, summaries=(told,)))
    site = msgspec.structs.replace(profile(), expected=NOTHING)
    (row,) = assemble(town.captures, town.parsed, site, Ledger())["summaries"]
    assert isinstance(row, Summary)
    assert row.computed_rate_percent == rate
