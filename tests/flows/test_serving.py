"""A real server: served sites get their scheduled runs; the files of deployment/ are valid."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from flows.deployment.demo import ask
from flows.deployment.services import environment, free_port, prefect, process, server

ROOT = Path(__file__).parents[2]
PROGRAM = "from pipeline.command import main; main()"


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings of a server that is up."""
    folder = tmp_path_factory.mktemp("server")
    settings = environment(folder / "home", free_port()) | {"KOUYAKU_HOME": str(ROOT)}
    with server(settings, folder / "log"):
        yield settings


def scheduled(env: dict[str, str], wanted: int) -> list[dict[str, Any]]:
    """The runs that the server's scheduler made of the deployments' schedules."""
    until = time.monotonic() + 90
    while True:
        body = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
        runs = [run for run in ask(env, "flow_runs/filter", body) if run["auto_scheduled"]]
        if len({run["deployment_id"] for run in runs}) >= wanted or time.monotonic() > until:
            return runs
        time.sleep(0.5)


def test_served_sites_are_run_by_their_cron_in_japans_time(
    env: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PROGRAM, "serve", "sample", "--out", str(tmp_path / "out")]
    with process(command, env, tmp_path / "serve.log"):
        runs = scheduled(env, 2)
        deployments = {d["id"]: d for d in ask(env, "deployments/filter", {})}
    times = {
        (
            deployments[run["deployment_id"]]["entrypoint"].rpartition(":")[2],
            datetime.fromisoformat(run["expected_start_time"])
            .astimezone(ZoneInfo("Asia/Tokyo"))
            .strftime("%H:%M"),
        )
        for run in runs
    }
    assert times == {("ingest", "05:30"), ("canary", "12:30")}, (tmp_path / "serve.log").read_text()
    for each in deployments.values():
        assert each["global_concurrency_limit"]["limit"] == 1
        assert each["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_every_deployment_of_the_file_can_be_deployed(env: dict[str, str]) -> None:
    def run(*arguments: str) -> None:
        command = prefect("--no-prompt", *arguments)
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    run("work-pool", "create", "kouyaku", "--type", "process")
    run("deploy", "--all")
    named = {
        each["name"] for each in yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    }
    there = ask(env, "deployments/filter", {})
    assert {each["name"] for each in there if each["work_pool_name"] == "kouyaku"} == named
    (ingest,) = (d for d in there if d["name"] == "annaka" and "ingest" in d["entrypoint"])
    form = ingest["parameter_openapi_schema"]
    assert set(form["properties"]) == {"profile", "places", "readers"}
    assert form["definitions"]["Readers"]["properties"]["engine"]["enum"] == ["process", "dask"]


def test_the_automations_are_created_from_their_files(env: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flows.deployment.alarms", "--webhook", "http://127.0.0.1:9/"]
    done = subprocess.run(
        [*command, str(tmp_path)], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for file in sorted(tmp_path.glob("*.yaml")):
        made = subprocess.run(
            prefect("automation", "create", "--from-file", str(file)),
            env=env,
            capture_output=True,
            text=True,
        )
        assert made.returncode == 0, made.stdout + made.stderr
    names = {each["name"] for each in ask(env, "automations/filter", {})}
    assert names == {f"kouyaku-{what}" for what in ("failure", "refusal", "silence", "zombie")}
