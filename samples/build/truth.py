"""The truth about the sample site, from the same content: one set of JSON files an edition."""

import hashlib
import json
import unicodedata
from typing import Any

from samples.build.content import (
    TERM_RAW,
    Content,
    Edition,
    Pledge,
    fiscal_year_of,
    pillar_raw,
    reiwa_date,
)
from samples.build.differences import changes, inconsistencies
from samples.build.goal_list import goals
from samples.build.page import (
    links,
    meeting_heading,
    meeting_paragraphs,
    reflected_text,
    summary_paragraphs,
)
from samples.build.papers import pillar_rows

Record = dict[str, Any]


def files(content: Content, sites: dict[int, dict[str, bytes]]) -> dict[str, bytes]:
    """The truth files by name below `truth/`; `sites` are the editions' files."""
    found: dict[str, Any] = {"changes.json": changes(content)}
    for edition in content.editions:
        site = sites[edition.number]
        folder = f"edition-{edition.number}"
        found[f"{folder}/documents.json"] = documents(content, edition, site)
        found[f"{folder}/sheets.json"] = sheets(content, edition)
        found[f"{folder}/goals.json"] = goal_rows(content, edition)
        found[f"{folder}/meetings.json"] = meetings(content, edition)
        found[f"{folder}/summaries.json"] = summaries(content, edition, site)
        found[f"{folder}/press_release.json"] = press_release(content, edition)
        found[f"{folder}/inconsistencies.json"] = inconsistencies(content, edition, site)
    return {name: _json(value) for name, value in found.items()}


def documents(content: Content, edition: Edition, site: dict[str, bytes]) -> list[Record]:
    """Every document of the edition: its address, kind, size and digest."""
    kinds = {"goal-list": "goal_list", "press-release": "press_release", "first-meeting": "other"}
    rows = [_document("index", None, content.city["index_path"].lstrip("/"), site)]
    for name in edition.attachments:
        pillar = int(name.removeprefix("pillar-")) if name.startswith("pillar-") else None
        path = edition.attachment_path(name)
        rows.append(_document(kinds.get(name, "sheet"), pillar, path, site))
    return rows


def _document(kind: str, pillar: int | None, path: str, site: dict[str, bytes]) -> Record:
    payload = site[path]
    return {
        "path": f"/{path}",
        "kind": kind,
        "pillar_number": pillar,
        "bytes": len(payload),
        "document_id": f"sha256:{hashlib.sha256(payload).hexdigest()}",
    }


def sheets(content: Content, edition: Edition) -> list[Record]:
    """Every published sheet, by pillar and page."""
    rows = []
    for pillar in content.city["pillars"]:
        source = edition if pillar["layout"] != "scan" else content.editions[0]
        for order, pledge in enumerate(source.sheets(pillar["number"]), start=1):
            path = "/" + edition.attachment_path(f"pillar-{pillar['number']}")
            rows.append({"path": path, "page": order, "order": order} | _sheet(pledge, pillar))
    return rows


def _sheet(pledge: Pledge, pillar: Record) -> Record:
    assert pledge.as_of is not None
    circle = "" if pillar["layout"] == "ledger" else pledge.circle
    return {
        "pledge_key": pledge.key,
        "pillar_number": pledge.pillar,
        "pillar_name": pillar["name"],
        "pillar_raw": pillar_raw(pillar),
        "term_raw": TERM_RAW[pledge.term],
        "term": pledge.term,
        "title": pledge.full_title,
        "title_lines": list(pledge.title),
        "aim": "".join(pledge.aim),
        "aim_lines": list(pledge.aim),
        "actions": [action.removeprefix("・") for action in pledge.actions],
        "action_kinds": [
            "bullet" if action.startswith("・") else "continuation" for action in pledge.actions
        ],
        "due_raw": pledge.due_raw,
        "due_fiscal_year": pledge.due,
        "due_date": f"{pledge.due + 1}-03-31",
        "due_note": pledge.due_note,
        "as_of_raw": reiwa_date(pledge.as_of),
        "as_of_date": pledge.as_of.isoformat(),
        "achieved": pledge.achieved,
        "metrics": _metrics(pledge),
        "headings_raw": [circle + words for words in (pledge.what, pledge.when, pledge.now)],
        "progress_ratio": pledge.progress,
        "progress_words_in": "image" if pledge.bar == "thin" else "text",
        "method": "ocr" if pillar["layout"] == "scan" else "text",
    }


def _metrics(pledge: Pledge) -> list[Record]:
    rows = [
        {
            "line": number,
            "label_raw": line.label,
            "fiscal_year": line.fiscal_year,
            "item": figure.item,
            "value": figure.value,
            "unit": figure.unit,
            "as_of_date": line.as_of_date.isoformat() if line.as_of_date else None,
            "text_raw": line.text,
        }
        for number, line in enumerate(pledge.metrics, start=1)
        for figure in line.figures
    ]
    return rows + _table_metrics(pledge)


