"""Writing the pages: everything on them comes from the published tables of the release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.profiles.model import Profile
from pipeline.release.layout import SITE
from pipeline.site import shown
from pipeline.site.charts import HEIGHT, course_chart
from pipeline.site.downloads_page import dataset_json_ld, downloads_page
from pipeline.site.meetings_page import meetings_page
from pipeline.site.pictures import Payload, write_pictures
from pipeline.site.pledge_page import pledge_page, step
from pipeline.site.present import Present, is_published, state_of
from pipeline.site.quality_page import MOST, quality_page
from pipeline.site.search import Index, script_json, write_index
from pipeline.site.sources import paper_address
from pipeline.site.tables import read_tables
from schemas.records import Pledge

if TYPE_CHECKING:
    from jinja2 import Environment

EACH = 100
"""Pledges or changes on one page of a list."""

ASSETS = ("style.css", "site.js", "list.js", "icon.svg")


def build_site(folder: Path, profile: Profile, payload: Payload | None = None) -> None:
    """Write ``site/`` into the folder of a release whose tables are there already.

    ``payload`` gives the bytes of a document by its id; without it the pages have no pictures of
    the papers. The same tables, profile and documents give the same bytes.
    """
    present = Present(read_tables(folder))
    site = folder / SITE
    _copy_assets(site)
    pledges = (*present.pledges, *present.ended)
    index = write_index(present, pledges, site / "search")
    pictures = write_pictures(present, payload, site)
    pages = _Pages(site, present, profile)
    _write_single(pages, folder, profile)
    _write_lists(pages, pledges, index)
    (site / "pledges").mkdir()
    for pledge in pledges:
        view = pledge_page(present, pledge, pictures)
        pages.write(f"pledges/{pledge.pledge_id}.html", "pledge.html", view=view, root="../")


def _copy_assets(site: Path) -> None:
    (site / "assets").mkdir(parents=True)
    for name in ASSETS:
        source = files("pipeline.site").joinpath("assets", name)
        (site / "assets" / name).write_bytes(source.read_bytes())


def _write_single(pages: _Pages, folder: Path, profile: Profile) -> None:
    present = pages.present
    chart = course_chart(present.course, present.reported)
    pages.write("index.html", "overview.html", chart=chart, height=HEIGHT)
    pages.write("meetings.html", "meetings.html", view=meetings_page(present))
    pages.write("quality.html", "quality.html", view=quality_page(present), most=MOST)
    offers = downloads_page(folder, profile)
    json_ld = script_json(dataset_json_ld(offers, present, profile))
    pages.write("downloads.html", "downloads.html", view=offers, json_ld=json_ld)
    pages.write("about.html", "about.html")


def _write_lists(pages: _Pages, pledges: Sequence[Pledge], index: Index) -> None:
    pages.write_list("pledges", pledges, index=index)
    pages.write_list("changes", pages.present.newest_changes)


class _Pages:
    """Renders templates into files of the site."""

    def __init__(self, site: Path, present: Present, profile: Profile) -> None:
        self.site = site
        self.present = present
        self.environment = _environment({"present": present, "profile": profile, "root": ""})

    def write(self, path: str, template: str, **values: Any) -> None:
        """One page; ``root`` is the way from it to the site's own folder."""
        text = self.environment.get_template(template).render(page=path, **values)
        (self.site / path).write_text(text, encoding="utf-8")

    def write_list(self, name: str, rows: Sequence[object], **values: Any) -> None:
        """``name.html``, ``name-2.html`` and so on."""
        count = max(1, -(-len(rows) // EACH))
        paths = [f"{name}.html", *(f"{name}-{n}.html" for n in range(2, count + 1))]
        for number, path in enumerate(paths):
            part = rows[number * EACH : (number + 1) * EACH]
            self.write(path, f"{name}.html", rows=part, paths=paths, at=number, **values)


def _environment(values: Mapping[str, object]) -> Environment:
    """Templates in which every value is escaped and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": shown.both,
        "word": shown.word,
        "words": shown.plain_words,
        "day": shown.day,
        "day_of": shown.day_of,
        "fiscal": shown.fiscal_year,
        "number": shown.number,
        "percent": shown.percent,
        "size": shown.size,
        "web": shown.web_address,
        "paper": paper_address,
        "state_of": state_of,
        "is_published": is_published,
        "step": step,
        **values,
    }
    return environment
