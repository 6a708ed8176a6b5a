"""``kouyaku archive`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.archive.store import Archive
from pipeline.commands.archive import command
from pipeline.fetch.model import document_id_of
from pipeline.run.workspace import Workspace
from schemas.errors import BusyError, DocumentError
from tests.archive.city import FIRST, paper, run_edition, url, write_site
from tests.archive.foreign import plain, response

A = paper("a")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    site = write_site(tmp_path / "site", {"a.pdf": A})
    run_edition(Archive(Workspace(tmp_path / "out").archive), site, FIRST, ["a.pdf", "b.pdf"])
    return tmp_path / "out"


def call(out: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(command, [*map(str, words), "--out", str(out)])


def test_list(out: Path) -> None:
    lines = call(out, "list").output.splitlines()
    assert len(lines) == 4
    assert call(out, "list", "--url", url("a.pdf")).output == (
        f"2025-04-01T00:00:00Z  new            {document_id_of(A)}  {url('a.pdf')}\n"
    )
    gone = call(out, "list", "--url", url("b.pdf")).output
    assert "not_published  fetch.gone: status 404" in gone


def test_verify(out: Path) -> None:
    assert call(out, "verify").output == "1 files, 4 captures: all hold\n"
    (warc,) = (out / "archive" / "warc").iterdir()
    warc.write_bytes(warc.read_bytes()[:-40])
    damaged = call(out, "verify")
    assert isinstance(damaged.exception, DocumentError)
    assert damaged.exception.exit_code == 2
    assert "cut off or damaged" in damaged.output


def test_export_and_import(out: Path, tmp_path: Path) -> None:
    whole, one = tmp_path / "all.warc.gz", tmp_path / "one.pdf"
    assert call(out, "export", whole).exit_code == 0
    assert call(out, "export", one, "--document", document_id_of(A)).exit_code == 0
    assert one.read_bytes() == A
    fresh = tmp_path / "fresh"
    assert "4 new captures" in call(fresh, "import", whole).output
    assert call(fresh, "list").output == call(out, "list").output
    assert "0 new captures, was there already" in call(fresh, "import", whole).output


def test_import_goes_on_past_a_file_it_cannot_read(out: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.warc", tmp_path / "good.warc"
    bad.write_bytes(b"nothing of the kind")
    block = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + A
    good.write_bytes(plain([response(url("a.pdf"), "2024-01-01T00:00:00Z", block)]))
    done = call(out, "import", bad, good)
    assert isinstance(done.exception, DocumentError)
    assert "1 of 2 files" in str(done.exception)
    assert f"{good}: 1 records, 1 new captures" in done.output
    assert call(out, "list", "--url", url("a.pdf")).output.count("\n") == 2


def test_import_waits_for_nobody(out: Path, tmp_path: Path) -> None:
    with Workspace(out).locked():
        done = call(out, "import", tmp_path / "x.warc")
    assert isinstance(done.exception, BusyError)
