"""What changed between the editions, and what each edition contradicts itself in."""

from datetime import date, timedelta
from typing import Any

from samples.build.content import TERM_RAW, Content, Edition, Pledge, fiscal_year_of
from samples.build.goal_list import goals
from samples.build.page import links

Record = dict[str, Any]
# The outcomes that share out a meeting's measures; 達成済み is counted beside them.
_SHARED_OUT = frozenset(
    {
        "approved_as_is",
        "needs_revision",
        "submitted_as_is",
        "submitted_after_revision",
        "merged",
        "merged_and_revised",
        "carried_over",
    }
)
_SUBMITTED = frozenset({"submitted_as_is", "submitted_after_revision", "merged_and_revised"})


def changes(content: Content) -> list[Record]:
    """The declared changes, each with the field and its old and new value."""
    before, after = ({p.key: p for p in e.pledges} for e in content.editions)
    rows = []
    for entry in content.differences["changes"]:
        key = entry["key"]
        old, new = before.get(key), after.get(key)
        field, old_value, new_value = _values(entry["change"], old, new)
        known = old or new
        assert known is not None
        rows.append(
            {
                "pledge_key": key,
                "pillar_number": known.pillar,
                "title": known.full_title,
                "change": entry["change"],
                "announced": entry.get("announced", False),
                "field": field,
                "old": old_value,
                "new": new_value,
                "merged_into": content.merges.get(key) if entry["change"] == "merged" else None,
            }
        )
    return rows


def _values(kind: str, old: Pledge | None, new: Pledge | None) -> tuple[str | None, Any, Any]:
    """Field, old and new value of a change of the kind given."""
    fields = {
        "renamed": ("title", "full_title"),
        "progress_changed": ("progress_ratio", "progress"),
        "achieved": ("achieved", "achieved"),
        "due_advanced": ("due_fiscal_year", "due"),
        "due_postponed": ("due_fiscal_year", "due"),
        "term_changed": ("term", "term"),
        "content_changed": ("actions", "actions"),
    }
    if kind not in fields:
        return None, None, None
    field, attribute = fields[kind]
    return field, _plain(getattr(old, attribute)), _plain(getattr(new, attribute))


def _plain(value: Any) -> Any:
    """Actions as the list of texts without their bullets; anything else as it is."""
    return [text.removeprefix("・") for text in value] if isinstance(value, tuple) else value


def observed(old: Pledge | None, new: Pledge | None, merged: bool) -> set[str]:
    """The kinds of change that two tellings of one pledge differ by."""
    if new is None:
        return {"merged" if merged else "removed"}
    if old is None:
        return {"added"}
    found = {
        "renamed": old.title != new.title,
        "progress_changed": old.progress != new.progress,
        "achieved": new.achieved and not old.achieved,
        "due_advanced": new.due < old.due,
        "due_postponed": new.due > old.due,
        "term_changed": old.term != new.term,
        "content_changed": (old.actions, old.aim, old.metrics)
        != (new.actions, new.aim, new.metrics),
    }
    return {kind for kind, differs in found.items() if differs}


def inconsistencies(content: Content, edition: Edition, site: dict[str, bytes]) -> list[Record]:
    """What the edition says that does not agree with itself, with the figures that show it."""
    return [
        *_outcome_sums(edition),
        *_hearing_counts(edition),
        *_target_counts(content),
        *_declared_sizes(content, edition, site),
        *_unlinked_pillars(content),
        *_goal_years(content, edition),
        *_sheet_doubts(content, edition),
    ]


def _outcome_sums(edition: Edition) -> list[Record]:
    rows = []
    for meeting in edition.meetings:
        parts = [n for name, n in meeting["outcomes"].items() if name in _SHARED_OUT]
        if parts and sum(parts) != meeting["reviewed"]:
            rows.append(
                _row(
                    "outcome_sum", _meeting_name(meeting), reviewed=meeting["reviewed"], parts=parts
                )
            )
    return rows


def _hearing_counts(edition: Edition) -> list[Record]:
    """Measures that a hearing sent on against those the meeting after it reviewed."""
    hearings = {m["held_on"]: m for m in edition.meetings if m["body"] == "subcommittee"}
    rows = []
    for meeting in edition.meetings:
        hearing = hearings.get(meeting.get("hearing_held_on"))
        if hearing is None or not hearing["outcomes"] or not meeting["outcomes"]:
            continue
        submitted = sum(n for name, n in hearing["outcomes"].items() if name in _SUBMITTED)
        if submitted != meeting["reviewed"]:
            rows.append(
                _row(
                    "hearing_count",
                    _meeting_name(meeting),
                    reviewed=meeting["reviewed"],
                    submitted=submitted,
                )
            )
    return rows


def _meeting_name(meeting: Record) -> str:
    return f"{meeting['body']}-{fiscal_year_of(meeting['held_on'])}-{meeting['number']:02d}"


def _target_counts(content: Content) -> list[Record]:
    """The short-term items said at first against those said for each of the two years."""
    latest, first = content.page["summaries"]
    parts = [first["target_count"], first["next_target_count"]]
    if latest["target_count"] == sum(parts):
        return []
    return [_row("short_target_count", "index", stated=latest["target_count"], parts=parts)]


def _declared_sizes(content: Content, edition: Edition, site: dict[str, bytes]) -> list[Record]:
    sizes = {name: len(site[edition.attachment_path(name)]) for name in edition.attachments}
    return [
        _row(
            "declared_size",
            link.url,
            declared_bytes=link.kilobytes * 1000,
            bytes=sizes[link.document],
        )
        for link in links(content, edition, sizes)
        if abs(sizes[link.document] - link.kilobytes * 1012) > sizes[link.document] * 0.05
    ]


def _unlinked_pillars(content: Content) -> list[Record]:
    return [
        _row("pillar_not_linked", f"pillar-{p['number']}", name=p["name"])
        for p in content.city["pillars"]
        if p["layout"] == "none"
    ]


def _goal_years(content: Content, edition: Edition) -> list[Record]:
    return [
        _row("goal_due_differs", goal.pledge.key, goal_list=goal.due, sheet=goal.pledge.due)
        for goal in goals(content, edition)
        if goal.due != goal.pledge.due and goal.pledge.as_of is not None
    ]


def _sheet_doubts(content: Content, edition: Edition) -> list[Record]:
    years = {t["term"]: t for t in content.page["terms"]}
    rows = []
    for pledge in edition.pledges:
        if pledge.as_of is None:
            continue
        term = years[pledge.term]
        if not term.get("fiscal_year_from", 0) <= pledge.due <= term.get("fiscal_year_to", 9999):
            rows.append(
                _row("term_due", pledge.key, term=TERM_RAW[pledge.term], due_fiscal_year=pledge.due)
            )
        if pledge.progress == 1.0 and not pledge.achieved:
            rows.append(_row("full_without_stamp", pledge.key, progress_ratio=1.0))
        if _day_before_month_end(pledge.as_of):
            rows.append(_row("odd_month_end", pledge.key, as_of_date=pledge.as_of.isoformat()))
        if pledge.as_of < edition.reflected_until:
            rows.append(
                _row("as_of_before_reflected", pledge.key, as_of_date=pledge.as_of.isoformat())
            )
    return rows


def _day_before_month_end(day: date) -> bool:
    """The 30th of a month of 31 days."""
    return day.day == 30 and (day + timedelta(days=1)).day == 31


def _row(kind: str, subject: str, **figures: Any) -> Record:
    return {"kind": kind, "subject": subject, "figures": figures}
