"""The static web page for citizens and journalists that stands in each release."""

from pipeline.site.build import build_site

__all__ = ["build_site"]
