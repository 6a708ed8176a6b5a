"""The index page of one edition, and the parts of it that the truth repeats."""

import math
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from samples.build.content import (
    BODY_RAW,
    Content,
    Edition,
    fiscal_year_of,
    reiwa_date,
    reiwa_year,
)


@dataclass(frozen=True)
class Link:
    """A link to a PDF as the page prints it."""

    document: str
    role: str
    pillar_number: int | None
    label: str
    url: str
    kilobytes: int


def index_page(content: Content, edition: Edition, sizes: dict[str, int]) -> bytes:
    """The page as UTF-8; `sizes` are the bytes of each linked document."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    linked = {link.document: link for link in links(content, edition, sizes)}
    rendered = environment.get_template("page.html.j2").render(
        city=content.city,
        page=content.page,
        edition=edition,
        updated=reiwa_date(edition.updated_on),
        reiwa=fiscal_year_of(edition.updated_on) - 2018,
        reflected=reflected_text(content, edition),
        latest_note=content.page["latest_note"][str(edition.number)],
        goal_list=linked["goal-list"],
        pillars=[link for link in linked.values() if link.role == "pillar"],
        summaries=[_summary(entry, linked) for entry in content.page["summaries"]],
        years=_years(content, edition, linked),
    )
    return rendered.encode()


def links(content: Content, edition: Edition, sizes: dict[str, int]) -> list[Link]:
    """The PDF links in the order of the page."""
    page = content.page
    first_meeting = next(m for m in edition.meetings if "attachment" in m)
    wanted = [
        ("goal-list", "goal_list", None, page["goal_list_label"]),
        ("press-release", "press_release", None, page["press_label"]),
        *(
            (f"pillar-{p['number']}", "pillar", p["number"], f"{p['number']} {p['name']}")
            for p in content.city["pillars"]
            if p["layout"] != "none"
        ),
        (first_meeting["attachment"], "other", None, first_meeting["attachment_label"]),
    ]
    return [_link(content, edition, sizes, *entry) for entry in wanted]


def _link(
    content: Content,
    edition: Edition,
    sizes: dict[str, int],
    document: str,
    role: str,
    pillar: int | None,
    words: str,
) -> Link:
    wrong = content.differences["declared_kilobytes"]
    kilobytes = wrong.get(document, math.ceil(sizes[document] / 1024))
    return Link(
        document,
        role,
        pillar,
        f"{words} [PDFファイル/{kilobytes}KB]",
        f"/{edition.attachment_path(document)}",
        kilobytes,
    )


def reflected_text(content: Content, edition: Edition) -> str:
    """The 〜の結果まで反映 line."""
    line: str = content.page["reflected"]
    return line.format(date=reiwa_date(edition.reflected_until))


def summary_paragraphs(entry: dict[str, Any]) -> list[str]:
    """What the page says of one fiscal year's achievement."""
    words = {
        "year": f"{reiwa_year(entry['fiscal_year'])}度",
        "end": f"{reiwa_year(entry['fiscal_year'])}度末",
        "total": entry["total"],
        "achieved": entry["achieved"],
        "rate": entry["rate_percent"],
        "target": entry["target_count"],
        "next_target": entry.get("next_target_count"),
        "next_achieved": entry.get("next_target_achieved"),
    }
    return [paragraph.format(**words) for paragraph in entry["paragraphs"]]


def meeting_heading(content: Content, meeting: dict[str, Any]) -> str:
    """第N回本部会議（令和…開催）."""
    line: str = content.page["meeting_heading"]
    return line.format(
        number=meeting["number"],
        body=BODY_RAW[meeting["body"]],
        date=reiwa_date(meeting["held_on"]),
    )


def meeting_paragraphs(meeting: dict[str, Any]) -> list[str]:
    """What the page says of one meeting, its counts set in."""
    hearing: date | None = meeting.get("hearing_held_on")
    words = {
        "reviewed": meeting.get("reviewed"),
        "hearing": f"{hearing.month}月{hearing.day}日" if hearing else None,
        **meeting["outcomes"],
    }
    return [paragraph.format(**words) for paragraph in meeting["paragraphs"]]


def _summary(entry: dict[str, Any], linked: dict[str, Link]) -> dict[str, Any]:
    return {
        "heading": f"{reiwa_year(entry['fiscal_year'])}度の達成状況",
        "paragraphs": summary_paragraphs(entry),
        "press": linked["press-release"] if entry["press"] else None,
    }


def _years(content: Content, edition: Edition, linked: dict[str, Link]) -> list[dict[str, Any]]:
    years = groupby(edition.meetings, key=lambda meeting: fiscal_year_of(meeting["held_on"]))
    return [
        {
            "heading": content.page["year_heading"].format(year=f"{reiwa_year(year)}度"),
            "meetings": [
                {
                    "heading": meeting_heading(content, meeting),
                    "paragraphs": meeting_paragraphs(meeting),
                    "link": linked.get(meeting.get("attachment", "")),
                }
                for meeting in meetings
            ],
        }
        for year, meetings in years
    ]
