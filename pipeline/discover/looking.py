"""Looking at a site's index page without keeping anything: the canary."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from parsers.pages.reader import parse_page
from pipeline.discover.expecting import Difference, differences
from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.model import Want
from pipeline.fetch.surroundings import real_surroundings
from pipeline.fetch.urls import host_of
from pipeline.profiles.model import Profile
from pipeline.serve import serve_folder
from schemas.errors import ExitCode, RunError


class SiteChangedError(RunError):
    """The site's page is not what its profile expects."""

    exit_code = ExitCode.CHANGED


def look_at(profile: Profile) -> tuple[Difference, ...]:
    """Fetch the index page (and robots.txt) and compare it with the profile; writes nothing.

    Raises:
        RunError: ``site.index_broken`` when the page cannot be fetched.
        DocumentError: when it cannot be read as a page.
    """
    site = profile.site
    content = fetch_index(profile)
    vocabulary = profile.vocabulary
    page = parse_page(content, site.index_url, vocabulary.page, vocabulary.pillars, "")
    return differences(profile.expected, vocabulary.pillars, page.links, len(page.meetings))


def fetch_index(profile: Profile) -> bytes:
    """The bytes of the index page as it is now."""
    site = profile.site
    with ExitStack() as stack:
        reroute = None
        if profile.editions:
            edition = profile.editions[-1]
            folder = Path(profile.folder) / edition.folder
            served = stack.enter_context(serve_folder(folder, edition.published))
            reroute = served.reroute(host_of(site.index_url))
        fetcher = Fetcher(
            site,
            profile.politeness,
            real_surroundings(),
            version=version("kouyaku"),
            reroute=reroute,
        )
        fetched = fetcher.fetch(site.index_url, Want.PAGE)
    if fetched.content is None or fetched.error:
        raise RunError(
            "site.index_broken",
            f"the index page could not be fetched ({fetched.error or fetched.result.value})",
            site.index_url,
            "try again later; if it stays so, look at the site with a browser",
        )
    return fetched.content
