"""Data package, catalogue, dictionary, change list and feed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import frictionless
import msgspec
import pytest
from markdown_it import MarkdownIt
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from pipeline.release.publish import publish
from schemas.tables import published_tables
from tests.release.rows import CODE, inputs, profile, rows

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) **太字** `a` | b\n# 見出し {{7*7}} \x0b&"
)


def test_frictionless_finds_every_csv_valid(latest: Path) -> None:
    report = frictionless.validate(str(latest / "datapackage.json"))
    assert report.errors == []
    assert {task.name for task in report.tasks if task.valid} == {
        f"{table.name}{suffix}" for table in published_tables() for suffix in ("", "-ja")
    }


def test_frictionless_would_find_a_broken_csv(latest: Path) -> None:
    path = latest / "csv" / "sheet_actions.csv"
    path.write_bytes(path.read_bytes().replace(b'"bullet"', b'"dash"').replace(b"#1", b"#9"))
    report = frictionless.validate(str(latest / "datapackage.json"))
    found = {error.type for task in report.tasks for error in task.errors}
    assert {"hash-count", "constraint-error", "foreign-key"} <= found


def test_the_package_states_sizes_hashes_units_and_lists(latest: Path) -> None:
    package = json.loads((latest / "datapackage.json").read_bytes())
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["version"] == latest.name
    assert "を加工して作成" in package["attribution"]
    assert package["sources"][0]["path"] == "https://city.example.test/page/1.html"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        for part in (resource, *resource["sameRows"]):
            payload = (latest / part["path"]).read_bytes()
            assert part["bytes"] == len(payload)
            assert part["hash"] == f"sha256:{sha256(payload).hexdigest()}"
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    fields = {field["name"]: field for field in schemas["documents"]["fields"]}
    assert fields["bytes"]["unit"] == "バイト"
    assert "sheet" in fields["kind"]["categories"]
    assert schemas["sheet_actions-ja"]["foreignKeys"] == [
        {
            "fields": ["シートID"],
            "reference": {"resource": "sheets-ja", "fields": ["シートID"]},
        }
    ]


@pytest.mark.parametrize(
    ("name", "form"), [("catalog.ttl", "turtle"), ("catalog.jsonld", "json-ld")]
)
def test_the_catalogue_has_what_ckan_harvests(latest: Path, name: str, form: str) -> None:
    graph = Graph().parse(latest / name, format=form, publicID="https://data.example.test/")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert (None, DCAT.dataset, dataset) in graph
    for required in (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.identifier,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.language,
        DCTERMS.license,
        DCTERMS.accrualPeriodicity,
        DCAT.keyword,
        DCAT.theme,
        DCAT.landingPage,
        URIRef(f"{DCAT}version"),
    ):
        assert graph.value(dataset, required, any=True) is not None, required
    publisher = graph.value(dataset, DCTERMS.publisher)
    assert graph.value(publisher, FOAF.name) == Literal("試験公表者")
    contact = graph.value(dataset, DCAT.contactPoint)
    assert graph.value(contact, VCARD.fn) == Literal("試験公表者")
    assert graph.value(contact, VCARD.hasURL) == URIRef("https://example.test/contact")
    assert graph.value(graph.value(dataset, DCTERMS.spatial), DCTERMS.identifier) == Literal(CODE)
    period = graph.value(dataset, DCTERMS.temporal)
    assert str(graph.value(period, DCAT.startDate)) == "2026-04-01"
    distributions = list(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) == 4 * len(published_tables())
    for distribution in distributions:
        for required in (
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.license,
            DCTERMS["format"],
            DCAT.accessURL,
            DCAT.mediaType,
            DCAT.byteSize,
        ):
            assert graph.value(distribution, required) is not None, required
        address = str(graph.value(distribution, DCAT.downloadURL))
        assert (latest / address.removeprefix("https://data.example.test/")).is_file()


def test_where_the_profile_says_where_it_is_served_addresses_are_whole(out: str) -> None:
    base = profile()
    rights = msgspec.structs.replace(base.rights, release_url="https://data.example.test/city")
    done = publish(rows(), msgspec.structs.replace(base, rights=rights), out, inputs())
    text = (Path(out) / "latest" / "catalog.ttl").read_text()
    root = f"https://data.example.test/city/releases/{done.version}"
    assert f"dcat:downloadURL <{root}/tables/pledges.parquet>" in text


def test_the_two_catalogues_say_the_same(latest: Path) -> None:
    turtle = Graph().parse(latest / "catalog.ttl", publicID="https://a.test/")
    linked = Graph().parse(latest / "catalog.jsonld", publicID="https://a.test/")
    assert set(turtle) == set(linked)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_dictionary_has_every_column_in_both_forms(latest: Path, language: str) -> None:
    markdown = (latest / f"dictionary.{language}.md").read_text()
    page = (latest / f"dictionary.{language}.html").read_text()
    ET.fromstring(
        page.removeprefix("<!doctype html>\n")
        .replace('charset="utf-8">', 'charset="utf-8"/>')
        .replace('initial-scale=1">', 'initial-scale=1"/>')
    )
    for table in published_tables():
        assert f"## {table.name} — {table.ja}" in markdown
        assert f'<section id="{table.name}">' in page
        for column in table.columns:
            field = column.field
            assert f"| `{column.name}` | {field.ja} |" in markdown
            described = field.description_ja if language == "ja" else field.description_en
            assert described in markdown


def test_changes_are_counted_and_told_against_the_last_release(out: str) -> None:
    publish(rows(1), profile(), out, inputs())
    second = publish(rows(2, count=3), profile(), out, inputs())
    text = (Path(out) / "latest" / "CHANGES.md").read_text()
    assert f"前の版: `{second.previous}`" in text
    assert "| 公約シート（`sheets`） | 3 | 1 | 0 | 2 |" in text
    assert "| 変更（`changes`） | 1 | 1 | 1 | 0 |" in text
    assert "- **達成** 公約1（2026-03-01現在）" in text


def test_text_of_documents_stays_text_in_changes_and_feed(out: str) -> None:
    given = rows()
    given["pledges"] = [msgspec.structs.replace(row, title=HOSTILE) for row in given["pledges"]]
    given["changes"] = [msgspec.structs.replace(row, new=HOSTILE) for row in given["changes"]]
    publish(given, profile(), out, inputs())
    html = MarkdownIt("commonmark", {"linkify": False}).render(
        (Path(out) / "latest" / "CHANGES.md").read_text()
    )
    assert "<script" not in html
    assert "<a " not in html
    assert html.count("<h1>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) **太字**" in html
    feed = ET.fromstring((Path(out) / "latest" / "feed.atom").read_bytes())
    (entry,) = feed.findall(f"{ATOM}entry")
    said = entry.findtext(f"{ATOM}title")
    assert said is not None
    assert said == f"追加: {HOSTILE}".replace("\x0b", "�")


def test_the_feed_is_atom_with_ids_that_stay(out: str) -> None:
    publish(rows(1), profile(), out, inputs())
    first = ET.fromstring((Path(out) / "latest" / "feed.atom").read_bytes())
    given = rows(2)
    given["changes"] += rows(1)["changes"]
    publish(given, profile(), out, inputs())
    second = ET.fromstring((Path(out) / "latest" / "feed.atom").read_bytes())
    for feed in (first, second):
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"{ATOM}{name}")
            assert all(entry.findtext(f"{ATOM}{name}") for entry in feed.iter(f"{ATOM}entry"))
    old = [entry.findtext(f"{ATOM}id") for entry in first.iter(f"{ATOM}entry")]
    new = [entry.findtext(f"{ATOM}id") for entry in second.iter(f"{ATOM}entry")]
    assert old == [f"urn:kouyaku:change:{CODE}-change-1"]
    assert new == [f"urn:kouyaku:change:{CODE}-change-2", *old]


def test_checksums_cover_every_file_but_themselves(latest: Path) -> None:
    lines = (latest / "SHA256SUMS").read_text().splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    there = {p.relative_to(latest).as_posix() for p in latest.rglob("*") if p.is_file()}
    assert set(listed) == there - {"SHA256SUMS"}
    for path, digest in listed.items():
        assert sha256((latest / path).read_bytes()).hexdigest() == digest
