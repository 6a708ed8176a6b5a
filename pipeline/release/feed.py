"""``feed.atom``: the changes of pledges as an Atom feed."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as ET

from pipeline.profiles.model import Profile
from pipeline.release.changes import CHANGE_JA, sentence, title_of
from pipeline.release.diff import Diff, Row
from pipeline.release.json_lines import JAPAN
from pipeline.release.layout import FEED
from pipeline.release.model import Manifest
from schemas.enums import Change

_AT_LEAST = 50
"""Entries in the feed where there are so many; all that are new stand in it in any case."""

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def changes_feed(manifest: Manifest, profile: Profile, diff: Diff) -> str:
    """All changes since the last release, and older ones up to fifty entries."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "ja"})
    code = profile.municipality.code
    updated = manifest.newest()
    _add(feed, "id", f"urn:kouyaku:{code}:{profile.id}:changes")
    _add(feed, "title", f"{profile.municipality.name} 公約の変更")
    _add(feed, "updated", _time(updated))
    _add(feed, "rights", profile.rights.attribution)
    _add(_add(feed, "author"), "name", profile.rights.publisher)
    _add(feed, "link", rel="related", href=profile.site.index_url)
    if profile.rights.release_url:
        _add(feed, "link", rel="self", href=f"{profile.rights.release_url}/latest/{FEED}")
    shown = max(_AT_LEAST, len(diff.new))
    for row in sorted(diff.changes, key=lambda row: row["change_id"] not in diff.new)[:shown]:
        _entry(feed, row, diff, updated)
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=False) + "\n"


def _entry(feed: ET.Element, row: Row, diff: Diff, updated: datetime) -> None:
    entry = _add(feed, "entry")
    title = title_of(row, diff)
    kind = CHANGE_JA[Change(row["change"])]
    when = f"{row['as_of_date']}現在。" if row["as_of_date"] else ""
    _add(entry, "id", f"urn:kouyaku:change:{row['change_id']}")
    _add(entry, "title", f"{kind}: {title}", type="text")
    _add(entry, "updated", row["seen_at"] or _time(updated))
    _add(entry, "category", term=row["change"], label=kind)
    _add(entry, "content", f"{when}{sentence(row)}" or kind, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _NOT_XML.sub("\ufffd", text) if text is not None else None
    return element


def _time(moment: datetime) -> str:
    return moment.astimezone(JAPAN).isoformat()
