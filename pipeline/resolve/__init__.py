"""From documents read to tables: editions, identity, history. A pure function of its inputs."""

from pipeline.resolve.tables import Resolved, resolve

__all__ = ["Resolved", "resolve"]
