"""The canary: what a page links and holds, beside what its profile expects."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from pipeline.commands.check_site import command
from pipeline.discover import looking
from pipeline.discover.expecting import differences, papers
from pipeline.discover.looking import SiteChangedError, look_at
from pipeline.profiles import Profile, load_profile
from pipeline.profiles.model import Expected, KnownAbsent, Site
from schemas.enums import LinkRole
from schemas.errors import ExitCode, RunError
from schemas.records import Link

PILLARS = {1: "水", 2: "森"}
EXPECTED = Expected(pillars=(1, 2), meetings_floor=3)
SITE = Site(index_url="http://city.example/", allowed_hosts=("city.example",), contact="x")


def link(role: LinkRole, number: int | None = None, url: str | None = "http://city.example/a"):  # type: ignore[no-untyped-def]
    return Link(order=1, label_raw="x", url=url, role=role, pillar_number=number)


ALL = [
    link(LinkRole.PILLAR, 1),
    link(LinkRole.PILLAR, 2),
    link(LinkRole.GOAL_LIST),
    link(LinkRole.PRESS_RELEASE),
]


def test_as_expected() -> None:
    assert differences(EXPECTED, PILLARS, ALL, 3) == ()


@pytest.mark.parametrize(
    ("links", "meetings", "told"),
    [
        (ALL[1:], 3, "pillars: expected 1 水, 2 森; found 2 森; missing 1 水"),
        (
            [*ALL, link(LinkRole.PILLAR, 3)],
            3,
            "pillars: expected 1 水, 2 森; found 1 水, 2 森, 3; new 3",
        ),
        (
            [link(LinkRole.PILLAR, 1, None), *ALL[1:]],
            3,
            "pillars: expected 1 水, 2 森; found 2 森; missing 1 水",
        ),
        (
            [ALL[0], ALL[1], ALL[3]],
            9,
            "goal list: expected linked; found none; missing linked",
        ),
        (
            ALL[:3],
            9,
            "press releases: expected linked; found none; missing linked",
        ),
        (ALL, 2, "meetings: expected 3 or more; found 2; missing 3 or more; new 2"),
    ],
)
def test_each_difference_names_both_lists(links: list[Link], meetings: int, told: str) -> None:
    assert [str(d) for d in differences(EXPECTED, PILLARS, links, meetings)] == [told]


def test_papers_are_the_sites_own_and_each_only_once() -> None:
    addresses = [
        "http://city.example/公約.pdf",
        "http://CITY.example/%E5%85%AC%e7%b4%84.pdf#page=2",
        "http://other.example/a.pdf",
        "mailto:someone@city.example",
        None,
        "http://city.example/b.pdf",
    ]
    links = [link(LinkRole.OTHER, None, address) for address in addresses]
    assert papers(links, SITE) == (
        "http://city.example/%E5%85%AC%E7%B4%84.pdf",
        "http://city.example/b.pdf",
    )


def sample() -> Profile:
    return load_profile("sample")


def tampered(tmp_path: Path, find: str, put: str) -> Profile:
    """The sample city with its last index page changed."""
    profile = sample()
    edition = profile.editions[-1]
    source = Path(profile.folder) / edition.folder / "page" / "1.html"
    text = source.read_text(encoding="utf-8")
    changed = re.sub(find, put, text)
    assert changed != text
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "1.html").write_text(changed, encoding="utf-8")
    moved = msgspec.structs.replace(edition, folder=str(tmp_path))
    return msgspec.structs.replace(profile, editions=(moved,))


def test_a_page_that_lost_its_papers(tmp_path: Path) -> None:
    found = look_at(tampered(tmp_path, r'href="[^"]*\.pdf"', ""))
    assert {"pillars", "goal list", "press releases"} <= {d.what for d in found}


def test_a_page_that_is_gone(tmp_path: Path) -> None:
    profile = tampered(tmp_path, "a", "b")
    (tmp_path / "page" / "1.html").unlink()
    with pytest.raises(RunError, match=r"status 404.*site\.index_broken") as caught:
        look_at(profile)
    assert caught.value.exit_code is ExitCode.FAILED


def test_a_site_that_is_as_expected() -> None:
    """The sample city does not link its sixth pillar, and its profile knows."""
    assert look_at(sample()) == ()


def test_what_is_not_known_to_be_absent_is_reported() -> None:
    profile = sample()
    expected = msgspec.structs.replace(profile.expected, known_absent=KnownAbsent())
    (found,) = look_at(msgspec.structs.replace(profile, expected=expected))
    assert "missing 6" in str(found)


def test_what_was_absent_and_is_linked_is_reported(tmp_path: Path) -> None:
    found = look_at(
        tampered(
            tmp_path, ">5 ひらかれた", ">6 文化が息づくまちへ</a><a href='/6.pdf'>5 ひらかれた"
        )
    )
    assert "new 6" in str(found[0])


def test_the_command_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["sample"])
    assert done.exit_code == 0, done.output
    assert list(tmp_path.iterdir()) == []


def test_a_change_has_its_own_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "fetch_index", lambda _: b"<html><body>gone</body></html>")
    done = CliRunner().invoke(command, ["sample"])
    assert isinstance(done.exception, SiteChangedError)
    assert done.exception.exit_code is ExitCode.CHANGED
