"""Comparing what an index page links with what its profile expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.fetch.errors import FetchError
from pipeline.fetch.urls import check_allowed, normalise_url
from pipeline.profiles.model import Expected, Site
from schemas.enums import LinkRole
from schemas.records import Link


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a page is not as expected, with both lists."""

    what: str
    expected: tuple[str, ...]
    found: tuple[str, ...]

    def __str__(self) -> str:
        missing = [x for x in self.expected if x not in self.found]
        new = [x for x in self.found if x not in self.expected]
        return (
            f"{self.what}: expected {', '.join(self.expected) or 'none'}; "
            f"found {', '.join(self.found) or 'none'}"
            f"{'; missing ' + ', '.join(missing) if missing else ''}"
            f"{'; new ' + ', '.join(new) if new else ''}"
        )


def papers(links: Sequence[Link], site: Site) -> tuple[str, ...]:
    """The normalised URLs of the papers to fetch, each once, in the order of the page.

    Links to hosts that are not the site's own are somebody else's and are not asked for.
    """
    urls: dict[str, None] = {}
    for link in links:
        try:
            url = normalise_url(link.url or "")
            check_allowed(url, site)
        except FetchError:
            continue
        urls.setdefault(url)
    return tuple(urls)


def differences(
    expected: Expected, pillars: Mapping[int, str], links: Sequence[Link], meetings: int
) -> tuple[Difference, ...]:
    """Everything in which a page differs from its profile; empty when all is as expected.

    A link that names a paper and leads nowhere counts as not there; so does what the profile
    knows to be absent, until it is linked.
    """
    absent = expected.known_absent
    awaited = sorted(set(expected.pillars) - set(absent.pillars))
    goal_list = expected.goal_list and not absent.goal_list
    press_releases = expected.press_releases and not absent.press_releases
    led = [link for link in links if link.url]
    found = {link.pillar_number for link in led if link.role is LinkRole.PILLAR}
    compared = (
        Difference(
            what="pillars",
            expected=tuple(pillar_name(n, pillars) for n in awaited),
            found=tuple(pillar_name(n, pillars) for n in sorted(found, key=lambda n: n or 0)),
        ),
        other_paper("goal list", LinkRole.GOAL_LIST, goal_list, led),
        other_paper("press releases", LinkRole.PRESS_RELEASE, press_releases, led),
        Difference(
            what="meetings",
            expected=(f"{expected.meetings_floor} or more",),
            found=(f"{expected.meetings_floor} or more",)
            if meetings >= expected.meetings_floor
            else (str(meetings),),
        ),
    )
    return tuple(each for each in compared if set(each.expected) != set(each.found))


def pillar_name(number: int | None, pillars: Mapping[int, str]) -> str:
    """A pillar as a reader knows it."""
    if number is None:
        return "a pillar without a number"
    name = pillars.get(number)
    return f"{number} {name}" if name else str(number)


def other_paper(what: str, role: LinkRole, wanted: bool, links: Sequence[Link]) -> Difference:
    """Whether the page links a kind of paper, beside whether it should."""
    found = any(link.role is role for link in links)
    return Difference(
        what=what,
        expected=("linked",) if wanted else (),
        found=("linked",) if found else (),
    )
