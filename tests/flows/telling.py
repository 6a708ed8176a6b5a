"""What Prefect's server was told."""

from __future__ import annotations

import time
from typing import Any

from prefect.client.orchestration import get_client


def artifacts() -> dict[str, Any]:
    """Artifacts by key, with their data."""
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/latest/filter", json={"limit": 200}).json()
    return {each["key"]: each["data"] for each in found}


def events(name: str, wanted: int = 1, patience: float = 30.0) -> list[dict[str, Any]]:
    """The events of a name, the newest first; they reach the server a little later."""
    until = time.monotonic() + patience
    while True:
        with get_client(sync_client=True) as client:
            body = {"filter": {"event": {"name": [f"kouyaku.{name}"]}}}
            found = client.request("POST", "/events/filter", json=body).json()["events"]
        if len(found) >= wanted or time.monotonic() > until:
            return list(found)
        time.sleep(0.5)
