"""``kouyaku site``: look at the newest release's pages."""

from __future__ import annotations

import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from pipeline.release.folder_store import FolderReleases
from pipeline.release.layout import SITE
from pipeline.release.store import newest, open_store
from schemas.errors import RunError, UsageError


@click.command("site")
@click.option("--out", default="out/sample", show_default=True, help="Folder of the releases.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--open", "open_browser", is_flag=True, help="Open the pages in a browser.")
def command(out: str, port: int, open_browser: bool) -> None:
    """Serve the newest release's site on this machine until interrupted.

    The pages also work without a server: open site/index.html of the release.
    """
    folder = site_folder(out)
    with _server(folder, port) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/{SITE}/index.html"
        click.echo(f"{address}  (Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()


def site_folder(out: str) -> Path:
    """The folder of the newest release, which holds the site and the tables it links.

    Raises:
        UsageError: ``site.remote`` where the releases are not in a local folder.
        RunError: ``release.none`` without a release, ``site.missing`` where it has no site.
    """
    store = open_store(out)
    if not isinstance(store, FolderReleases):
        do = "open the address where the releases are served"
        raise UsageError("site.remote", "only a local folder can be served", out, do)
    folder = store.root / "releases" / newest(store).version
    if not (folder / SITE / "index.html").is_file():
        raise RunError("site.missing", "the release has no site", str(folder), "publish it again")
    return folder


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    handler = partial(_Quiet, directory=str(folder))
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        do = "choose another with --port"
        raise UsageError("site.port", error.strerror or "is taken", f"port {port}", do) from error


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps quiet about it."""

    def log_message(self, format: str, *args: object) -> None:
        """What was asked for is of no interest."""
