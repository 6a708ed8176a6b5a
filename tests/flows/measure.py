"""Faults and load at a size that is too long for the tests. Prints what docs/scale.md states.

``python -m tests.flows.measure [NAME…]`` from the root of the repository, on a quiet machine.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.deployment.services import environment, free_port, process, server
from pipeline.profiles import load_profile

ROOT = Path(__file__).parents[2]
PROGRAM = "from pipeline.command import main; main()"
FAULTY = (
    "from dataclasses import replace; from pipeline.run import reading; "
    "reading.TASK = 'tests.flows.faulty:read'; "
    "reading.LIMITS = replace(reading.LIMITS, wall_seconds=30.0); "
)


def make_site(folder: Path, count: int) -> str:
    """The sample's first edition with ``count`` more papers of one page; its profile's path."""
    site = load_profile("sample")
    edition = folder / "edition"
    shutil.copytree(Path(site.folder, site.editions[0].folder), edition)
    papers = edition / "uploaded" / "attachment"
    small = (papers / "1322.pdf").read_bytes()
    links = []
    for number in range(count):
        name = f"{10_000 + number}.pdf"
        (papers / name).write_bytes(small + b"%% %d\n" % number)
        links.append(
            f'<li><a href="/uploaded/attachment/{name}">資料{number} [PDFファイル]</a></li>'
        )
    page = edition / "page" / "1.html"
    text = page.read_text(encoding="utf-8")
    last = text.index("</li>", text.index("2045.pdf")) + len("</li>")
    page.write_text(text[:last] + "".join(links) + text[last:], encoding="utf-8")
    profile = (Path(site.folder) / "profile.toml").read_text(encoding="utf-8")
    profile = profile[: profile.index("[[editions]]")]
    profile += f'[[editions]]\nfolder = "{edition}"\npublished = 2025-08-04T00:00:00Z\n'
    (folder / "sample.toml").write_text(profile, encoding="utf-8")
    return str(folder / "sample.toml")


class Bench:
    """A folder, a server, a site of many documents, and an undisturbed run of it."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.env = environment(folder / "prefect", free_port()) | {"PYTHONPATH": str(ROOT)}
        (folder / "site").mkdir()
        self.profile = make_site(folder / "site", count)

    def command(self, *arguments: str, program: str = PROGRAM) -> list[str]:
        return [sys.executable, "-c", program, *arguments]

    def run(self, *arguments: str, program: str = PROGRAM, **more: str) -> tuple[int, float, str]:
        """Exit status, seconds and the last line said."""
        begun = time.monotonic()
        done = subprocess.run(
            self.command(*arguments, program=program),
            env=self.env | more,
            capture_output=True,
            text=True,
        )
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        return done.returncode, time.monotonic() - begun, lines[-1] if lines else ""

    def ingest(self, out: str, *more: str) -> list[str]:
        return ["flow", "ingest", self.profile, "--out", out, *more]

    def start(self, arguments: list[str], **more: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                self.command(*arguments),
                env=self.env | more,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def same(one: Path, other: Path) -> str:
    done = subprocess.run(["diff", "-r", str(one / "releases"), str(other / "releases")])
    return "same bytes" if done.returncode == 0 else "DIFFERENT"


def twice(out: Path) -> int:
    """Captures that were made more than once at one moment."""
    from collections import Counter

    from pipeline.archive.store import Archive

    seen = Counter((c.url, c.requested_at) for c in Archive(out / "archive").captures())
    return sum(n - 1 for n in seen.values())


def wait_until(there: Callable[[], bool], patience: float = 300) -> None:
    until = time.monotonic() + patience
    while not there():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


def reading_begun(out: Path) -> Callable[[], bool]:
    return lambda: len(list((out / "cache" / "readings").rglob("*.json"))) > 20


def killed(bench: Bench, plain: Path) -> None:
    """The process of the run is killed while it reads; the next run goes on."""
    out = bench.folder / "killed"
    child = bench.start(bench.ingest(str(out)))
    wait_until(reading_begun(out))
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    status, seconds, _ = bench.run(*bench.ingest(str(out)))
    print(
        f"run killed: next run exit {status} in {seconds:.0f} s; {same(plain, out)}, "
        f"{twice(out)} captures twice",
        flush=True,
    )


def server_killed(bench: Bench, plain: Path, servers: ExitStack, log: Path) -> None:
    """The server is killed while a run reads, and is back after 10 seconds."""
    out = bench.folder / "server-killed"
    child = bench.start(bench.ingest(str(out)))
    wait_until(reading_begun(out))
    servers.close()
    time.sleep(10)
    servers.enter_context(server(bench.env, log))
    status = child.wait()
    again = "-" if status == 0 else str(bench.run(*bench.ingest(str(out)))[0])
    print(
        f"server killed and back: run exit {status}, next {again}; {same(plain, out)}, "
        f"{twice(out)} captures twice",
        flush=True,
    )


def disk_full(bench: Bench, plain: Path) -> None:
    """The folder is on a small tmpfs that becomes full; then it is given room."""
    out = bench.folder / "small"
    out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(out)], check=True)
    try:
        status, _, said = bench.run(*bench.ingest(str(out)))
        subprocess.run(["mount", "-o", "remount,size=400m", str(out)], check=True)
        again, _, _ = bench.run(*bench.ingest(str(out)))
        print(
            f"disk full: exit {status} “{said[-160:]}”, next {again}; {same(plain, out)}, "
            f"{twice(out)} captures twice",
            flush=True,
        )
    finally:
        subprocess.run(["umount", str(out)], check=True)


