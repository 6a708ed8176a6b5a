"""The pages as files: their figures against the tables, their size, their bytes."""

from __future__ import annotations

import hashlib
import json
import re
import socket
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.commands.site import command, site_folder
from pipeline.site.charts import course_chart
from pipeline.site.present import Moment
from pipeline.site.reading_order import sound_key
from pipeline.site.search import letters, script_json
from pipeline.site.shown import fiscal_year, web_address
from schemas.errors import KouyakuError
from tests.site.world import EVIL, World

_NOW = "removed_on IS NULL AND merged_into IS NULL"
_OPEN = f"{_NOW} AND achieved = false"
_CHECKED = "(SELECT max(last_seen)::DATE FROM pledges)"
_SHEETS = (
    "(SELECT DISTINCT ON (s.pledge_id) s.* FROM sheets s JOIN documents d USING (document_id)"
    " JOIN pledges p USING (pledge_id) WHERE d.fetched_at::DATE <= '{0}'"
    " AND (p.removed_on IS NULL OR p.removed_on > '{0}')"
    " ORDER BY s.pledge_id, d.fetched_at DESC)"
)
_SUMMARY = "FROM summaries WHERE document_id LIKE 'sha256:{0}%' AND \"order\" = {1}"

FIGURES: dict[str, str] = {
    r"total": f"SELECT count(*) FROM pledges WHERE {_NOW}",
    r"achieved": f"SELECT count(*) FROM pledges WHERE {_NOW} AND achieved",
    r"listed": "SELECT count(*) FROM pledges",
    r"city\.achieved": "SELECT achieved FROM summaries ORDER BY fiscal_year DESC LIMIT 1",
    r"city\.total": "SELECT total FROM summaries ORDER BY fiscal_year DESC LIMIT 1",
    r"city\.rate": "SELECT rate_percent FROM summaries ORDER BY fiscal_year DESC LIMIT 1",
    r"next": f"SELECT count(*) FROM pledges WHERE {_OPEN} AND due_date = (SELECT min(due_date)"
    f" FROM pledges WHERE {_OPEN} AND due_date >= {_CHECKED})",
    r"overdue": f"SELECT count(*) FROM pledges WHERE {_OPEN} AND due_date < {_CHECKED}",
    r"due\.(.+)": f"SELECT count(*) FROM pledges WHERE {_OPEN} AND due_date = '{{0}}'",
    r"pillar\.(\d+)\.total": f"SELECT count(*) FROM pledges WHERE {_NOW} AND pillar_number = {{0}}",
    r"pillar\.(\d+)\.achieved": f"SELECT count(*) FROM pledges WHERE {_NOW} AND achieved"
    " AND pillar_number = {0}",
    r"term\.(\w+)\.total": f"SELECT count(*) FROM pledges WHERE {_NOW} AND term = '{{0}}'",
    r"term\.(\w+)\.achieved": f"SELECT count(*) FROM pledges WHERE {_NOW} AND achieved"
    " AND term = '{0}'",
    r"course\.(.+)\.total": f"SELECT count(*) FROM {_SHEETS}",
    r"course\.(.+)\.achieved": f"SELECT count(*) FROM {_SHEETS} WHERE achieved",
    r"reported\.(\w+)\.(\d+)\.(total|achieved|rate_percent|computed_rate_percent)": "SELECT {2} "
    + _SUMMARY,
    r"reported\.(\w+)\.(\d+)\.by_then": "SELECT (SELECT count(*) FROM pledges p WHERE"
    f" {_NOW} AND p.achieved_on <= s.day) FROM (SELECT as_of_date AS day {_SUMMARY}) s",
    r"changes": "SELECT count(*) FROM changes",
    r"issues": "SELECT count(*) FROM issues",
    r"issues\.(\w+)": "SELECT count(*) FROM issues WHERE severity = '{0}'",
    r"area\.(\w+)": "SELECT count(*) FROM issues WHERE rule LIKE '{0}.%'",
    r"rule\.(.+)": "SELECT count(*) FROM issues WHERE rule = '{0}'",
    r"meetings": "SELECT count(*) FROM meetings",
    r"meetings\.(\d+)": "SELECT count(*) FROM meetings WHERE fiscal_year = {0}",
    r"outcome\.(.+)\.(\w+)": "SELECT count FROM meeting_outcomes WHERE meeting_id = '{0}'"
    " AND outcome = '{1}'",
    r"rows\.(\w+)": "SELECT count(*) FROM {0}",
    r"documents": "SELECT count(*) FROM documents",
}
"""How each figure of the pages follows from the published tables, by the figure's name."""

