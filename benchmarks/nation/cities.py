"""The cities: their seven PDFs, and the page, the robots.txt and the profile around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.nation.content import PILLARS, promise
from benchmarks.nation.drawing import pillar_pdf
from pipeline.profiles.municipality_code import check_digit

SHEETS_A_PDF = 14
_HOST = "www.city{number}.nation.example"


@dataclass(frozen=True, slots=True)
class City:
    """A fictional city; ``number`` counts from 1 and decides everything about it."""

    number: int
    seed: int

    @property
    def code(self) -> str:
        """Six digits; prefecture 99 is not assigned."""
        first = f"99{self.number:03d}"
        return f"{first}{check_digit(first)}"

    @property
    def name(self) -> str:
        return f"架空{self.number}市"


def cities(count: int, seed: int = 11) -> Iterator[City]:
    """That many cities; at most 999."""
    return (City(number, seed) for number in range(1, count + 1))


def pdfs(city: City, sheets: int = 7 * SHEETS_A_PDF) -> Iterator[tuple[int, bytes]]:
    """Pillar numbers and their PDFs, one made at a time; ``sheets`` in all."""
    random = Random(f"{city.seed}/{city.number}")
    for number, name in enumerate(PILLARS, start=1):
        here = min(SHEETS_A_PDF, sheets)
        sheets -= here
        if here == 0:
            return
        first = (number - 1) * SHEETS_A_PDF + 1
        promises = [promise(random, at) for at in range(first, first + here)]
        yield number, pillar_pdf(f"{number} {name}まちへ", promises, random)


def write_city(city: City, folder: Path, sheets: int = 7 * SHEETS_A_PDF) -> Path:
    """Write the city's site and profile into an empty folder; the path of the profile."""
    files = folder / "site" / "uploaded" / "attachment"
    files.mkdir(parents=True)
    links = []
    for number, payload in pdfs(city, sheets):
        (files / f"{number}.pdf").write_bytes(payload)
        name = f"{number} {PILLARS[number - 1]}まちへ"
        size = f"{len(payload) / 1000:.0f}KB"
        links.append(f'<a href="/uploaded/attachment/{number}.pdf">{name} [PDFファイル/{size}]</a>')
    (folder / "site" / "page").mkdir()
    (folder / "site" / "page" / "1.html").write_text(_page(city, links), encoding="utf-8")
    (folder / "site" / "robots.txt").write_text("User-agent: *\nDisallow: /admin/\n")
    profile = folder / "profile.toml"
    profile.write_text(_profile(city, len(links)), encoding="utf-8")
    return profile


def _page(city: City, links: list[str]) -> str:
    listed = "\n".join(f"<li>{link}</li>" for link in links)
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>市長公約の進み具合 | {city.name}</title></head>
<body><main><h1>市長公約の進み具合</h1>
<h2>分野ごとの市長公約実施目標シート</h2>
<p>（令和7年7月28日本部会議の結果まで反映）</p>
<ul>
{listed}
</ul>
<h2>令和7年度に開いた本部会議等</h2>
<h3>第1回本部会議（令和7年7月28日開催）</h3>
<p>7月14日に実施した分科会の結果を踏まえ、18施策の進み具合を市長に説明しました。
審査の結果、原案のとおり決定が15件、要修正が3件となりました。</p>
</main></body></html>
"""


def _profile(city: City, pillars: int) -> str:
    host = _HOST.format(number=city.number)
    named = "\n".join(f'{n} = "{PILLARS[n - 1]}まちへ"' for n in range(1, pillars + 1))
    return f"""id = "nation-{city.number}"

[municipality]
code = "{city.code}"
name = "{city.name}"
name_kana = "カクウシ"
name_en = "Imaginary City {city.number}"

[site]
index_url = "http://{host}/page/1.html"
allowed_hosts = ["{host}"]
contact = "benchmark@example.org"
local = true

[politeness]
delay = 0.0

[expected]
pillars = {list(range(1, pillars + 1))}
goal_list = false
press_releases = false

[rights]
source_title = "市長公約の進み具合"
source_licence = "CC-BY-4.0"
attribution = "{city.name}（架空）「市長公約の進み具合」を加工して作成"
publisher = "kouyaku"

[pillars]
{named}

[[editions]]
folder = "site"
published = 2025-08-04T00:00:00Z
"""
