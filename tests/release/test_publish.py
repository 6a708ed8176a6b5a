"""Publishing: what a release holds, when there is none, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from pipeline.profiles.model import Rights
from pipeline.release.model import Published
from pipeline.release.publish import publish
from pipeline.release.store import open_store
from pipeline.release.verify import verify
from schemas.errors import RefusedError, RunError
from schemas.records import Record
from schemas.tables import SCHEMA_VERSION, published_tables
from tests.release.rows import CODE, FETCHED, document_id, inputs, profile, rows


def test_a_release_holds_every_table_in_every_format(latest: Path) -> None:
    names = {table.name for table in published_tables()}
    assert "captures" not in names
    for folder, ending in (
        ("tables", "parquet"),
        ("csv", "csv"),
        ("csv-ja", "csv"),
        ("json", "jsonl"),
    ):
        assert {path.name for path in (latest / folder).iterdir()} == {
            f"{name}.{ending}" for name in names
        }
    beside = {path.name for path in latest.iterdir() if path.is_file()}
    assert beside == {
        "CHANGES.md",
        "SHA256SUMS",
        "catalog.jsonld",
        "catalog.ttl",
        "datapackage.json",
        "dictionary.en.html",
        "dictionary.en.md",
        "dictionary.ja.html",
        "dictionary.ja.md",
        "feed.atom",
        "manifest.json",
    }


def test_latest_is_a_plain_path_to_the_newest_release(out: str, published: Published) -> None:
    assert (Path(out) / "latest" / "tables" / "pledges.parquet").is_file()
    assert (Path(out) / "latest").resolve().name == published.version
    assert published.version.startswith("20260401T033000Z-")
    assert published.changed
    assert published.previous is None


def test_the_manifest_says_what_the_release_was_made_from(latest: Path) -> None:
    manifest = json.loads((latest / "manifest.json").read_bytes())
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert manifest["code_version"] == "test"
    assert manifest["inputs"][0]["capture_id"] == "capture-1"
    counted = {entry["name"]: entry["rows"] for entry in manifest["tables"]}
    assert {name: counted[name] for name in rows()} == {n: len(r) for n, r in rows().items()}
    assert all(len(entry["logical_sha256"]) == 64 for entry in manifest["tables"])


def test_csv_begins_with_code_and_name_of_the_municipality(latest: Path) -> None:
    for table in published_tables():
        english = (latest / "csv" / f"{table.name}.csv").read_text("utf-8-sig").splitlines()[0]
        japanese = (latest / "csv-ja" / f"{table.name}.csv").read_text("utf-8-sig").splitlines()[0]
        assert english.startswith("municipality_code,municipality_name,")
        assert japanese.startswith("全国地方公共団体コード,地方公共団体名,")
        assert len(set(japanese.split(","))) == len(japanese.split(","))


def test_a_run_that_changes_nothing_makes_no_release(out: str, published: Published) -> None:
    before = sorted(Path(out).rglob("*"))
    again = publish(rows(), profile(), out, inputs())
    assert not again.changed
    assert again.version == published.version
    assert sorted(Path(out).rglob("*")) == before


def test_terms_of_use_are_part_of_what_a_release_says(out: str, published: Published) -> None:
    other = profile()
    rights = msgspec.structs.replace(other.rights, attribution="別の出典を加工して作成")
    changed = publish(rows(), msgspec.structs.replace(other, rights=rights), out, inputs())
    assert isinstance(rights, Rights)
    assert changed.changed
    assert changed.version != published.version


def test_going_back_to_earlier_rows_points_at_the_earlier_release(out: str) -> None:
    first = publish(rows(1), profile(), out, inputs())
    second = publish(rows(2), profile(), out, inputs())
    third = publish(rows(1), profile(), out, inputs())
    assert third.version == first.version != second.version
    assert open_store(out).versions() == sorted({first.version, second.version})
    assert (Path(out) / "latest").resolve().name == first.version


def test_extras_are_part_of_the_release_and_its_checksums(out: str) -> None:
    def site(folder: Path) -> None:
        assert (folder / "tables" / "pledges.parquet").is_file()
        (folder / "site").mkdir()
        (folder / "site" / "index.html").write_text("<p>公約</p>", encoding="utf-8")

    done = publish(rows(), profile(), out, inputs(), site)
    folder = Path(out) / "releases" / done.version
    assert "site/index.html" in (folder / "SHA256SUMS").read_text()


def test_an_empty_text_that_may_be_null_is_published_as_null(out: str) -> None:
    given = rows()
    given["pledges"] = [
        msgspec.structs.replace(given["pledges"][0], title_kana=""),
        given["pledges"][1],
    ]
    publish(given, profile(), out, inputs())
    lines = (Path(out) / "latest" / "json" / "pledges.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["title_kana"] is None


def test_a_whole_number_among_fractions_is_published_as_a_fraction(out: str) -> None:
    given = rows()
    whole = [msgspec.structs.replace(row, value=11) for row in given["metrics"]]
    done = publish(given | {"metrics": whole}, profile(), out, inputs())
    assert verify(open_store(out), done.version) == []
    assert '"value":11.0' in (Path(out) / "latest" / "json" / "metrics.jsonl").read_text()


def _altered(table: str, **values: object) -> dict[str, list[Record]]:
    given = rows()
    first, *others = given[table]
    return given | {table: [msgspec.structs.replace(first, **values), *others]}


def _doubled() -> dict[str, list[Record]]:
    given = rows()
    return given | {"sheets": [*given["sheets"], given["sheets"][0]]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (_altered("sheets", document_id=document_id(9)), "document_id names no documents"),
        (_altered("pledges", municipality_code="102113"), f"municipality_code is not {CODE}"),
        (_altered("pledges", municipality_code=""), "municipality_code is an empty text"),
        (_altered("pledges", pledge_id=""), "pledge_id is an empty text"),
        (_altered("links", role="elsewhere"), "role is outside its enumeration"),
        (_doubled(), "the key stands in row 1 already"),
        (rows(count=1), "1 rows, and the profile expects at least 2"),
        (rows() | {"meetings": []}, "0 rows, and the profile expects at least 1"),
    ],
)
def test_a_breach_of_the_schema_is_refused_and_leaves_its_report(
    out: str, given: dict[str, list[Record]], said: str
) -> None:
    good = publish(rows(2), profile(), out, inputs())
    with pytest.raises(RefusedError, match=r"release\.gate") as refused:
        publish(given, profile(), out, inputs("newer"))
    report = Path(out) / "reports"
    (path,) = report.iterdir()
    findings = json.loads(path.read_bytes())["findings"]
    assert any(said in finding["problem"] for finding in findings)
    assert path.name in str(refused.value)
    assert (Path(out) / "latest").resolve().name == good.version
    assert open_store(out).versions() == [good.version]
    assert [path.name for path in (Path(out) / ".staging").iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (_altered("issues", message_ja=None), r"issues\.message_ja: a value is null"),
        (_altered("issues", issue_id=None), r"issues\.issue_id: a value is null"),
        (_altered("sheets", due_date="2025-03-31"), r"sheets\.due_date: str instead of date"),
        (_altered("sheets", due_date=FETCHED), r"sheets\.due_date: datetime instead of date"),
        (_altered("sheets", achieved=1), r"sheets\.achieved: int instead of bool"),
        (_altered("pledges", last_seen=datetime(2026, 4, 1)), r"without time zone"),  # noqa: DTZ001
        (_altered("pledges", title="\ud800"), r"pledges\.title"),
        (rows() | {"pledges": rows()["sheets"]}, "Sheet instead of Pledge"),
    ],
)
def test_a_record_that_the_schema_does_not_admit_is_refused_with_a_report(
    out: str, given: dict[str, list[Record]], said: str
) -> None:
    with pytest.raises(RefusedError, match=said) as refused:
        publish(given, profile(), out, inputs())
    assert refused.value.code == "release.schema"
    (path,) = (Path(out) / "reports").iterdir()
    assert path.name == "refused-20260401T033000Z-schema.json"
    assert open_store(out).versions() == []


def test_a_breach_names_its_row(out: str) -> None:
    with pytest.raises(RefusedError, match=r"tables/sheets\.parquet, row 1 \(sheet_id=sha256"):
        publish(_altered("sheets", document_id=document_id(9)), profile(), out, inputs())


def test_a_table_that_nobody_publishes_is_refused(out: str) -> None:
    with pytest.raises(RefusedError, match="captures"):
        publish(rows() | {"captures": []}, profile(), out, inputs())


def test_losing_most_pledges_at_once_is_refused(out: str) -> None:
    publish(rows(count=8), profile(), out, inputs())
    with pytest.raises(RefusedError, match="6 of 8 rows are new, gone or renamed"):
        publish(rows(count=2), profile(), out, inputs())
    publish(rows(count=2), profile(max_changed_share=0.8), out, inputs())


def test_a_table_of_history_never_becomes_empty(out: str) -> None:
    publish(rows(), profile(), out, inputs())
    with pytest.raises(RefusedError, match="no rows, and"):
        publish(
            rows() | {"meetings": []}, profile(meetings_floor=0, max_changed_share=1), out, inputs()
        )


def test_of_two_publishers_at_once_one_wins_and_the_other_says_so(out: str) -> None:
    def overtake(_: Path) -> None:
        publish(rows(2), profile(), out, inputs())

    with pytest.raises(RunError, match=r"release\.overtaken"):
        publish(rows(1), profile(), out, inputs(), overtake)
    (only,) = open_store(out).versions()
    assert (Path(out) / "latest").resolve().name == only


def test_an_extra_that_fails_leaves_the_last_release(out: str, published: Published) -> None:
    def fail(_: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(rows(2), profile(), out, inputs(), fail)
    assert open_store(out).versions() == [published.version]
    assert [path.name for path in (Path(out) / ".staging").iterdir()] == ["lock"]
