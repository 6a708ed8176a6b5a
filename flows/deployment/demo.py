"""``make prefect-demo``: server, worker, the sample city on a schedule, and everything stopped.

``python -m flows.deployment.demo [--postgres]``. Everything happens on loopback and in a folder
that is gone afterwards.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from flows.deployment.services import environment, free_port, postgres, prefect, process, server
from schemas.errors import RunError

_PATIENCE = 300.0
_EVENT_PATIENCE = 30.0
_AUTOMATIONS = Path(__file__).parent / "automations"


def main(database: str) -> None:
    """Run the demonstration with ``sqlite`` or ``postgres`` behind the server."""
    begun = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - begun:5.1f} s] {what}", flush=True)

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kouyaku-demo-")))
        env = environment(folder / "prefect", free_port())
        if database == "postgres":
            address = stack.enter_context(postgres(folder / "postgres"))
            env["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = address
            say("PostgreSQL is up")
        stack.enter_context(server(env, folder / "server.log"))
        say(f"the server is up: {env['PREFECT_API_URL']}")
        deploy(env, folder / "out")
        say("the sample city is deployed, due every minute (Asia/Tokyo)")
        worker = prefect("worker", "start", "--pool", "kouyaku", "--type", "process")
        working = stack.enter_context(process(worker, env, folder / "worker.log"))
        deployed = time.monotonic()
        run = completed_run(env, working, folder / "worker.log", say)
        say(f"completed, {time.monotonic() - deployed:.0f} s after the deployment")
        show(env, run)
        stack.close()
        say("everything that was started is stopped")


def deploy(env: Mapping[str, str], out: Path) -> None:
    """Work pool, the sample's deployment on a schedule, and the automations."""
    _run(env, "work-pool", "create", "kouyaku", "--type", "process")
    places = json.dumps({"out": str(out)})
    schedule = ["--cron", "* * * * *", "--timezone", "Asia/Tokyo"]
    _run(env, "deploy", "--name", "ingest/sample", *schedule, "--param", f"places={places}")
    _run(env, "automation", "create", "--from-file", str(_AUTOMATIONS / "zombie.yaml"))


def completed_run(
    env: Mapping[str, str], worker: subprocess.Popen[bytes], log: Path, say: Callable[[str], None]
) -> dict[str, Any]:
    """Wait for the first scheduled run to end. Raises RunError ``demo.run`` unless Completed."""
    patience = time.monotonic() + _PATIENCE
    told = ""
    while worker.poll() is None and time.monotonic() < patience:
        body = {"sort": "EXPECTED_START_TIME_ASC", "limit": 1}
        (first, *_) = ask(env, "flow_runs/filter", body) or [{"state_name": "none yet"}]
        if first["state_name"] != told:
            told = first["state_name"]
            say(f"the first scheduled run: {told}")
        if first.get("state_type") in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            break
        time.sleep(1)
    if told != "Completed" or not first["auto_scheduled"]:
        raise RunError("demo.run", f"the run ended {told}\n{log.read_text()[-3000:]}")
    return dict(first)


def show(env: Mapping[str, str], run: Mapping[str, Any]) -> None:
    """What the API tells of a run: its state, artifacts and events."""
    print(f"run       {run['name']}: {run['state_name']}, {run['total_run_time']:.0f} s")
    of_run = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    artifacts = ask(env, "artifacts/filter", of_run)
    for artifact in sorted(artifacts, key=lambda each: each["created"]):
        print(f"artifact  {artifact['type']:<9} {artifact['key']}")
    events = events_of(env)
    for event in sorted(events, key=lambda each: each["occurred"]):
        print(f"event     {event['event']} {json.dumps(event['payload'], ensure_ascii=False)}")
    kinds = {event["event"] for event in events}
    if not artifacts or "kouyaku.release-published" not in kinds:
        raise RunError("demo.shown", "the run left no artifacts or no event", run["name"])


def events_of(env: Mapping[str, str]) -> list[dict[str, Any]]:
    """Our events; the server files them a little after the run, ``run-completed`` last."""
    wanted = {"filter": {"event": {"prefix": ["kouyaku."]}}}
    patience = time.monotonic() + _EVENT_PATIENCE
    while True:
        events: list[dict[str, Any]] = ask(env, "events/filter", wanted)["events"]
        last = any(event["event"] == "kouyaku.run-completed" for event in events)
        if last or time.monotonic() > patience:
            return events
        time.sleep(0.5)


def ask(env: Mapping[str, str], path: str, body: Mapping[str, Any]) -> Any:
    """An answer of the server's API."""
    headers = {"Content-Type": "application/json"}
    request = Request(f"{env['PREFECT_API_URL']}/{path}", json.dumps(body).encode(), headers)
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _run(env: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(prefect(*arguments), env=env, capture_output=True, text=True)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"[-2000:]
        raise RunError("demo.prefect", f"prefect {' '.join(arguments)} failed: {said}")


if __name__ == "__main__":
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main("postgres" if "--postgres" in sys.argv[1:] else "sqlite")
