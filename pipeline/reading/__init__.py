"""Reading documents in child processes, so that no document can harm the run."""

from pipeline.reading.limits import Limits
from pipeline.reading.pool import Job, Pool, Result

__all__ = ["Job", "Limits", "Pool", "Result"]
