"""The content of the sample city, read from TOML into records; nothing is drawn here."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent
TERM_RAW = {"short": "短期", "mid": "中期", "mid_long": "中長期"}
BODY_RAW = {"headquarters": "本部会議", "subcommittee": "分科会"}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI")
REIWA_OFFSET = 2018
MONEY_UNITS = {"円": 1, "万円": 10_000}


@dataclass(frozen=True)
class Figure:
    """One printed number: what is counted (or None), its value in `unit`, and the print."""

    item: str | None
    value: float
    unit: str
    printed: str


@dataclass(frozen=True)
class MetricLine:
    """One line of figures, such as R5年度:12件 340万円(R6.1.31現在)."""

    label: str
    figures: tuple[Figure, ...]
    as_of: str | None

    @property
    def fiscal_year(self) -> int:
        return int(self.label.removeprefix("R").removesuffix("年度")) + REIWA_OFFSET

    @property
    def as_of_date(self) -> date | None:
        if self.as_of is None:
            return None
        year, month, day = (int(part) for part in self.as_of.removeprefix("R").split("."))
        return date(year + REIWA_OFFSET, month, day)

    @property
    def text(self) -> str:
        tail = f"({self.as_of}現在)" if self.as_of else ""
        return f"{self.label}:{' '.join(figure.printed for figure in self.figures)}{tail}"


@dataclass(frozen=True)
class TableRow:
    """A row of the small table of yearly figures."""

    item: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class FigureTable:
    """The small table of yearly figures: one column a fiscal year."""

    columns: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Pledge:
    """One pledge as one edition tells it; without `as_of` it stands in the goal list only."""

    key: str
    pillar: int
    term: str
    title: tuple[str, ...]
    due: int
    aim: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    metrics: tuple[MetricLine, ...] = ()
    table: FigureTable | None = None
    due_note: str | None = None
    as_of: date | None = None
    progress: float = 0.0
    achieved: bool = False
    bar: str = "bar"
    circle: str = "○"
    what: str = "なにをするの？"
    when: str = "いつまでに？"
    now: str = "今どのくらいすすんでいるの？"
    since: int = 1
    removed: bool = False
    merged_into: str | None = None

    @property
    def full_title(self) -> str:
        return "".join(self.title)

    @property
    def due_raw(self) -> str:
        return f"{reiwa_year(self.due)}度末"


@dataclass(frozen=True)
class Edition:
    """One edition of the site: its pledges in published order, and its documents' addresses."""

    number: int
    updated_on: date
    reflected_until: date
    page_id: str
    attachments: dict[str, int]
    pledges: tuple[Pledge, ...]
    meetings: tuple[dict[str, Any], ...]

    def attachment_path(self, document: str) -> str:
        """Where a document of the edition stands below the site's root."""
        return f"uploaded/attachment/{self.attachments[document]}.pdf"

    def sheets(self, pillar: int) -> list[Pledge]:
        """The pledges of one pillar that have a published sheet, in the order of its pages."""
        return [p for p in self.pledges if p.pillar == pillar and p.as_of is not None]


@dataclass(frozen=True)
class Content:
    """Everything that is said about the sample city."""

    city: dict[str, Any]
    page: dict[str, Any]
    differences: dict[str, Any]
    editions: tuple[Edition, ...] = field(default=())

    @property
    def merges(self) -> dict[str, str]:
        """For each pledge merged away in the second edition, the one it went into."""
        kept = {p.key for p in self.editions[1].pledges}
        titles = {p.full_title: p.key for e in self.editions for p in e.pledges}
        announced = [entry for m in self.editions[1].meetings for entry in m.get("merges", [])]
        found = {titles[entry["from_title"]]: titles[entry["to_title"]] for entry in announced}
        return {key: into for key, into in found.items() if key not in kept}

    def pillar(self, number: int) -> dict[str, Any]:
        """The pillar's entry in city.toml."""
        return next(p for p in self.city["pillars"] if p["number"] == number)


def pillar_raw(pillar: dict[str, Any]) -> str:
    """公約, number and name of a pillar as its sheets print them."""
    number = pillar["number"]
    numeral = number if pillar.get("numeral") == "arabic" else _ROMAN[number]
    return f"公約 {numeral} {pillar['name']}"


def reiwa_year(year: int) -> str:
    """令和N年 of a western year from 2019 on."""
    return f"令和{year - REIWA_OFFSET}年"


def reiwa_date(day: date) -> str:
    """令和N年M月D日."""
    return f"{reiwa_year(day.year)}{day.month}月{day.day}日"


def fiscal_year_of(day: date) -> int:
    """The western year in which the fiscal year of `day` began."""
    return day.year if day.month >= 4 else day.year - 1


def load() -> Content:
    """Read all content files and lay out both editions."""
    city = _toml("city.toml")
    meetings = _toml("content/meetings.toml")["meetings"]
    differences = _toml("content/differences.toml")
    tables = _toml("content/pledges.toml")["pledges"]
    editions = tuple(
        Edition(
            **{key: entry[key] for key in ("number", "updated_on", "reflected_until", "page_id")},
            attachments=entry["attachments"],
            pledges=_pledges(tables, differences, entry["number"]),
            meetings=tuple(m for m in meetings if m["since"] <= entry["number"]),
        )
        for entry in city["editions"]
    )
    return Content(city, _toml("content/page.toml"), differences, editions)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name).read_text(encoding="utf-8"))


def _pledges(
    tables: list[dict[str, Any]], differences: dict[str, Any], edition: int
) -> tuple[Pledge, ...]:
    pledges = [_pledge(table, edition) for table in tables]
    for entry in differences["reordered"]:
        if entry["edition"] == edition:
            first, second = (
                next(i for i, p in enumerate(pledges) if p.key == key) for key in entry["keys"]
            )
            pledges[first], pledges[second] = pledges[second], pledges[first]
    return tuple(
        p for p in pledges if p.since <= edition and not p.removed and p.merged_into is None
    )


def _pledge(table: dict[str, Any], edition: int) -> Pledge:
    values = {key: value for key, value in table.items() if not key.startswith("edition_")}
    values.update(table.get(f"edition_{edition}", {}))
    lines = tuple(_metric_line(line) for line in values.pop("metrics", []))
    grid = values.pop("table", None)
    for key in ("title", "aim", "actions"):
        values[key] = tuple(values.get(key, ()))
    return replace(Pledge(**values), metrics=lines, table=_figure_table(grid) if grid else None)


def _metric_line(line: dict[str, Any]) -> MetricLine:
    return MetricLine(
        line["label"], tuple(_figure(*figure) for figure in line["figures"]), line.get("as_of")
    )


def _figure(item: str, number: str, unit: str) -> Figure:
    factor = MONEY_UNITS.get(unit, 1)
    return Figure(
        item or None,
        _number(number) * factor,
        "円" if unit in MONEY_UNITS else unit,
        f"{item}{number}{unit}",
    )


def _number(printed: str) -> float:
    """The number as printed before its unit; 億 counts in 万, as in 1億4,200万円."""
    digits = printed.replace(",", "")
    if digits.startswith("▲"):
        return -_number(digits[1:])
    if "億" in digits:
        high, low = digits.split("億")
        return float(high) * 10_000 + float(low or 0)
    return float(digits)


def _figure_table(grid: dict[str, Any]) -> FigureTable:
    rows = tuple(TableRow(r["item"], r["unit"], tuple(r["values"])) for r in grid["rows"])
    return FigureTable(tuple(grid["columns"]), tuple(grid["fiscal_years"]), rows)
