"""Reaching an object store, with the patience of a run that nobody watches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obstore.store import ObjectStore


def connect(url: str) -> ObjectStore:
    """The store that ``s3://bucket/prefix`` names; address and credentials as is usual for it.

    What fails is tried again for up to three minutes. Raises what obstore raises.
    """
    from obstore.store import from_url

    return from_url(
        url,
        retry_config={
            "max_retries": 100,
            "retry_timeout": timedelta(minutes=3),
            "backoff": {
                "init_backoff": timedelta(milliseconds=200),
                "max_backoff": timedelta(seconds=5),
                "base": 2,
            },
        },
    )
