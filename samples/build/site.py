"""The files of one edition of the site, by the path at which the server gives them."""

from dataclasses import replace

from samples.build import goal_list, ledger, papers, slide
from samples.build.content import Content, Edition, Pledge, pillar_raw
from samples.build.page import index_page
from samples.build.pen import Pen
from samples.build.scan import scanned

# Pillar 5 is saved anew for the second edition: other bytes, the same words.
_RESAVED = (2, 5)
_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /search.html
"""


def site_files(content: Content, edition: Edition) -> dict[str, bytes]:
    """Every file of the edition, by path below the site's root."""
    documents = {
        f"pillar-{pillar['number']}": pillar_pdf(content, edition, pillar["number"])
        for pillar in content.city["pillars"]
        if pillar["layout"] != "none"
    }
    documents["goal-list"] = goal_list.build(content, edition)
    documents["press-release"] = papers.press_release(content)
    documents["first-meeting"] = papers.first_meeting(content)
    sizes = {name: len(payload) for name, payload in documents.items()}
    files = {edition.attachment_path(name): payload for name, payload in documents.items()}
    files[content.city["index_path"].lstrip("/")] = index_page(content, edition, sizes)
    files["robots.txt"] = _ROBOTS.encode()
    return files


def pillar_pdf(content: Content, edition: Edition, number: int) -> bytes:
    """The sheets of one pillar in the pillar's layout."""
    pillar, sheets = content.pillar(number), edition.sheets(number)
    title = f"{number} {pillar['name']}"
    if pillar["layout"] == "scan":
        # Scanned once: both editions carry the first one's file.
        first = content.editions[0].sheets(number)
        return scanned(_slides(content, number, first, Pen(title, "")), title)
    if pillar["layout"] == "ledger":
        return _ledger(content, number, sheets)
    resaved = (edition.number, number) == _RESAVED
    author = "情報管理課" if resaved else "未来戦略課"
    creator = "Misumi PDF Editor" if resaved else "Misumi Slides"
    return _slides(content, number, sheets, Pen(title, author, creator=creator))


def _slides(content: Content, number: int, sheets: list[Pledge], pen: Pen) -> bytes:
    pillar = content.pillar(number)
    for index, pledge in enumerate(sheets):
        if index:
            pen.page_break()
        theme = slide.THEMES[pillar["theme"]]
        slide.draw(pen, pledge, pillar_raw(pillar), theme, photographs=number in (2, 4))
    return pen.close()


def _ledger(content: Content, number: int, sheets: list[Pledge]) -> bytes:
    pillar = content.pillar(number)
    pen = Pen(f"{number} {pillar['name']}", "環境水道課", ledger.PORTRAIT, creator="Misumi Sheets")
    for index, pledge in enumerate(sheets):
        if index:
            pen.page_break()
        # On a form without ○ before its headings the circle belongs to nothing.
        plain = replace(pledge, circle="")
        ledger.draw(pen, plain, pillar_raw(pillar), slide.THEMES[pillar["theme"]])
    return pen.close()
