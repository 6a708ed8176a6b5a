"""The catalogue entry of a release in DCAT 3, with what CKAN's harvester takes.

No node is blank and every list has an order, so that equal releases give equal files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.profiles.model import Profile
from pipeline.release.data_package import description, keywords
from pipeline.release.json_lines import JAPAN
from pipeline.release.layout import DATA_PACKAGE, FORMATS, MEDIA_TYPES, Format, table_path
from pipeline.release.model import FileEntry, Manifest
from schemas.tables import Table, published_tables

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMAT_NAMES: dict[Format, str] = {
    "parquet": "Parquet",
    "csv": "CSV",
    "csv-ja": "CSV",
    "json": "JSONL",
}
_NOTES: dict[Format, str] = {"csv-ja": "（日本語見出し）"}
_IANA = "https://www.iana.org/assignments/media-types/"
_EU = "http://publications.europa.eu/resource/authority/"
_JAPANESE = f"{_EU}language/JPN"
_GOVERNMENT = f"{_EU}data-theme/GOVE"
_DAILY = f"{_EU}frequency/DAILY"


class _Catalog:
    """A graph being written, with what all its statements are about."""

    def __init__(self, manifest: Manifest, profile: Profile) -> None:
        from rdflib import Graph

        self.graph = Graph(bind_namespaces="none")
        for prefix, address in _PREFIXES.items():
            self.graph.bind(prefix, address)
        self.manifest = manifest
        self.profile = profile
        self.dataset = f"urn:kouyaku:{profile.municipality.code}:{quote(profile.id)}"

    def say(self, subject: str, predicate: str, *objects: Literal | URIRef) -> None:
        from rdflib import URIRef

        for each in objects:
            self.graph.add((URIRef(subject), _named(predicate), each))


def catalog_graph(manifest: Manifest, profile: Profile, files: Mapping[str, FileEntry]) -> Graph:
    """The catalogue with one dataset and a distribution for each file of its tables."""
    catalog = _Catalog(manifest, profile)
    _add_catalog(catalog)
    _add_dataset(catalog)
    _add_agents(catalog)
    _add_coverage(catalog)
    for table in published_tables():
        for kind in FORMATS:
            _add_distribution(catalog, table, kind, files[table_path(table, kind)])
    return catalog.graph


def turtle(graph: Graph) -> str:
    """The graph in Turtle."""
    return graph.serialize(format="turtle")


def json_ld(graph: Graph) -> str:
    """The graph in expanded JSON-LD, sorted."""
    nodes = json.loads(graph.serialize(format="json-ld"))
    return json.dumps(_ordered(nodes), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _ordered(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _ordered(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted(map(_ordered, node), key=lambda n: json.dumps(n, sort_keys=True))
    return node


def _add_catalog(catalog: _Catalog) -> None:
    profile, node = catalog.profile, f"{catalog.dataset}:catalog"
    catalog.say(node, "rdf:type", _named("dcat:Catalog"))
    catalog.say(node, "dct:title", _text(f"{profile.municipality.name} 市長公約データ"))
    catalog.say(node, "dct:description", _text(description(profile)))
    catalog.say(node, "dct:publisher", _iri(f"{catalog.dataset}:publisher"))
    catalog.say(node, "dct:language", _iri(_JAPANESE))
    catalog.say(node, "dcat:dataset", _iri(catalog.dataset))


def _add_dataset(catalog: _Catalog) -> None:
    profile, manifest, node = catalog.profile, catalog.manifest, catalog.dataset
    rights, city = profile.rights, profile.municipality
    page = _iri(profile.site.index_url)
    catalog.say(node, "rdf:type", _named("dcat:Dataset"))
    catalog.say(node, "dct:title", _text(f"{city.name} 市長公約データ"))
    catalog.say(node, "dct:title", _text(f"Mayoral pledges of {city.name_en}", "en"))
    catalog.say(node, "dct:description", _text(description(profile)))
    catalog.say(node, "dct:identifier", _text(node, None))
    catalog.say(node, "dcat:version", _text(manifest.version, None))
    catalog.say(node, "dct:issued", _time(manifest.oldest()))
    catalog.say(node, "dct:modified", _time(manifest.newest()))
    catalog.say(node, "dcat:keyword", *map(_word, keywords(profile)))
    catalog.say(node, "dcat:theme", _iri(_GOVERNMENT))
    catalog.say(node, "dct:language", _iri(_JAPANESE))
    catalog.say(node, "dct:accrualPeriodicity", _iri(_DAILY))
    catalog.say(node, "dcat:landingPage", page)
    catalog.say(node, "dct:source", page)
    catalog.say(node, "dct:license", _iri(rights.data_licence_url))
    catalog.say(node, "dct:rights", _text(rights.attribution))
    catalog.say(node, "dct:provenance", _iri(f"{node}:provenance"))
    origin = f"{rights.attribution}（原資料の利用条件: {rights.source_licence}）"
    catalog.say(f"{node}:provenance", "rdf:type", _named("dct:ProvenanceStatement"))
    catalog.say(f"{node}:provenance", "skos:prefLabel", _text(origin))


def _add_agents(catalog: _Catalog) -> None:
    publisher, contact = f"{catalog.dataset}:publisher", f"{catalog.dataset}:contact"
    name = _text(catalog.profile.rights.publisher, None)
    catalog.say(catalog.dataset, "dct:publisher", _iri(publisher))
    catalog.say(publisher, "rdf:type", _named("foaf:Organization"))
    catalog.say(publisher, "foaf:name", name)
    catalog.say(catalog.dataset, "dcat:contactPoint", _iri(contact))
    catalog.say(contact, "rdf:type", _named("vcard:Organization"))
    catalog.say(contact, "vcard:fn", name)
    address = catalog.profile.site.contact
    if "@" in address and "://" not in address:
        mail = address.removeprefix("mailto:")
        catalog.say(contact, "vcard:hasEmail", _iri(f"mailto:{mail}"))
    else:
        catalog.say(contact, "vcard:hasURL", _iri(address))


def _add_coverage(catalog: _Catalog) -> None:
    place, period = f"{catalog.dataset}:place", f"{catalog.dataset}:period"
    city = catalog.profile.municipality
    catalog.say(catalog.dataset, "dct:spatial", _iri(place))
    catalog.say(place, "rdf:type", _named("dct:Location"))
    catalog.say(place, "dct:identifier", _text(city.code, None))
    catalog.say(place, "skos:prefLabel", _text(city.name), _text(city.name_en, "en"))
    catalog.say(catalog.dataset, "dct:temporal", _iri(period))
    catalog.say(period, "rdf:type", _named("dct:PeriodOfTime"))
    catalog.say(period, "dcat:startDate", _day(catalog.manifest.oldest()))
    catalog.say(period, "dcat:endDate", _day(catalog.manifest.newest()))


def _add_distribution(catalog: _Catalog, table: Table, kind: Format, entry: FileEntry) -> None:
    rights = catalog.profile.rights
    base = (
        f"{rights.release_url}/releases/{catalog.manifest.version}/" if rights.release_url else ""
    )
    node = f"{catalog.dataset}:{entry.path}"
    title = f"{table.ja}{_NOTES.get(kind, '')} {_FORMAT_NAMES[kind]}"
    catalog.say(catalog.dataset, "dcat:distribution", _iri(node))
    catalog.say(node, "rdf:type", _named("dcat:Distribution"))
    catalog.say(node, "dct:title", _text(title))
    catalog.say(node, "dct:description", _text(table.description_ja))
    catalog.say(node, "dcat:accessURL", _iri(f"{base}{entry.path}"))
    catalog.say(node, "dcat:downloadURL", _iri(f"{base}{entry.path}"))
    catalog.say(node, "dcat:mediaType", _iri(f"{_IANA}{MEDIA_TYPES[kind]}"))
    catalog.say(node, "dct:format", _text(_FORMAT_NAMES[kind], None))
    catalog.say(node, "dct:license", _iri(rights.data_licence_url))
    catalog.say(node, "dct:conformsTo", _iri(f"{base}{DATA_PACKAGE}"))
    catalog.say(node, "dct:language", _iri(_JAPANESE))
    catalog.say(node, "dct:modified", _time(catalog.manifest.newest()))
    catalog.say(node, "dcat:byteSize", _typed(str(entry.bytes), "xsd:nonNegativeInteger"))
    catalog.say(node, "spdx:checksum", _iri(f"{node}:checksum"))
    _add_checksum(catalog, f"{node}:checksum", entry.sha256)


def _add_checksum(catalog: _Catalog, node: str, sha256: str) -> None:
    catalog.say(node, "rdf:type", _named("spdx:Checksum"))
    catalog.say(node, "spdx:algorithm", _named("spdx:checksumAlgorithm_sha256"))
    catalog.say(node, "spdx:checksumValue", _typed(sha256, "xsd:hexBinary"))


def _named(name: str) -> URIRef:
    from rdflib import URIRef

    prefix, _, rest = name.partition(":")
    return URIRef(_PREFIXES[prefix] + rest)


def _iri(address: str) -> URIRef:
    """The address with what an IRI may not hold written in percent."""
    from rdflib import URIRef

    return URIRef(quote(address, safe="%/:=&?~#+!$,;'@()*[]"))


def _text(text: str, language: str | None = "ja") -> Literal:
    from rdflib import Literal

    return Literal(text, lang=language)


def _word(word: str) -> Literal:
    return _text(word, "en" if word.isascii() else "ja")


def _typed(text: str, kind: str) -> Literal:
    from rdflib import Literal

    return Literal(text, datatype=_named(kind), normalize=False)


def _time(moment: datetime) -> Literal:
    return _typed(moment.astimezone(JAPAN).isoformat(), "xsd:dateTime")


def _day(moment: datetime) -> Literal:
    return _typed(moment.astimezone(JAPAN).date().isoformat(), "xsd:date")
