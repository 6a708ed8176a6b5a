"""The flow ``canary``: is each site's index page still what we know? Keeps nothing."""

from __future__ import annotations

from prefect import flow

from flows import tasks
from flows.telling import refusals_told, tell_changed_site
from pipeline.discover.looking import SiteChangedError
from pipeline.profiles import load_profile


@flow(name="canary", flow_run_name="canary-{profile}", persist_result=False)
def canary(profile: str = "sample") -> None:
    """Fetch only the index page and compare its links and structure with the profile.

    Args:
        profile: Name of a profile that comes with the program, or path of a TOML file.
    """
    site = load_profile(profile)
    with refusals_told(site):
        found = [str(difference) for difference in tasks.look(site)]
        if found:
            tell_changed_site(site, found)
            raise SiteChangedError(
                "site.changed",
                f"the page differs from the profile in {len(found)} ways",
                site.site.index_url,
                "look at the page and correct the profile if the change is meant to be",
            )
