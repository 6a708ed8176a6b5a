"""The flow ``nation``: many sites, a sub-flow each; one that fails costs only itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from flows.ingest import ingest
from flows.places import Places, Readers
from schemas.errors import RunError


@flow(name="nation", persist_result=False)
def nation(
    profiles: list[str],
    out: str = "out",
    archive: str = "",
    readers: Readers = Readers(),  # noqa: B008 - immutable, and the form shows its fields
    at_once: Annotated[int, Field(ge=1, le=64)] = 4,
) -> None:
    """Ingest many sites. Completed only if every one of them is.

    Args:
        profiles: Names or paths of profiles.
        out: Folder or s3://bucket/prefix; each site has a folder of its own in it.
        archive: s3://bucket/prefix that mirrors the archives, or nothing.
        readers: Who reads the documents.
        at_once: Sites under way at a time; each is visited as slowly as its profile says.
    """
    with ThreadPoolExecutor(at_once) as pool:
        started = {
            profile: pool.submit(copy_context().run, _one, profile, out, archive, readers)
            for profile in profiles
        }
        states = {profile: future.result() for profile, future in started.items()}
    failed = sorted(profile for profile, state in states.items() if not state.is_completed())
    if failed:
        what = f"{len(failed)} of {len(profiles)} sites were not completed: {', '.join(failed)}"
        raise RunError("nation.incomplete", what, out, "see their sub-flows; the others are done")


def _one(profile: str, out: str, archive: str, readers: Readers) -> State[list[str]]:
    name = profile.rpartition("/")[2].removesuffix(".toml")
    places = Places(
        out=f"{out.rstrip('/')}/{name}", archive=f"{archive.rstrip('/')}/{name}" if archive else ""
    )
    state: State[list[str]] = ingest(profile, places, readers, return_state=True)
    return state
