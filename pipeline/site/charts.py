"""The geometry of the charts; the templates draw it as SVG and tell it as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pipeline.site.present import Moment
from schemas.records import Metric, Summary

WIDTH, HEIGHT = 720, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 96, 16, 30


class Mark(NamedTuple):
    """A point of a chart in its own units, with the text that stands beside it."""

    x: float
    y: float
    text: str


class Course(NamedTuple):
    """Achieved of all against time. Paths are SVG path data."""

    achieved_line: str
    achieved_area: str
    total_line: str
    points: list[Mark]
    reported: list[Mark]
    years: list[Mark]
    levels: list[Mark]
    last: Mark
    last_total: Mark


def course_chart(moments: Sequence[Moment], reported: Sequence[Summary]) -> Course | None:
    """Steps between editions, and the city's own figures as points; null without two days."""
    told = {s.as_of_date: s.achieved for s in reversed(reported) if s.achieved is not None}
    known = {when: count for when, count in told.items() if when}
    days = sorted({m.day for m in moments} | set(known))
    if not moments or len(days) < 2:
        return None
    top = max([m.total for m in moments] + list(known.values()))
    frame = _Frame(days[0], (days[-1] - days[0]).days, top)
    x, y = frame.x, frame.y
    line = _steps([(x(m.day), y(m.achieved)) for m in moments], x(days[-1]))
    last = moments[-1]
    return Course(
        achieved_line=line,
        achieved_area=f"{line}V{y(0):.1f}H{x(moments[0].day):.1f}Z",
        total_line=_steps([(x(m.day), y(m.total)) for m in moments], x(days[-1])),
        points=[Mark(x(m.day), y(m.achieved), str(m.achieved)) for m in moments],
        reported=[Mark(x(when), y(count), str(count)) for when, count in sorted(known.items())],
        years=[
            Mark(x(date(year, 1, 1)), HEIGHT - _BOTTOM, str(year))
            for year in range(days[0].year + 1, days[-1].year + 1)
        ],
        levels=[Mark(_LEFT, y(level), str(level)) for level in _levels(top)],
        last=Mark(x(days[-1]), y(last.achieved), str(last.achieved)),
        last_total=Mark(x(days[-1]), y(last.total), str(last.total)),
    )


class _Frame(NamedTuple):
    """Where days and counts stand in the picture."""

    first: date
    days: int
    top: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / self.days
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, count: float) -> float:
        share = count / max(1, self.top)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _steps(points: Sequence[tuple[float, float]], end: float) -> str:
    """A line that keeps its height until the next point."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (_, _), (x, y) in pairwise(points):
        path += f"H{x:.1f}V{y:.1f}"
    return f"{path}H{end:.1f}"


def _levels(top: int) -> list[int]:
    """Three or four round heights from 0."""
    step = next(s for n in range(9) for s in (10**n, 2 * 10**n, 5 * 10**n) if s * 4 >= top)
    return list(range(0, top + 1, step))


class Figures(NamedTuple):
    """The published figures of one kind: what is counted, in which unit, year by year."""

    name: str
    unit: str
    bars: list[tuple[Metric, float]]


def figure_charts(metrics: Sequence[Metric]) -> list[Figures]:
    """Figures of one item and unit in the order of the sheet, with their share of the largest."""
    kinds: dict[tuple[str, str], list[Metric]] = {}
    for metric in sorted(metrics, key=lambda m: (m.line, m.order)):
        kinds.setdefault((metric.item or "", metric.unit), []).append(metric)
    return [
        Figures(name, unit, [(m, _share(m.value, rows)) for m in rows])
        for (name, unit), rows in kinds.items()
    ]


def _share(value: float, rows: Sequence[Metric]) -> float:
    """Of the largest, in percent; a figure below zero has no bar."""
    largest = max(row.value for row in rows)
    return round(100 * max(0.0, value) / largest, 1) if largest > 0 else 0.0
