"""The other papers linked from the page: the press release and the first meeting's handout."""

from collections import Counter

from samples.build.content import Content, reiwa_date
from samples.build.fonts import MINCHO
from samples.build.ledger import PORTRAIT
from samples.build.pen import Pen

_X, _WIDTH = 64.0, 467.0


def press_release(content: Content) -> bytes:
    """The press release about the achievement at the end of fiscal 2024."""
    paper = content.page["press_release"]
    pen = Pen(paper["title"], content.city["department"], PORTRAIT, creator="Misumi Writer")
    right = _X + _WIDTH
    pen.rect(_X, 52, 118, 26, stroke="#222222", line=1.0)
    pen.text(_X + 59, 58, "記者発表資料", 14, font=MINCHO, align="center")
    pen.text(right, 52, reiwa_date(paper["issued_on"]), 12, font=MINCHO, align="right")
    pen.text(right, 70, content.city["name"], 12, font=MINCHO, align="right")
    pen.text(right, 88, content.city["department"], 12, font=MINCHO, align="right")
    pen.text(pen.width / 2, 128, paper["title"], 17, font=MINCHO, bold=True, align="center")
    top = 172.0
    for sentence in paper["lead"]:
        top = pen.paragraph(_X, top, sentence, _WIDTH, 12, font=MINCHO, leading=1.6)
    top = _figures(pen, content, top + 16)
    top = _by_pillar(pen, content, top + 20)
    pen.text(_X, top + 22, paper["next_heading"], 13, font=MINCHO, bold=True)
    pen.paragraph(_X + 14, top + 46, paper["next"], _WIDTH - 14, 12, font=MINCHO, leading=1.6)
    pen.text(
        right, 770, f"問合せ先 電話 {content.city['telephone']}", 11, font=MINCHO, align="right"
    )
    return pen.close()


def _figures(pen: Pen, content: Content, top: float) -> float:
    paper, summary = content.page["press_release"], content.page["summaries"][0]
    pen.text(_X, top, paper["figures_heading"], 13, font=MINCHO, bold=True)
    lines = (
        f"全項目数 {summary['total']}項目",
        f"達成項目数 {summary['achieved']}項目",
        f"達成率 {summary['rate_percent']}%",
    )
    for line in lines:
        top += 22
        pen.text(_X + 14, top + 4, line, 12, font=MINCHO)
    return top + 22


def _by_pillar(pen: Pen, content: Content, top: float) -> float:
    heading = content.page["press_release"]["pillars_heading"]
    pen.text(_X, top, heading, 13, font=MINCHO, bold=True)
    rows = [("分野", "項目数", "達成")]
    counted = pillar_rows(content)
    rows += [(f"{number} {name}", str(total), str(done)) for number, name, total, done in counted]
    rows.append(("計", str(sum(row[2] for row in counted)), str(sum(row[3] for row in counted))))
    top += 24
    for row in rows:
        left = _X + 14
        for width, words in zip((270.0, 80.0, 80.0), row, strict=True):
            pen.rect(left, top, width, 24, stroke="#222222", line=0.7)
            pen.text(left + width / 2, top + 6, words, 11.5, font=MINCHO, align="center")
            left += width
        top += 24
    return top


def pillar_rows(content: Content) -> list[tuple[int, str, int, int]]:
    """Number, name, items and items achieved of each pillar, as the press release counts them."""
    done = content.page["press_release"]["achieved_by_pillar"]
    total = Counter(pledge.pillar for pledge in content.editions[0].pledges)
    pillars = [(pillar["number"], pillar["name"]) for pillar in content.city["pillars"]]
    return [(number, name, total[number], done[str(number)]) for number, name in pillars]


def first_meeting(content: Content) -> bytes:
    """The one-page handout of the first meeting."""
    paper = content.page["first_meeting"]
    pen = Pen(paper["title"], content.city["department"], PORTRAIT, creator="Misumi Writer")
    pen.text(_X + _WIDTH, 52, paper["held"], 12, font=MINCHO, align="right")
    pen.text(pen.width / 2, 110, paper["title"], 20, font=MINCHO, bold=True, align="center")
    top = 180.0
    for number, step in enumerate(paper["steps"], start=1):
        pen.rect(_X, top, _WIDTH, 56, stroke="#222222", line=1.0, radius=4)
        pen.text(_X + 14, top + 21, f"{number}", 15, font=MINCHO, bold=True)
        pen.paragraph(_X + 44, top + 21, step, _WIDTH - 60, 13, font=MINCHO)
        top += 56
        if number < len(paper["steps"]):
            middle = _X + _WIDTH / 2
            pen.polygon(
                [(middle - 9, top + 6), (middle + 9, top + 6), (middle, top + 18)], "#555555"
            )
        top += 24
    return pen.close()
