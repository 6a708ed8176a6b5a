"""``kouyaku check-site``: is the page still what we know? For cron; writes nothing."""

from __future__ import annotations

import click

from pipeline.profiles import load_profile


@click.command("check-site")
@click.argument("profile", metavar="PROFILE", default="sample")
def command(profile: str) -> None:
    """Fetch only the index page and compare its links and structure with the profile.

    PROFILE is the name of a profile that comes with the program, or the path of a TOML file.
    Exit status 0: as expected; 6: changed; 4: the page could not be fetched.
    """
    from pipeline.discover.looking import SiteChangedError, look_at

    site = load_profile(profile)
    found = look_at(site)
    for difference in found:
        click.echo(str(difference))
    if found:
        raise SiteChangedError(
            "site.changed",
            f"the page differs from the profile in {len(found)} ways",
            site.site.index_url,
            "look at the page and correct the profile if the change is meant to be",
        )
    click.echo(f"{site.site.index_url}: as expected")
