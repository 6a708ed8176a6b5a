"""``kouyaku releases``, ``kouyaku query`` and ``kouyaku schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.commands import query, releases, schema
from pipeline.release.publish import publish
from pipeline.release.store import open_store
from schemas.errors import KouyakuError, RefusedError, RunError, UsageError
from tests.release.rows import inputs, profile, rows


def _run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=True)


def _error(result: Result) -> KouyakuError:
    assert isinstance(result.exception, KouyakuError), result.output
    return result.exception


@pytest.fixture
def editions(out: str) -> list[str]:
    """Five releases, the oldest first."""
    return [publish(rows(n), profile(), out, inputs()).version for n in range(1, 6)]


def test_list_shows_every_release_in_order(out: str, editions: list[str]) -> None:
    _run(releases.command, "tag", "first", editions[0], "--out", out)
    lines = _run(releases.command, "list", "--out", out).output.splitlines()
    assert [line.split()[0] for line in lines] == editions
    assert lines[0].endswith("first")
    assert lines[-1].endswith("latest")


def test_prune_keeps_the_newest_the_latest_and_the_tagged(out: str, editions: list[str]) -> None:
    _run(releases.command, "tag", "v1.0", editions[1], "--out", out)
    publish(rows(1), profile(), out, inputs())
    assert (Path(out) / "latest").resolve().name == editions[0]
    result = _run(releases.command, "prune", "--keep", "2", "--out", out)
    assert result.output == f"removed {editions[2]}\n1 removed\n"
    assert open_store(out).versions() == sorted([editions[n] for n in (0, 1, 3, 4)])
    for version in ("latest", "v1.0", editions[4]):
        assert "every file" in _run(releases.command, "verify", version, "--out", out).output


def test_verify_exits_with_refused_and_names_what_is_wrong(out: str, editions: list[str]) -> None:
    path = Path(out) / "latest" / "json" / "pledges.jsonl"
    path.write_bytes(path.read_bytes().replace(b"pledge-0001", b"pledge-0007"))
    result = _run(releases.command, "verify", "--out", out)
    assert isinstance(_error(result), RefusedError)
    assert "json/pledges.jsonl, row 1 (pledge_id=999997-pledge-0001): is missing" in result.output
    assert "every file" in _run(releases.command, "verify", editions[0], "--out", out).output


@pytest.mark.parametrize(
    "arguments",
    [("verify", "nowhere"), ("tag", "x", "nowhere"), ("tag", "../up", "latest"), ("tag", "a b")],
)
def test_what_the_user_got_wrong_is_said(
    out: str, editions: list[str], arguments: tuple[str, ...]
) -> None:
    assert editions
    assert isinstance(_error(_run(releases.command, *arguments, "--out", out)), UsageError)


def test_without_a_release_the_commands_say_so(out: str) -> None:
    assert _error(_run(releases.command, "verify", "--out", out)).code == "release.none"
    assert isinstance(_error(_run(query.command, "SELECT 1", "--out", out)), RunError)
    assert _run(releases.command, "list", "--out", out).output == ""


def test_query_answers_from_the_newest_release(out: str, editions: list[str]) -> None:
    assert editions
    sql = (
        "SELECT pledge_id, achieved, first_seen FROM pledges JOIN sheets USING (pledge_id) LIMIT 1"
    )
    sql = "SELECT p.pledge_id, s.aim, p.first_seen FROM pledges p JOIN sheets s USING (pledge_id)"
    lines = _run(query.command, sql, "--out", out, "--format", "json").output.splitlines()
    row = json.loads(lines[0])
    assert row["aim"].startswith("ねらい5\r\n")
    assert row["first_seen"] == "2026-04-01T12:30:00+09:00"


def test_query_as_a_table_lines_up_wide_characters(out: str, editions: list[str]) -> None:
    assert editions
    sql = "SELECT * FROM (VALUES ('公約', 1), ('ｶﾅ', NULL), ('a\x1b[31mb', 3)) t(名前, n)"
    result = _run(query.command, sql, "--out", out)
    assert result.output == "名前     n\n───────  ─\n公約     1\nｶﾅ\na [31mb  3\n"


def test_query_as_csv_runs_nothing_in_a_spreadsheet(out: str, editions: list[str]) -> None:
    assert editions
    sql = "SELECT '=1+1' AS a, NULL AS b, 1.5 AS c, true AS d, 'x,\"y\"' AS e"
    result = CliRunner().invoke(query.command, [sql, "--out", out, "--format", "csv"])
    assert result.stdout_bytes == b'a,b,c,d,e\r\n\'=1+1,,1.5,true,"x,""y"""\r\n'


def test_a_wrong_query_is_one_line(out: str, editions: list[str]) -> None:
    assert editions
    error = _error(_run(query.command, "SELEC 1", "--out", out))
    assert error.code == "query.failed"
    assert "\n" not in str(error)


def test_schema_writes_every_table(tmp_path: Path) -> None:
    result = _run(schema.command, "--out", str(tmp_path))
    assert result.exit_code == 0
    assert (tmp_path / "json" / "captures.schema.json").is_file()
    assert (tmp_path / "arrow" / "pledges.parquet").is_file()
    assert (tmp_path / "dictionary.ja.html").is_file()
