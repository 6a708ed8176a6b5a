# ruff: noqa: E501
"""Achievement, definitions and links in the words of other cities."""

from __future__ import annotations

import pytest

from parsers.pages.reader import parse_page
from tests.pages.expected import URL, read, vocabulary


@pytest.mark.parametrize(
    ("text", "as_of", "rate"),
    [
        ("令和5年度末時点で、97項目中44項目を達成し、達成率は45.4%です。", "2024-03-31", 45.4),
        ("公約全97項目のうち、達成済みの項目は44項目（達成率45.4%）です。", "None", 45.4),
        ("達成した公約は44項目（全97項目）で、達成率は45%です。", "None", 45.0),
        ("97公約のうち44公約が達成されました（達成率45％）。", "None", 45.0),
        (
            "令和6年3月31日現在、全体で九十七項目のうち四十四項目を達成しました。",
            "2024-03-31",
            None,
        ),
        ("97項目のうち44項目を達成しました。短期公約達成率は100%です。", "None", None),
    ],
)
def test_achievement(text: str, as_of: str, rate: float | None) -> None:
    parts = read(f"<h1>計画</h1><h2>令和5年度の達成状況</h2><p>{text}</p>")
    (summary,) = parts.summaries
    assert (summary.fiscal_year, summary.total, summary.achieved) == (2023, 97, 44)
    assert (str(summary.as_of_date), summary.rate_percent) == (as_of, rate)
    assert summary.text_raw == text


def test_a_target_of_another_year_is_kept_as_evidence_only() -> None:
    parts = read(
        "<h2>令和5年度の達成状況</h2><p>令和5年度の目標は6項目です。令和6年度の目標は40項目です。"
        "97項目のうち8項目を達成しました。</p>"
    )
    assert parts.summaries[0].target_count == 6
    notes = [e.note for e in parts.evidence if e.field == "target_count"]
    assert notes == [None, "of another year: fiscal_year=2024; count=40"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>「短期」は令和5年度まで、「中期」は令和6年度から令和7年度まで、"
        "「中長期」は令和8年度以降として区分しています。</p>",
        "<ul><li>短期：令和5年度末まで</li><li>中期：令和6～7年度</li><li>中長期：令和8年度以降</li></ul>",
        "<dl><dt>短期</dt><dd>令和5年度まで</dd><dt>中期</dt><dd>令和6、7年度</dd>"
        "<dt>中長期</dt><dd>それ以降</dd></dl>",
        "<table><tr><td>短期目標</td><td>令和5年度までに達成</td></tr><tr><td>中期目標</td>"
        "<td>令和6、7年度に達成</td></tr><tr><td>長期目標</td><td>令和8年度以降</td></tr></table>",
        "<p>短期（令和5年度まで）、中期（令和6・7年度）、中長期（令和8年度以降）に分けます。</p>",
    ],
)
def test_definitions_of_terms(html: str) -> None:
    terms = read(f"<h1>計画</h1>{html}").terms
    assert [(t.term.value, t.fiscal_year_from, t.fiscal_year_to) for t in terms] == [
        ("short", None, 2023),
        ("mid", 2024, 2025),
        ("mid_long", 2026, None),
    ]


LINKS = [
    ('<a href="a1.pdf">①安心のまち</a>（PDF：1.5MB）', "pillar", 1, 1_500_000, "keikaku/a1.pdf"),
    ('<a href="../b/２.pdf">２　文化のまち [PDF形式／480キロバイト]</a>', "pillar", 2, 480_000, "b/２.pdf"),
    ('<a href="/d.php?id=3">分野3 自然（PDF 2,048KB）</a>', "pillar", 3, 2_048_000, "d.php?id=3"),
    ('<a href="%E5%AE%89.PDF">第4 経済</a>', "pillar", 4, None, "keikaku/%E5%AE%89.PDF"),
    ('<a href="five.html">5 改革のまちへ</a>', "pillar", 5, None, "keikaku/five.html"),
    ('<a href="l.xlsx"><img src=x alt="達成目標一覧表"></a>', "goal_list", None, None, "keikaku/l.xlsx"),
    ('<a href="p.pdf#page=2">報道発表（令和6年4月）</a>', "press_release", None, None, "keikaku/p.pdf#page=2"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "role", "pillar", "size", "path"), LINKS)
def test_links(html: str, role: str, pillar: int | None, size: int | None, path: str) -> None:
    page = f"<h1>計画</h1><h2>公約の7つの分野</h2><p>シートです。</p><ul><li>{html}</li></ul>"
    parts = parse_page(page, URL, vocabulary(), {5: "改革のまちへ"}, "sha256:0")
    (link,) = parts.links
    assert (link.role.value, link.pillar_number, link.declared_bytes) == (role, pillar, size)
    assert link.url == f"https://city.example/{path}"


@pytest.mark.parametrize(
    "href", ["#top", "", "javascript:void(0)", "mailto:a@city.example", "tel:000", "/page/1.html"]
)
def test_what_is_no_document_is_no_link(href: str) -> None:
    assert read(f'<h2>公約の分野</h2><p><a href="{href}">1 ご案内</a></p>').links == ()


def test_an_unreadable_address_is_reported() -> None:
    parts = read('<p><a href="http://[x/a.pdf">資料</a></p>')
    assert [link.url for link in parts.links] == [None]
    assert [issue.rule for issue in parts.issues] == ["page.link_unread"]


def test_a_number_and_a_name_that_disagree_are_reported() -> None:
    page = '<h2>公約の分野</h2><p><a href="a.pdf">3 改革のまちへ</a></p>'
    parts = parse_page(page, URL, vocabulary(), {5: "改革のまちへ"}, "sha256:0")
    assert parts.links[0].pillar_number == 5
    assert [issue.rule for issue in parts.issues] == ["page.pillar_differs"]


def test_the_base_element_completes_addresses() -> None:
    parts = read('<base href="/other/"><p><a href="a.pdf">資料</a></p>')
    assert parts.links[0].url == "https://city.example/other/a.pdf"
