"""``kouyaku serve``: deployments of the sites, and the process that runs them when they are due."""

from __future__ import annotations

from typing import Any, cast

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows.canary import canary
from flows.ingest import ingest

TIMEZONE = "Asia/Tokyo"
_ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


def site_deployments(
    profile: str, out: str, archive: str, cron: str, canary_cron: str
) -> list[RunnerDeployment]:
    """The deployments of one site: its ingest and its canary, on their schedules in Japan's time.

    Raises ``ValueError`` where a cron expression is none.
    """
    name = profile.rpartition("/")[2].removesuffix(".toml")
    places = {"out": f"{out.rstrip('/')}/{name}"}
    if archive:
        places["archive"] = f"{archive.rstrip('/')}/{name}"
    common: dict[str, Any] = {
        "name": name,
        "concurrency_limit": _ONE_AT_A_TIME,
        "tags": ["kouyaku", f"site:{name}"],
    }
    made = [
        ingest.to_deployment(
            parameters={"profile": profile, "places": places},
            schedules=[Cron(cron, timezone=TIMEZONE)],
            **common,
        ),
        canary.to_deployment(
            parameters={"profile": profile},
            schedules=[Cron(canary_cron, timezone=TIMEZONE)],
            **common,
        ),
    ]
    return [cast(RunnerDeployment, each) for each in made]  # coroutines only in an event loop


def serve_sites(profiles: list[str], out: str, archive: str, cron: str, canary_cron: str) -> None:
    """Register the deployments and run what is due until the process is stopped."""
    deployments = [
        deployment
        for profile in profiles
        for deployment in site_deployments(profile, out, archive, cron, canary_cron)
    ]
    serve(*deployments)
