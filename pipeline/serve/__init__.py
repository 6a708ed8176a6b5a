"""The sample city's web server, on loopback."""

from pipeline.serve.folder import Served, serve_folder

__all__ = ["Served", "serve_folder"]
