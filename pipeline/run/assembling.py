"""From captures and readings to all tables: resolve, add up, check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pipeline.checks import SUPERSEDED, City, check
from pipeline.overrides import Ledger, apply_ledger
from pipeline.profiles import Profile
from pipeline.resolve import resolve
from pipeline.resolve.editions import INDEX
from pipeline.resolve.tables import Rows, stamped
from schemas.enums import LinkRole, Severity
from schemas.errors import RefusedError
from schemas.parsed import ParsedDocument
from schemas.records import Absence, Capture, Issue, Pledge, Record, Sheet, Summary


def assemble(
    captures: Sequence[Capture],
    parsed: Mapping[str, ParsedDocument],
    profile: Profile,
    ledger: Ledger,
) -> Rows:
    """Every published table. A pure function of its arguments.

    Raises:
        RefusedError: ``site.floor`` where the site yields less than it is known to publish, and
            ``overrides.*`` where the ledger does not fit what was read.
    """
    newest = max(capture.requested_at for capture in captures)
    corrected = apply_ledger(parsed, ledger, newest)
    resolved = resolve(captures, corrected, profile, ledger.held_documents())
    city = City(resolved, profile)
    require_floors(city)
    rows = dict(resolved.rows)
    rows["summaries"] = [_added_up(row, city) for row in rows["summaries"]]
    more = stamped({"absences": absences(city), "issues": _more_issues(city, captures)}, city.code)
    rows["absences"] = more["absences"]
    rows["issues"] = _once([*rows["issues"], *more["issues"]])
    return rows


def _more_issues(city: City, captures: Sequence[Capture]) -> list[Issue]:
    return [*check(city), *unavailable(city, captures)]


def require_floors(city: City) -> None:
    """Refuse a site that suddenly yields fewer sheets or meetings than its profile's floor."""
    expected = city.profile.expected
    counts = {
        "sheets": (len(city.sheets), expected.sheets_floor),
        "meetings": (len(city.meetings), expected.meetings_floor),
    }
    for name, (found, floor) in counts.items():
        if found < floor:
            raise RefusedError(
                "site.floor",
                f"only {found} {name} were read, and there should be at least {floor}",
                city.profile.site.index_url,
                "look at the site and its documents; the last release stands",
            )


def _added_up(row: Record, city: City) -> Record:
    """A reported summary with what its own figures and the rows make."""
    if not isinstance(row, Summary):
        raise TypeError(type(row))
    rate = None
    if row.achieved is not None and row.total:
        rate = round(100 * row.achieved / row.total, 2)
    whole = city.is_complete
    achieved = sum(pledge.achieved is True for pledge in city.pledges)
    return msgspec.structs.replace(
        row,
        computed_total=len(city.pledges) if whole else None,
        computed_achieved=achieved if whole else None,
        computed_rate_percent=rate,
    )


def absences(city: City) -> Iterator[Absence]:
    """What the page is expected to link and does not, with since when and until when we know."""
    if city.index is None:
        return
    versions = city.resolved.versions
    checked_at = max(version.seen_at for version in versions)
    pages = [version for version in versions if version.series == INDEX]
    for role, number, name in _expected(city.profile):
        missing = None
        for page in reversed(pages):
            if any(x.role is role and x.pillar_number == number for x in page.parsed.links):
                break
            missing = page
        if missing is not None:
            yield Absence(
                role=role,
                pillar_number=number,
                expected=name,
                since=missing.seen_at,
                checked_at=checked_at,
                document_id=city.index.document_id,
            )


def _expected(profile: Profile) -> Iterator[tuple[LinkRole, int | None, str]]:
    for number in profile.expected.pillars:
        name = profile.vocabulary.pillars.get(number)
        yield LinkRole.PILLAR, number, f"分野{number}{f'「{name}」' if name else ''}のシート"
    if profile.expected.goal_list:
        yield LinkRole.GOAL_LIST, None, "達成目標一覧表"
    if profile.expected.press_releases:
        yield LinkRole.PRESS_RELEASE, None, "記者発表資料"


def unavailable(city: City, captures: Sequence[Capture]) -> Iterator[Issue]:
    """Papers the page links of which no good copy was ever fetched."""
    fetched = {capture.url for capture in captures if capture.document_id and not capture.error}
    errors = {capture.url: capture.error for capture in captures}
    for link in city.links:
        if link.url and link.url not in fetched:
            why = errors.get(link.url) or "not fetched"
            yield Issue(
                rule="document.unavailable",
                severity=Severity.ERROR,
                table="links",
                row_id=f"{link.document_id}/{link.order}",
                document_id=link.document_id,
                message_ja=f"リンク先の「{link.label_raw}」を取得できていません。",
                message_en=f"“{link.label_raw}” is linked but could not be fetched.",
                text_raw=link.url,
                calculation=why.split(":")[0],
            )


def _once(issues: list[Record]) -> list[Record]:
    """Each issue once, by its id, and not again by the reader of a single document."""
    rows = (row for row in issues if isinstance(row, Issue) and row.rule not in SUPERSEDED)
    return list({row.issue_id: row for row in rows}.values())


def headline(rows: Rows) -> dict[str, int]:
    """The figures a run ends with."""
    pledges = [p for p in rows["pledges"] if isinstance(p, Pledge) and p.removed_on is None]
    present = {pledge.sheet_id for pledge in pledges}
    return {
        "sheets": sum(isinstance(s, Sheet) and s.sheet_id in present for s in rows["sheets"]),
        "meetings": len(rows["meetings"]),
        "pledges": len(pledges),
        "achieved": sum(pledge.achieved is True for pledge in pledges),
    }
