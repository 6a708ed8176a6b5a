"""The main job: discover, fetch, archive, read, resolve, check, write, publish."""

from pipeline.run.report import RunReport
from pipeline.run.reporter import Reporter, Silent
from pipeline.run.site import RunOptions, run_site

__all__ = ["Reporter", "RunOptions", "RunReport", "Silent", "run_site"]
