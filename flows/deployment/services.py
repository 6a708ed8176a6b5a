"""Processes that a demonstration or a measurement starts, and that are gone when it ends."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from schemas.errors import RunError

_PATIENCE = 120.0
_FAREWELL = 15.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a session of its own, and end all of it on leaving."""
    with log.open("ab") as out:
        child = subprocess.Popen(
            command, env=dict(environment), stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask twice (a Prefect worker needs it), then kill what is left of the session."""
    for _ in range(2):
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(_FAREWELL)
            except subprocess.TimeoutExpired:
                continue
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()


def environment(home: Path, port: int) -> dict[str, str]:
    """Settings of a server on loopback that keeps everything in a folder and calls nobody.

    The folder for temporary files is ours too: Prefect's runner takes one name in it for all
    users of a machine, and who comes second may not write there.
    """
    temporary = home / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "TMPDIR": str(temporary),
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_CLI_COLORS": "false",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "KOUYAKU_HOME": str(Path.cwd()),
    }


def prefect(*arguments: str) -> list[str]:
    """The command line of Prefect with this very interpreter."""
    return [sys.executable, "-m", "prefect", *arguments]


@contextmanager
def server(env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server that answers."""
    port = env["PREFECT_API_URL"].rpartition(":")[2].removesuffix("/api")
    command = prefect("server", "start", "--host", "127.0.0.1", "--port", port)
    with process(command, env, log) as child:
        wait_for(f"{env['PREFECT_API_URL']}/health", child, log)
        yield child


def wait_for(address: str, child: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address answers. Raises RunError ``service.start``."""
    patience = time.monotonic() + _PATIENCE
    while child.poll() is None and time.monotonic() < patience:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise RunError("service.start", "did not start", address, f"see {log}")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of Debian's package in a folder, run by an ordinary user; its address.

    ``folder`` and the one above it must be ours alone: where root calls, they are opened a little.

    Raises RunError ``service.postgres`` where the package is missing.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        what = "PostgreSQL is not installed"
        raise RunError("service.postgres", what, "", "Debian: apt install postgresql")
    data, port = folder / "data", free_port()
    data.mkdir(parents=True)
    ordinary = _ordinary_user(data)
    run = programs[-1]
    init = [*ordinary, str(run / "initdb"), "-D", str(data), "-U", "kouyaku", "-A", "trust"]
    subprocess.run([*init, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data}"
    control = [*ordinary, str(run / "pg_ctl"), "-D", str(data), "-w"]
    log = str(data / "log")
    subprocess.run(
        [*control, "-l", log, "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        yield f"postgresql+asyncpg://kouyaku@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], stdout=subprocess.DEVNULL, cwd="/")


def _ordinary_user(data: Path) -> list[str]:
    """What to put before a command so that it is not root who runs it; PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("nobody")
    os.chown(data, user.pw_uid, user.pw_gid)
    for folder in (data.parent, data.parent.parent):  # ours; the user has to pass through them
        folder.chmod(0o711)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