_FIGURE = re.compile(r'<data class="fig" data-figure="([^"]+)" value="([^"]+)">([^<]*)</data>')


def _sql(key: str) -> str:
    for pattern, sql in FIGURES.items():
        if match := re.fullmatch(pattern, key):
            return sql.format(*match.groups())
    raise AssertionError(f"no sum is known for the figure {key}")


def test_every_figure_is_what_the_tables_say(release: Path) -> None:
    tables = duckdb.connect()
    tables.execute("SET TimeZone = 'Asia/Tokyo'")
    for path in sorted((release / "tables").glob("*.parquet")):
        tables.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM '{path}'")
    seen = set()
    for page in sorted((release / "site").rglob("*.html")):
        for key, value, text in _FIGURE.findall(page.read_text("utf-8")):
            row = tables.execute(_sql(unescape(key))).fetchone()
            assert row is not None
            assert float(value) == pytest.approx(row[0]), (page.name, key)
            assert float(text.replace(",", "")) == pytest.approx(float(value)), (page.name, key)
            seen.add(key.split(".")[0])
    assert seen == {re.split(r"\\?\.", pattern)[0] for pattern in FIGURES}


def test_the_city_s_figures_stand_beside_ours_with_what_differs(release: Path) -> None:
    text = (release / "site" / "index.html").read_text("utf-8")
    beside = text[text.index('id="beside"') :]
    assert "総数が公約の総数と合いません。" in beside
    assert "111 ≠ 110" in beside
    assert "分野4のシート" in beside


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    def digests(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    small = World(9)
    one, other = (digests(small.publish(tmp_path / name) / "site") for name in ("a", "b"))
    assert one == other
    assert any(name.endswith(".webp") for name in one)


def test_without_papers_there_are_no_pictures(tmp_path: Path) -> None:
    site = World(3).publish(tmp_path / "out", with_papers=False) / "site"
    assert not (site / "papers").exists()
    assert all("<image" not in page.read_text("utf-8") for page in site.rglob("*.html"))


def test_a_paper_that_cannot_be_drawn_leaves_the_page_without_picture(tmp_path: Path) -> None:
    world = World(3)
    world.papers[1] = b"%PDF-1.4 cut off"
    site = world.publish(tmp_path / "out") / "site"
    assert list((site / "papers").iterdir()) == []


def test_no_page_with_something_held_back_is_drawn(tmp_path: Path) -> None:
    class Private(World):
        def rows(self):  # type: ignore[no-untyped-def]
            rows = super().rows()
            phone = "電話 027-382-1111 山田"
            rows["sheet_actions"] = [
                type(row)(**{f: getattr(row, f) for f in row.__struct_fields__} | {"text": phone})
                if row.order == 1 and row.sheet_id.endswith("00002")
                else row
                for row in rows["sheet_actions"]
            ]
            return rows

    release = Private(3).publish(tmp_path / "out")
    issues = (release / "json" / "issues.jsonl").read_text("utf-8")
    assert "release.personal_data" in issues
    drawn = {path.stem.rpartition("-")[2] for path in (release / "site" / "papers").iterdir()}
    assert drawn == {"1", "2"}


def test_an_overview_of_97_pledges_is_small(tmp_path: Path) -> None:
    site = World(97).publish(tmp_path / "out", with_papers=False) / "site"
    text = (site / "index.html").read_text("utf-8")
    needed = [site / name for name in re.findall(r'(?:href|src)="(assets/[^"]+)"', text)]
    assert len(needed) == 3
    assert sum(path.stat().st_size for path in [site / "index.html", *needed]) <= 300_000


def test_lists_are_paged_and_the_index_comes_in_pieces(tmp_path: Path) -> None:
    site = World(1001).publish(tmp_path / "out", with_papers=False) / "site"
    assert len(list(site.glob("pledges*.html"))) == 11
    assert len(list((site / "search").glob("rows-*.js"))) == 2
    assert len(list((site / "search").glob("letters-*.js"))) > 1
    big = [path for path in site.rglob("*") if path.is_file() and path.stat().st_size > 500_000]
    assert big == []


def test_json_ld_is_data(release: Path) -> None:
    text = (release / "site" / "downloads.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found.group(1))
    assert data["@type"] == "Dataset"
    assert data["name"].startswith("ためし<b>市")
    for each in data["distribution"]:
        assert (release / each["contentUrl"].removeprefix("../")).is_file()


def test_every_link_inside_the_release_leads_somewhere(release: Path) -> None:
    for page in (release / "site").rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"]*)"', page.read_text("utf-8")):
            target = re.split(r"[?#]", unescape(link))[0]
            if target and not re.match(r"[a-z]+:", target):
                assert (page.parent / target).is_file(), (page.name, link)


def test_no_text_of_a_document_becomes_markup(release: Path) -> None:
    for page in (release / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not [evil for evil in EVIL if "<" in evil and evil in text]
        assert "49" not in re.findall(r"<bdi>([^<]*)</bdi>", text)
        scripts = re.findall(r"<script([^>]*)>", text)
        assert all("src=" in each or "ld+json" in each for each in scripts)


READINGS = [
    "あい",
    "アイス",
    "がっこう",
    "かつとう",
    "かんこう",
    "ギリシャ",
    "コーヒー",
    "さくら",
    "ばす",
]


def test_readings_sort_by_the_fifty_sounds() -> None:
    mixed = list(reversed(READINGS))
    assert sorted(mixed, key=sound_key) == READINGS
    assert sound_key("コーヒー")[1] == sound_key("こおひい")[1]
    assert max([None, "ん", "9"], key=sound_key) is None


@pytest.mark.parametrize(
    ("text", "searched"),
    [("ﾔｶﾝ・診療 所", "やかん診療所"), ("ＩＣＴ「活用」", "ict活用"), ("コーヒー", "こーひー")],
)
def test_letters_are_searched_in_one_form(text: str, searched: str) -> None:
    assert letters(text) == searched


def test_script_data_cannot_end_its_script() -> None:
    assert "</" not in script_json(["</script>", "\u2028"])
    assert json.loads(script_json(["</script>&\u2028"])) == ["</script>&\u2028"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x", "http://[", "ftp://a/b", None, ""]
)
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert web_address(url) is None


def test_fiscal_years_have_their_era() -> None:
    years: list[Callable[[], str]] = [lambda y=y: str(fiscal_year(y)) for y in (2019, 2018, 2024)]
    assert ["令和元年度" in years[0](), "平成30年度" in years[1](), "令和6年度" in years[2]()] == [
        True
    ] * 3


def test_a_course_needs_two_days() -> None:
    one = Moment(date(2025, 8, 4), 10, 3)
    assert course_chart([one], []) is None
    chart = course_chart([one, Moment(date(2026, 2, 2), 12, 6)], [])
    assert chart is not None
    assert [level.text for level in chart.levels] == ["0", "5", "10"]
    assert chart.last.y > chart.last_total.y


def test_the_command_finds_the_newest_site(tmp_path: Path) -> None:
    release = World(2).publish(tmp_path / "out", with_papers=False)
    assert site_folder(str(tmp_path / "out")) == release
    with pytest.raises(KouyakuError, match=r"release\.none"):
        site_folder(str(tmp_path / "nowhere"))
    with pytest.raises(KouyakuError, match=r"site\.remote"):
        site_folder("s3://bucket/prefix")


def test_a_port_that_is_taken_is_said_so(tmp_path: Path) -> None:
    World(2).publish(tmp_path / "out", with_papers=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(command, ["--out", str(tmp_path / "out"), "--port", port])
    assert isinstance(done.exception, KouyakuError)
    assert done.exception.code == "site.port"
