"""The main job: discover, fetch, archive, read, resolve, check, write, publish."""

from pipeline.run.report import RunReport
from pipeline.run.reporter import Reporter, Silent
from pipeline.run.site import RunOptions, SiteRun, run_site

__all__ = ["Reporter", "RunOptions", "RunReport", "Silent", "SiteRun", "run_site"]
