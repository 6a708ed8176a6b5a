"""Personal data: what is told apart, what is held back with a row, what is said of it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.json_lines import read_json_lines
from pipeline.release.model import Published
from pipeline.release.personal_data import SUSPECT, personal_data
from pipeline.release.publish import publish
from schemas.enums import LinkRole
from schemas.errors import RefusedError
from schemas.records import Absence, Issue, Record
from schemas.tables import tables
from tests.release.rows import CODE, FETCHED, document_id, inputs, profile, rows

PERSONAL = [
    ("連絡先は090-1234-5678まで", "phone"),
    ("TEL：０２７－３８２－１１１１", "phone"),
    ("電話（027）382-1111", "phone"),
    ("027(382)1111", "phone"),
    ("携帯 08012345678", "phone"),
    ("+81-90-1234-5678", "phone"),
    ("電話 382-1111 へ", "phone"),
    ("問合せ：taro.yamada@example.co.jp", "mail"),
    ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "mail"),
    ("〒379-0192", "address"),
    ("〒３７９－０１９２", "address"),
    ("ためし市中央一丁目2番3号 山田", "address"),
    ("ためし市中央1丁目2-3", "address"),
    ("大字原市123番地", "address"),
    ("ためし市中央1-23-13", "address"),
    ("ためし市松井１−２３−１３", "address"),
    ("ためし町本郷12-3、山田太郎", "address"),
    ("昭和45年3月2日生まれの男性", "birth_date"),
    ("生年月日：1970年3月2日", "birth_date"),
    ("生年月日 S45.3.2", "birth_date"),
    ("平成元年五月六日生", "birth_date"),
]

HARMLESS = [
    "令和6年3月31日現在",
    "2024-03-31",
    "R4年度:11件 520万円",
    "人口は05-64歳で12,345人",
    "市内3-5か所に整備する。",
    "市町村合併2005-3-31に伴う",
    "市道原市1-2号線の改良",
    "https://www.city.example.jp/uploaded/attachment/0901234567.pdf",
    "sha256:0901234567890123456789012345678901234567890123456789012345678901",
    "0312345678901234",
    "小学校3年生まで",
    "5月生産開始",
    "令和3年4月1日生産開始",
    "生年月日の記載は不要とする。",
    "1,000-2,000円",
    "計画期間は2022-2026年度",
    "10-20-30-40",
    "第1-2-3号議案",
    "町丁目別の人口",
    "@を用いた表記",
    "ワクチン接種0-4歳",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_personal_data_is_told_by_its_kind(text: str, kind: str) -> None:
    assert personal_data(text, ()) == [kind]
    assert re.search(SUSPECT, text), "the quick look must not miss it"


_PIECES = (
    *["0", "1", "20", "2025", "08", "04", "382", "1111", "090", "1234", "０３", "１２", "+81"],
    *[
        "-",
        "‐",
        "−",
        "－",
        "–",
        "ー",
        "ｰ",
        "(",
        ")",
        "（",
        "）",
        "、",
        "/",
        ".",
        "@",
        "＠",
        "a",
        "jp",
    ],
    *[
        "市",
        "本町",
        "字",
        "番",
        "号",
        "生",
        "うまれ",
        "生まれ",
        "日",
        "月",
        "年",
        "元",
        "三",
        "は",
        "ア",
        "ｱ",
        "〇",
        "電話",
        "TEL",
    ],
    *["〒", "番地", "丁目", "誕生日", "生年月日"],
    *(" ", "\u3000", "\u2003", "\t", "\n"),
)


@settings(max_examples=2_000, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=3, max_size=12).map("".join))
def test_the_quick_look_misses_no_personal_data(text: str) -> None:
    if personal_data(text, ()):
        assert re.search(SUSPECT, text)
        assert pc.match_substring_regex(pa.array([text]), SUSPECT).to_pylist() == [True]


@pytest.mark.parametrize("text", ["2025-08-04", "2025-12-03 > 2025-08-04", "日（2025-08-15）は"])
def test_the_quick_look_passes_over_dates(text: str) -> None:
    assert not re.search(SUSPECT, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_figures_are_no_personal_data(text: str) -> None:
    assert personal_data(text, ()) == []


def test_what_the_profile_allows_is_published() -> None:
    assert personal_data("企画課 027-382-1111", ("０２７－３８２－１１１１",)) == []
    assert personal_data("企画課 027-382-1111、090-1234-5678", ("027-382-1111",)) == ["phone"]
    assert personal_data("027-382-11110", ("",)) == []


NUMBER = "090-1234-5678"


def _publish_with(out: str, table: str, **values: object) -> tuple[Published, list[Record]]:
    given = rows(count=4)
    first, *others = given[table]
    given[table] = [msgspec.structs.replace(first, **values), *others]
    done = publish(given, profile(), out, inputs())
    path = Path(out) / "latest" / "json" / "issues.jsonl"
    issues = read_json_lines(tables()["issues"], path.read_bytes())
    return done, [row for row in issues if isinstance(row, Issue) and "personal" in row.rule]


def test_a_row_with_personal_data_is_held_back_and_an_issue_says_so(out: str) -> None:
    done, issues = _publish_with(out, "sheet_actions", text=f"担当 山田 {NUMBER}")
    (issue,) = issues
    assert isinstance(issue, Issue)
    assert (issue.table, issue.row_id) == ("sheet_actions", f"{document_id(2)}#1/1")
    assert "電話番号" in issue.message_ja
    assert done.rows["sheet_actions"] == 7
    assert done.held_back == 1
    assert _files_with(out, NUMBER) == []


def test_what_depends_on_a_held_row_goes_with_it(out: str) -> None:
    done, issues = _publish_with(out, "sheets", aim=f"連絡先 {NUMBER}")
    assert len(issues) == 1
    assert done.rows["sheets"] == 3
    assert done.rows["sheet_actions"] == 6
    assert done.rows["metrics"] == 3
    assert done.rows["evidence"] == 3
    assert done.rows["pledges"] == 4
    pledges = (Path(out) / "latest" / "json" / "pledges.jsonl").read_text().splitlines()
    assert '"sheet_id":null' in pledges[0]
    assert '"sheet_id":"sha256' in pledges[1]
    assert _files_with(out, NUMBER) == []


def test_the_same_rows_give_the_same_issue(out: str, tmp_path: Path) -> None:
    first, one = _publish_with(out, "sheets", aim=f"連絡先 {NUMBER}")
    second, two = _publish_with(str(tmp_path / "other"), "sheets", aim=f"連絡先 {NUMBER}")
    assert one == two
    assert first.version == second.version


def test_an_id_with_personal_data_is_not_repeated(out: str) -> None:
    absence = Absence(
        municipality_code=CODE,
        role=LinkRole.OTHER,
        expected=f"相談窓口 {NUMBER}",
        since=FETCHED,
        checked_at=FETCHED,
        document_id=document_id(1),
    )
    done = publish(rows() | {"absences": [absence]}, profile(), out, inputs())
    assert done.rows["absences"] == 0
    assert done.rows["issues"] == 2
    assert _files_with(out, NUMBER) == []


@pytest.mark.parametrize("joined", ["/", "#"])
def test_evidence_of_a_held_row_goes_however_its_id_is_written(out: str, joined: str) -> None:
    given = rows()
    given["links"] = [msgspec.structs.replace(given["links"][0], label_raw=f"TEL {NUMBER}")]
    first, second = given["evidence"]
    row = f"{document_id(1)}{joined}1"
    given["evidence"] = [msgspec.structs.replace(first, table="links", row_id=row), second]
    done = publish(given, profile(), out, inputs())
    assert done.rows["links"] == 0
    assert done.rows["evidence"] == 1


def test_a_document_held_back_takes_the_release_below_its_floor(out: str) -> None:
    publish(rows(), profile(), out, inputs())
    given = rows()
    given["documents"] = [
        given["documents"][0],
        msgspec.structs.replace(given["documents"][1], title=f"{NUMBER}"),
    ]
    with pytest.raises(RefusedError, match="expects at least 2"):
        publish(given, profile(), out, inputs())


def test_a_number_that_the_profile_allows_stays(out: str) -> None:
    done, issues = _publish_with(out, "sheet_actions", text="企画課 027-000-1111")
    assert issues == []
    assert done.held_back == 0


def _files_with(out: str, text: str) -> list[Path]:
    files = [path for path in Path(out).rglob("*") if path.is_file()]
    return [path for path in files if text.encode() in path.read_bytes()]
