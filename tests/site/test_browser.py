"""The site in a real browser: from a web server and from files, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.site.present import Present
from pipeline.site.reading_order import sound_key
from pipeline.site.tables import read_tables
from tests.site.world import EVIL, pledge_id

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

PAGES = (
    "index.html",
    "pledges.html",
    "pledges-2.html",
    "meetings.html",
    "changes.html",
    "quality.html",
    "downloads.html",
    "about.html",
    *(f"pledges/{pledge_id(number)}.html" for number in (0, 1, 3, 7, 19)),
)

AXE_PAGES = tuple(path for path in PAGES if path != "pledges-2.html")[:8]


class Watched:
    """A page whose console and requests are kept."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.root = root
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def _failed(self, request: Request) -> None:
        """Going on to another page ends what was still on its way; that is no fault."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.root}/{path}", wait_until="load")
        return self.page

    def close(self) -> None:
        """Nothing was complained of, and nothing was asked of anyone else."""
        assert self.complaints == []
        strangers = [url for url in self.requests if not url.startswith((self.root, "data:"))]
        assert strangers == []


@pytest.fixture(params=["server", "file"])
def watched(
    request: pytest.FixtureRequest, browser: Browser, served: str, release: Path
) -> Iterator[Watched]:
    root = served if request.param == "server" else (release / "site").as_uri()
    context = browser.new_context(locale="ja-JP")
    watched = Watched(context, root)
    yield watched
    watched.close()
    context.close()


@pytest.fixture
def on_server(browser: Browser, served: str) -> Iterator[Watched]:
    context = browser.new_context(accept_downloads=True)
    watched = Watched(context, served)
    yield watched
    watched.close()
    context.close()


def titles(page: Page) -> list[str]:
    page.wait_for_selector("#rows:not([aria-busy])")
    return page.locator("#rows .row a").all_inner_texts()


def expect_rows(page: Page, wanted: list[str]) -> None:
    """Waits until the list shows just these, the first hundred of them."""
    page.wait_for_function(
        """wanted => { const shown = [...document.querySelectorAll('#rows .row a')]
        .map(a => a.textContent); return JSON.stringify(shown) === JSON.stringify(wanted); }""",
        arg=wanted[:100],
        timeout=5000,
    )


def listed(release: Path) -> list[Any]:
    present = Present(read_tables(release))
    return [*present.pledges, *present.ended]


def test_no_page_complains_or_asks_elsewhere(watched: Watched) -> None:
    for path in PAGES:
        page = watched.go(path)
        assert page.title() != "owned"
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.classList.contains('script')")
        assert page.evaluate("getComputedStyle(document.querySelector('.en')).display") == "none"


def test_pictures_of_the_papers_are_shown_and_cut(watched: Watched) -> None:
    page = watched.go(f"pledges/{pledge_id(3)}.html")
    page.locator(".origin summary").first.click()
    crop = page.locator(".origin[open] .crop").first
    assert crop.is_visible()
    href = crop.locator("image").get_attribute("href")
    assert page.evaluate(
        "async href => { const i = new Image(); i.src = href; await i.decode();"
        " return i.naturalWidth > 100; }",
        href,
    )


def test_search_finds_by_pairs_of_letters(watched: Watched, release: Path) -> None:
    page = watched.go("pledges.html")
    page.fill("#q", "図書館")
    wanted = [p.title for p in listed(release) if "図書館" in p.title]
    expect_rows(page, wanted)
    page.fill("#q", "ﾔｶﾝｼﾝﾘｮｳ")  # half-width reading of 夜間診療
    wanted = [p.title for p in listed(release) if p.title_kana == "ヤカンシンリョウジョ"]
    expect_rows(page, wanted)
    page.fill("#q", "窓口を開き、相談")  # of the actions: all have it
    expect_rows(page, [p.title for p in listed(release)])
    page.fill("#q", "ミサイル")
    expect_rows(page, [])
    page.fill("#q", "館")
    expect_rows(page, [p.title for p in listed(release) if "館" in p.title])


def test_filters_and_order_stand_in_the_address(watched: Watched, release: Path) -> None:
    page = watched.go("pledges.html")
    page.select_option("#pillar", "2")
    page.select_option("#term", "mid")
    page.select_option("#state", "achieved")
    page.select_option("#due", "2025")
    wanted = [
        p.title
        for p in listed(release)
        if (p.pillar_number, p.term.value, p.achieved, p.due_fiscal_year, p.removed_on)
        == (2, "mid", True, 2025, None)
    ]
    assert wanted
    expect_rows(page, wanted)
    address = page.url
    assert re.search(r"pillar=2&term=mid&state=achieved&due=2025$", address)
    page.goto("about:blank")
    page.goto(address)
    expect_rows(page, wanted)
    page.click("button[type=reset]")
    expect_rows(page, [p.title for p in listed(release)])
    assert page.url.endswith("pledges.html")


def test_orders(on_server: Watched, release: Path) -> None:
    pledges = listed(release)
    place = {p.pledge_id: n for n, p in enumerate(pledges)}
    orders = {
        "reading": lambda p: sound_key(p.title_kana),
        "due": lambda p: p.due_date,
        "progress": lambda p: -1 if p.progress_ratio is None else p.progress_ratio,
    }
    for name, key in orders.items():
        page = on_server.go(f"pledges.html?sort={name}")
        wanted = sorted(pledges, key=lambda p: place[p.pledge_id])
        wanted.sort(key=key, reverse=name == "progress")
        expect_rows(page, [p.title for p in wanted])


def test_more_than_a_page_of_results(on_server: Watched, release: Path) -> None:
    page = on_server.go("pledges.html?q=窓口を開き")
    everything = [p.title for p in listed(release)]
    expect_rows(page, everything)
    page.click("#more button")
    page.wait_for_function(
        "n => document.querySelectorAll('#rows .row').length === n", arg=len(everything)
    )
    assert page.locator("#more").is_hidden()


def test_unknown_words_in_the_address_do_nothing(on_server: Watched, release: Path) -> None:
    page = on_server.go("pledges.html?term=<script>&sort=constructor&pillar=99")
    assert titles(page) == [p.title for p in listed(release)][:100]


def test_language_switch(watched: Watched) -> None:
    page = watched.go("index.html")
    assert page.locator("nav a").nth(1).inner_text() == "公約"
    page.click("label[for=english]")
    assert page.locator("nav a").nth(1).inner_text() == "Pledges"
    page.click("nav a >> nth=1")
    assert page.locator("h1").inner_text() == "Pledges"
    assert page.locator("#sort option").nth(1).inner_text().startswith("Reading")
    page.fill("#q", "図書館")
    page.wait_for_function("() => document.querySelector('#count').innerText.includes(' of ')")
    page.goto(f"{watched.root}/index.html?lang=ja")
    assert page.locator("nav a").nth(1).inner_text() == "公約"


def test_text_of_documents_stays_text(watched: Watched) -> None:
    page = watched.go("pledges.html?q=script")
    page.wait_for_function("() => document.querySelector('#count').innerText.includes('全')")
    assert set(titles(page)[:3]) == {text for text in EVIL if "script" in text}
    for number, text in enumerate(EVIL):
        page = watched.go(f"pledges/{pledge_id(number)}.html")
        assert page.locator("h1").text_content() == text
        assert page.title().startswith(text)
    for path in PAGES:
        page = watched.go(path)
        assert page.locator("main img, main iframe, [onerror], [onclick], [style]").count() == 0
        hrefs = page.eval_on_selector_all("[href]", "all => all.map(a => a.getAttribute('href'))")
        assert [href for href in hrefs if href.lower().startswith("javascript")] == []


def test_downloads(on_server: Watched, release: Path) -> None:
    page = on_server.go("downloads.html")
    with page.expect_download() as waiting:
        page.click("a[href='../csv-ja/pledges.csv']")
    saved = waiting.value.path()
    assert saved.read_bytes() == (release / "csv-ja" / "pledges.csv").read_bytes()


def test_reads_without_javascript(browser: Browser, served: str, world: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    watched = Watched(context, served)
    page = watched.go("pledges.html")
    assert page.locator("#rows .row").count() == 100
    assert page.locator("#finder").is_hidden()
    page.click(".pager a >> nth=1")
    assert page.locator("#rows .row").count() == world.count - 100
    page.click("label[for=english]")
    assert page.locator("h1").inner_text() == "Pledges"
    page.click("#rows .row a >> nth=0")
    page.locator(".origin summary").first.click()
    assert page.locator(".source").first.is_visible()
    watched.close()
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1440, "light", "ja"), (390, "light", "en"), (390, "dark", "ja")],
)
def test_axe_finds_no_violation(
    browser: Browser, served: str, width: int, scheme: Any, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=size, bypass_csp=True)
    page = context.new_page()
    rules = ["color-contrast"] if scheme == "dark" else _RULES
    found = []
    for path in AXE_PAGES:
        page.goto(f"{served}/{path}?lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
        found += [
            (path, each["id"], each["nodes"][0]["html"][:200])
            for each in results.response["violations"]
        ]
    context.close()
    assert found == [], "\n".join(map(str, found))


_RULES = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_window(browser: Browser, served: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"{served}/{path}")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert (path, page.evaluate(wide)) == (path, 0)
    page.close()


def test_keyboard_reaches_the_search(on_server: Watched) -> None:
    page = on_server.go("pledges.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
