"""What a release says of itself, for the one who watches the runs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from pipeline.release.manifest import read_manifest
from pipeline.release.store import Store

Row = dict[str, Any]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Rows for people: changes since the release before, issues and documents counted."""

    changes: list[Row]
    issues: list[Row]
    documents: list[Row]


def outcome_of(store: Store, version: str) -> Outcome:
    """Read a release back. Raises RunError ``release.missing`` or ``release.store``."""
    previous = read_manifest(store, version).previous
    known = {row["change_id"] for row in _rows(store, previous, "changes")} if previous else set()
    titles = {row["pledge_id"]: row["title"] for row in _rows(store, version, "pledges")}
    return Outcome(
        changes=[
            {
                "pledge": titles.get(row["pledge_id"], row["pledge_id"]),
                "change": row["change"],
                "field": row["field"],
                "old": row["old"],
                "new": row["new"],
                "as of": row["as_of_date"],
            }
            for row in _rows(store, version, "changes")
            if row["change_id"] not in known
        ],
        issues=_counted(_rows(store, version, "issues"), "severity", "rule"),
        documents=_counted(_rows(store, version, "documents"), "state", "kind"),
    )


def _rows(store: Store, version: str, table: str) -> list[Row]:
    lines = store.read(f"releases/{version}/json/{table}.jsonl")
    return [msgspec.json.decode(line, type=Row) for line in lines.splitlines()]


def _counted(rows: list[Row], first: str, second: str) -> list[Row]:
    """How many rows have each pair of values, in the order of the values."""
    pairs = Counter((row[first], row[second]) for row in rows)
    return [{first: a, second: b, "count": n} for (a, b), n in sorted(pairs.items())]
