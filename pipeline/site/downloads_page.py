"""The files of the release: tables in four formats, their description, licence and citation."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.profiles.model import Profile
from pipeline.release.layout import FORMATS, Format, table_path
from pipeline.site.present import Present
from pipeline.site.shown import web_address
from schemas.tables import Table, published_tables

_CONTEXT = "https://schema.org/"


class File(NamedTuple):
    """A file by its path inside the release."""

    path: str
    bytes: int


class Offer(NamedTuple):
    """A table with its number of rows and its files."""

    table: Table
    rows: int
    files: dict[Format, File]


class DownloadsPage(NamedTuple):
    """What can be taken home. ``name`` is how the data set is called in a citation."""

    offers: list[Offer]
    name: str
    name_en: str
    licence_url: str | None


def downloads_page(folder: Path, profile: Profile) -> DownloadsPage:
    """Gather the files of the release in ``folder``."""
    city = profile.municipality
    return DownloadsPage(
        offers=[_offer(folder, table) for table in published_tables()],
        name=f"{city.name} 市長公約データ",
        name_en=f"Mayoral pledges of {city.name_en}",
        licence_url=web_address(profile.rights.data_licence_url),
    )


def _offer(folder: Path, table: Table) -> Offer:
    files = {kind: _file(folder, table_path(table, kind)) for kind in FORMATS}
    rows = (folder / files["json"].path).read_bytes().count(b"\n")
    return Offer(table, rows, files)


def _file(folder: Path, path: str) -> File:
    return File(path, (folder / path).stat().st_size)


def dataset_json_ld(page: DownloadsPage, present: Present, profile: Profile) -> dict[str, object]:
    """The release as schema.org's Dataset."""
    city, rights = profile.municipality, profile.rights
    base = rights.release_url
    oldest, newest = present.as_of
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": page.name,
        "alternateName": page.name_en,
        "description": f"{city.name}が公表する市長公約の内容・進み具合・会議を読み取ったデータ。",
        "inLanguage": "ja",
        "license": rights.data_licence_url,
        "creditText": rights.attribution,
        "isBasedOn": profile.site.index_url,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": rights.publisher},
        "spatialCoverage": {"@type": "Place", "name": city.name, "identifier": city.code},
        "temporalCoverage": f"{oldest or '..'}/{newest or '..'}",
        "dateModified": present.checked.isoformat() if present.checked else None,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": offer.table.ja,
                "encodingFormat": "text/csv" if kind == "csv" else "application/vnd.apache.parquet",
                "contentUrl": f"{base}/latest/{offer.files[kind].path}"
                if base
                else f"../{offer.files[kind].path}",
                "contentSize": f"{offer.files[kind].bytes} B",
            }
            for offer in page.offers
            for kind in FORMATS
            if kind in ("csv", "parquet")
        ],
    }