def hang_and_crash(bench: Bench) -> None:
    """One document hangs, one ends its process; the others are read."""
    out = bench.folder / "faulty"
    status, seconds, _ = bench.run(*bench.ingest(str(out)), program=FAULTY + PROGRAM)
    lines = (out / "latest/json/issues.jsonl").read_text(encoding="utf-8").splitlines()
    rules = sorted(
        row["rule"]
        for row in map(json.loads, lines)
        if row["rule"] in ("document.timeout", "document.crashed")
    )
    read = (out / "latest/json/documents.jsonl").read_text(encoding="utf-8").count('"state":"read"')
    print(
        f"hang and crash: exit {status} in {seconds:.0f} s; issues {rules}, {read} documents read",
        flush=True,
    )


class Gate(threading.Thread):
    """A relay on loopback that can be shut, so that connections are refused."""

    def __init__(self, target: int) -> None:
        super().__init__(daemon=True)
        self.port = free_port()
        self._target = target
        self._open = threading.Event()
        self._ears: socket.socket | None = None
        self.reopen()
        self.start()

    def reopen(self) -> None:
        self._ears = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self._open.set()

    def shut(self) -> None:
        self._open.clear()
        if self._ears:
            self._ears.shutdown(socket.SHUT_RDWR)
            self._ears.close()

    def run(self) -> None:
        while True:
            self._open.wait()
            try:
                assert self._ears
                near, _ = self._ears.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                time.sleep(0.05)
                continue
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._relay, args=(one, other), daemon=True).start()

    def _relay(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while self._open.is_set() and (data := one.recv(65536)):
                other.sendall(data)
        except OSError:
            pass
        for each in (one, other):
            each.close()


@contextmanager
def bucket(log: Path) -> Iterator[tuple[dict[str, str], Gate]]:
    """moto's server with a bucket, behind a gate; the environment that leads there."""
    from urllib.request import Request, urlopen

    from flows.deployment.services import wait_for

    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with process(command, os.environ, log) as child:
        wait_for(f"http://127.0.0.1:{port}/moto-api/", child, log)
        urlopen(Request(f"http://127.0.0.1:{port}/kouyaku", method="PUT")).close()
        gate = Gate(port)
        yield (
            {
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{gate.port}",
                "AWS_ALLOW_HTTP": "true",
            },
            gate,
        )


def s3_refusing(bench: Bench, plain: Path) -> None:
    """The store refuses connections for 20 seconds just when the run wants to send."""
    work, copy = bench.folder / "s3-work", bench.folder / "s3-copy"
    where = bench.ingest("s3://kouyaku/out", "--work", str(work), "--archive", "s3://kouyaku/a")
    with bucket(bench.folder / "moto.log") as (address, gate):
        child = bench.start(where, **address)
        wait_until(lambda: any((work / "archive" / "warc").glob("*.open")))
        gate.shut()
        time.sleep(20)
        gate.reopen()
        status = child.wait()
        again = "-" if status == 0 else str(bench.run(*where, **address)[0])
        os.environ.update(address)
        import obstore
        from obstore.store import from_url

        store = from_url("s3://kouyaku/out")
        for batch in obstore.list(store, "releases"):
            for entry in batch:
                target = copy / entry["path"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(bytes(obstore.get(store, entry["path"]).bytes()))
    print(
        f"S3 refusing for 20 s: run exit {status}, next {again}; {same(plain, copy)}, "
        f"{twice(work)} captures twice",
        flush=True,
    )


def cpu_seconds(pid: int) -> float:
    """CPU used so far by a process and those below it."""
    ticks = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == pid:  # session
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main(wanted: list[str]) -> None:
    """Run what is named: overhead, load, faults."""
    wanted = wanted or ["overhead", "load", "faults"]
    with tempfile.TemporaryDirectory(prefix="kouyaku-measure-") as name, ExitStack() as servers:
        folder = Path(name)
        bench = Bench(folder, 1000 if wanted == ["load"] else 190)
        up = servers.enter_context(server(bench.env, folder / "server.log"))
        if "overhead" in wanted:
            for kind in (["run", "sample"], ["flow", "ingest", "sample"]) * 2:
                seconds = bench.run(*kind, "--out", tempfile.mkdtemp(dir=folder))[1]
                print(f"kouyaku {' '.join(kind)}: {seconds:.1f} s", flush=True)
        if "load" in wanted:
            before = cpu_seconds(up.pid)
            time.sleep(20)
            idle = (cpu_seconds(up.pid) - before) / 20
            before = cpu_seconds(up.pid)
            status, seconds, _ = bench.run(*bench.ingest(str(folder / "load")))
            used = cpu_seconds(up.pid) - before
            documents = len(list((folder / "load/cache/readings").rglob("*.json")))
            print(
                f"load: exit {status}, {documents} documents in {seconds:.0f} s, "
                f"{used:.1f} s CPU of the server, {idle * seconds:.1f} s of it when idle",
                flush=True,
            )
        if "faults" in wanted:
            plain = folder / "plain"
            status, seconds, _ = bench.run("run", bench.profile, "--out", str(plain))
            print(f"undisturbed: exit {status} in {seconds:.0f} s", flush=True)
            killed(bench, plain)
            hang_and_crash(bench)
            disk_full(bench, plain)
            s3_refusing(bench, plain)
            server_killed(bench, plain, servers, folder / "server.log")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(sys.argv[1:])
