"""Phrases put together from parts whose values are known: notations, joints, amounts."""

from __future__ import annotations

import calendar
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parsers.values import Value, find_values

Known = tuple[str, object, object]
Phrase = tuple[str, Known]

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
ERAS = (("令和", "R", 2018, range(2020, 2040)), ("平成", "H", 1988, range(1990, 2019)))
JOINTS = (("から", "まで"), ("～", ""), ("〜", ""), (" ～ ", ""), ("から", ""), ("～", "まで"))
COUNTERS = ("件", "人", "名", "校", "園", "世帯", "団体", "か所", "箇所", "回", "事業", "冊")
YEN = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000}
BEFORE = ("", "※", "（", "市では、", "期日：", "第2次計画は", "・", "LED 3台、")
BEHIND = ("", "に実施", "の実績", "。", "、", "）", "に改正")


def known(value: Value) -> Known:
    """What is compared: kind and bounds, or kind, number and unit; the note if invalid."""
    assert value.valid, value
    if value.value is not None:
        return value.kind, float(value.value), value.unit
    return value.kind, value.start, value.end


@st.composite
def written(draw: st.DrawFn, number: int, *, commas: bool = False) -> str:
    """A figure in one of its forms."""
    text = f"{number:,}" if commas and draw(st.booleans()) else str(number)
    return text.translate(WIDE) if draw(st.booleans()) else text


@st.composite
def year_name(draw: st.DrawFn, year: int, unit: str) -> str:
    """令和6年, R６年, 2024年, 令和6（2024）年 …"""
    name, letter, base, _ = next(era for era in ERAS if year in era[3])
    own = draw(written(year - base))
    forms = (
        f"{name}{own}{unit}",
        f"{letter}{own}{unit}",
        f"{draw(written(year))}{unit}",
        f"{name}{own}（{year}）{unit}",
        f"{name}{own}{unit}（{year}{unit}）",
    )
    return draw(st.sampled_from(forms))


@st.composite
def points(draw: st.DrawFn, kinds: tuple[str, ...] = ("fy", "year", "month", "date")) -> Phrase:
    """One fiscal year, year, month or day, with what it means."""
    year = draw(st.sampled_from([*ERAS[0][3], *ERAS[1][3]]))
    kind = draw(st.sampled_from(kinds))
    if kind == "fy":
        days = date(year, 4, 1), date(year + 1, 3, 31)
        return draw(year_name(year, "年度")), ("fiscal_year", *days)
    text = draw(year_name(year, "年"))
    if kind == "year":
        return text, ("year", date(year, 1, 1), date(year, 12, 31))
    month = draw(st.integers(1, 12))
    last = calendar.monthrange(year, month)[1]
    text += draw(written(month)) + "月"
    if kind == "month":
        return text, ("month", date(year, month, 1), date(year, month, last))
    day = draw(st.integers(1, last))
    return f"{text}{draw(written(day))}日", ("date", *[date(year, month, day)] * 2)


@st.composite
def amounts(draw: st.DrawFn) -> Phrase:
    """A count or an amount of money."""
    number = draw(st.integers(1, 99_999))
    text = draw(written(number, commas=True))
    if draw(st.booleans()):
        unit = draw(st.sampled_from(COUNTERS))
        return text + unit, ("count", float(number), unit)
    unit = draw(st.sampled_from(list(YEN)))
    sign = draw(st.sampled_from(["", "▲", "△"]))
    total = number * YEN[unit] * (-1 if sign else 1)
    return sign + text + unit, ("money", float(total), "円")


@settings(max_examples=400, deadline=None)
@given(points(), st.sampled_from(BEFORE), st.sampled_from(BEHIND))
def test_a_point_among_other_words(point: Phrase, before: str, behind: str) -> None:
    found = find_values(before + point[0] + behind)
    assert [known(value) for value in found] == [point[1]]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(["fy", "year", "month", "date"]), st.sampled_from(JOINTS))
def test_a_range_of_two_points(data: st.DataObject, kind: str, joint: tuple[str, str]) -> None:
    start, end = (data.draw(points((kind,))) for _ in range(2))
    assume(str(start[1][1]) < str(end[1][1]))
    found = find_values(start[0] + joint[0] + end[0] + joint[1])
    assert [known(value) for value in found] == [("range", start[1][1], end[1][2])]


@settings(max_examples=400, deadline=None)
@given(points(), st.lists(amounts(), min_size=1, max_size=3), st.sampled_from(["：", "は", "　"]))
def test_amounts_behind_a_point(point: Phrase, listed: list[Phrase], colon: str) -> None:
    found = find_values(point[0] + colon + "、".join(text for text, _ in listed))
    assert [known(value) for value in found] == [point[1], *(each for _, each in listed)]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from([*COUNTERS, *YEN, "％"]), st.sampled_from("～、・〜"))
def test_two_figures_share_a_unit(data: st.DataObject, unit: str, joint: str) -> None:
    least = data.draw(st.integers(1, 9_998))
    most = data.draw(st.integers(least + 1, 9_999))
    texts = [data.draw(written(number, commas=True)) for number in (least, most)]
    found = find_values(joint.join(texts) + unit)
    times = YEN.get(unit, 1)
    assert [value.value for value in found] == [least * times, most * times]
