"""Corrections by people: applied visibly, refused where they do not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from pipeline.overrides import Held, Ledger, Override, apply_ledger, load_ledger
from schemas.enums import Method
from schemas.errors import RefusedError, UsageError
from schemas.parsed import ParsedDocument
from tests.resolve.city import City, paper, profile, sheet

NOW = datetime(2026, 4, 1, tzinfo=UTC)
PAPER = paper("one", sheet("公園づくり"), sheet("バスの増便"))
ID = PAPER.document.document_id
ROW = PAPER.sheets[1].sheet.sheet_id


def override(**fields: object) -> Override:
    entry = {
        "document_id": ID,
        "row_id": ROW,
        "field": "due_fiscal_year",
        "old": 2025,
        "new": 2026,
        "reason": "typing error, confirmed by the city",
        "author": "A. Reader",
        "date": date(2026, 3, 1),
    }
    return msgspec.convert(msgspec.to_builtins(entry | fields), Override)


def applied(*entries: Override) -> ParsedDocument:
    return apply_ledger({ID: PAPER}, Ledger(override=entries), NOW)[ID]


def test_the_new_value_stands_and_the_old_one_is_kept() -> None:
    corrected = applied(override())
    assert [s.sheet.due_fiscal_year for s in corrected.sheets] == [2025, 2026]
    witness = corrected.sheets[1].evidence[-1]
    assert (witness.method, witness.text_raw, witness.field) == (
        Method.OVERRIDE,
        "2025",
        "due_fiscal_year",
    )
    assert "A. Reader" in (witness.note or "")


def test_dates_and_enumerations_are_checked_by_the_record() -> None:
    corrected = applied(
        override(field="due_date", old=date(2026, 3, 31), new=date(2027, 3, 31)),
        override(field="term", old="mid", new="short"),
    )
    assert corrected.sheets[1].sheet.due_date == date(2027, 3, 31)
    assert corrected.sheets[1].sheet.term == "short"
    with pytest.raises(RefusedError, match=r"overrides\.broken"):
        applied(override(field="term", old="mid", new="someday"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"expires": date(2026, 3, 31)}, "overrides.expired"),
        ({"document_id": "sha256:00"}, "overrides.unused"),
        ({"row_id": "nothing"}, "overrides.unused"),
        ({"field": "nothing"}, "overrides.unused"),
        ({"old": 2024}, "overrides.stale"),
    ],
)
def test_an_entry_that_does_not_fit_refuses_the_run(fields: dict[str, object], code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        applied(override(**fields))
    assert caught.value.code == code


def test_a_held_document_stays_out_of_the_present() -> None:
    city = City()
    url = "http://city.localhost/1.pdf"
    city.publish(0, url, PAPER)
    newer = paper("two", sheet("公園づくり", progress_ratio=0.9), sheet("バスの増便"))
    city.publish(9, url, newer)
    entry = Held(
        document_id=newer.document.document_id, reason="?", author="A", date=date(2026, 1, 1)
    )
    ledger = Ledger(held=(entry,))
    parsed = apply_ledger(city.parsed, ledger, NOW)
    from pipeline.resolve import resolve

    resolved = resolve(city.captures, parsed, profile(), ledger.held_documents())
    assert resolved.rows["changes"] == []
    assert len(resolved.rows["sheets"]) == 4
    assert [i.rule for i in resolved.rows["issues"]] == ["document.held"]  # type: ignore[attr-defined]
    accepted = msgspec.structs.replace(entry, accepted_by="B", accepted_on=date(2026, 2, 1))
    assert Ledger(held=(accepted,)).held_documents() == frozenset()


def test_the_ledger_lies_beside_the_profile(tmp_path: Path) -> None:
    site = msgspec.structs.replace(profile(), folder=str(tmp_path))
    assert load_ledger(site) == Ledger()
    text = f"""
[[override]]
document_id = "{ID}"
row_id = "{ROW}"
field = "due_fiscal_year"
old = 2025
new = 2026
reason = "typing error, confirmed by the city"
author = "A. Reader"
date = 2026-03-01
"""
    (tmp_path / "overrides.toml").write_text(text, encoding="utf-8")
    assert load_ledger(site) == Ledger(override=(override(),))
    (tmp_path / "overrides.toml").write_text(text + "colour = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"overrides\.broken"):
        load_ledger(site)