def _table_metrics(pledge: Pledge) -> list[Record]:
    """Figures of the small table; `line` is the row of the table below its header."""
    if pledge.table is None:
        return []
    return [
        {
            "line": number,
            "label_raw": column,
            "fiscal_year": year,
            "item": row.item,
            "value": value,
            "unit": row.unit,
            "as_of_date": None,
            "text_raw": f"{value:g}{row.unit}",
            "in_table": True,
        }
        for number, row in enumerate(pledge.table.rows, start=1)
        for column, year, value in zip(
            pledge.table.columns, pledge.table.fiscal_years, row.values, strict=True
        )
    ]


def goal_rows(content: Content, edition: Edition) -> list[Record]:
    """The rows of the goal list, in its order."""
    return [
        {
            "pledge_key": goal.pledge.key,
            "order": goal.order,
            "page": goal.page,
            "term": goal.pledge.term,
            "pillar_number": goal.pledge.pillar,
            "title": goal.pledge.full_title,
            "due_raw": goal.due_raw,
            "due_fiscal_year": goal.due,
            "achieved": goal.pledge.achieved,
        }
        for goal in goals(content, edition)
    ]


def meetings(content: Content, edition: Edition) -> list[Record]:
    """Every meeting on the page, in its order."""
    return [_meeting(content, edition, meeting) for meeting in edition.meetings]


def _meeting(content: Content, edition: Edition, meeting: Record) -> Record:
    year, reviewed = fiscal_year_of(meeting["held_on"]), meeting.get("reviewed")
    hearing = meeting.get("hearing_held_on")
    return {
        "meeting_id": meeting_id(meeting),
        "fiscal_year": year,
        "body": meeting["body"],
        "number": meeting["number"],
        "held_on": meeting["held_on"].isoformat(),
        "heading_raw": meeting_heading(content, meeting),
        "paragraphs": meeting_paragraphs(meeting),
        "reviewed_count": reviewed,
        "reviewed_approx": meeting.get("approx", False),
        "outcomes": [
            {"outcome": outcome, "count": count} for outcome, count in meeting["outcomes"].items()
        ],
        "terms": meeting["terms"],
        "hearing_held_on": hearing.isoformat() if hearing else None,
        "hearing_meeting_id": _held(edition, hearing),
        "target_changes": meeting["target_changes"],
        "pledge_changes": [
            {"to_title": None} | change for change in meeting.get("pledge_changes", [])
        ],
        "merges": meeting.get("merges", []),
    }


def meeting_id(meeting: Record) -> str:
    """The contract's id, such as headquarters-2024-03."""
    return f"{meeting['body']}-{fiscal_year_of(meeting['held_on'])}-{meeting['number']:02d}"


def _held(edition: Edition, hearing: object) -> str | None:
    for meeting in edition.meetings:
        if meeting["body"] == "subcommittee" and meeting["held_on"] == hearing:
            return meeting_id(meeting)
    return None


def summaries(content: Content, edition: Edition, site: dict[str, bytes]) -> Record:
    """Figures, definitions of the terms and links of the page."""
    sizes = {name: len(site[edition.attachment_path(name)]) for name in edition.attachments}
    return {
        "page_title": content.page["title"],
        "reflected_until": {
            "raw": reflected_text(content, edition).strip("（）"),
            "date": edition.reflected_until.isoformat(),
            "body": "headquarters",
            "times_on_page": 2,
        },
        "term_definitions": [
            {"fiscal_year_from": None, "fiscal_year_to": None} | term
            for term in content.page["terms"]
        ],
        "achievement": [_achievement(entry) for entry in content.page["summaries"]],
        "links": [
            {
                "label_raw": link.label,
                "url": link.url,
                "role": link.role,
                "pillar_number": link.pillar_number,
                "declared_bytes": link.kilobytes * 1000,
                "bytes": sizes[link.document],
            }
            for link in links(content, edition, sizes)
        ],
        "pillars_linked": [p["number"] for p in content.city["pillars"] if p["layout"] != "none"],
        "pillars_stated": len(content.city["pillars"]),
    }


def _achievement(entry: Record) -> Record:
    as_of = entry.get("as_of_date")
    return {
        "fiscal_year": entry["fiscal_year"],
        "as_of_date": as_of.isoformat() if as_of else None,
        "total": entry["total"],
        "achieved": entry["achieved"],
        "rate_percent": entry["rate_percent"],
        "target_count": entry["target_count"],
        "next_target_count": entry.get("next_target_count"),
        "next_target_achieved": entry.get("next_target_achieved"),
        "text_raw": summary_paragraphs(entry)[0],
    }


def press_release(content: Content, edition: Edition) -> Record:
    """The figures of the press release."""
    paper, latest = content.page["press_release"], content.page["summaries"][0]
    return {
        "path": "/" + edition.attachment_path("press-release"),
        "title": paper["title"],
        "issued_on": paper["issued_on"].isoformat(),
        "fiscal_year": latest["fiscal_year"],
        "total": latest["total"],
        "achieved": latest["achieved"],
        "rate_percent": latest["rate_percent"],
        "pillars": [
            {"pillar_number": number, "total": total, "achieved": achieved}
            for number, _, total, achieved in pillar_rows(content)
        ],
    }


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return (unicodedata.normalize("NFC", text) + "\n").encode()
