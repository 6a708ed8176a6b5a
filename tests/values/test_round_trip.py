"""Every day from 1873 to 2100, in every notation that is read."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import japanera
import pytest

from parsers.values import find_values

FIRST, LAST = date(1873, 1, 1), date(2100, 12, 31)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
ERAS = (
    (date(2019, 5, 1), "令和", "R", "令", "㋿", 2019),
    (date(1989, 1, 8), "平成", "H", "平", "㍻", 1989),
    (date(1926, 12, 25), "昭和", "S", "昭", "㍼", 1926),
    (date(1912, 7, 30), "大正", "T", "大", "㍽", 1912),
    (date(1868, 1, 25), "明治", "M", "明", "㍾", 1868),
)
WEEKDAYS = "月火水木金土日"
WIDE = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
KANJI = "〇一二三四五六七八九"


def _era(day: date) -> tuple[str, str, str, str, int]:
    for begin, name, letter, kanji, square, first_year in ERAS:
        if day >= begin:
            return name, letter, kanji, square, day.year - first_year + 1
    raise AssertionError(day)


def _structured(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else KANJI[tens] + "十"
    return head + (KANJI[ones] if ones else "")


def _positional(number: int) -> str:
    return "".join(KANJI[int(digit)] for digit in str(number))


def _gannen(year: int) -> str:
    return "元" if year == 1 else str(year)


Notation = Callable[[date], str]
NOTATIONS: dict[str, Notation] = {
    "full": lambda d: f"{_era(d)[0]}{_gannen(_era(d)[4])}年{d.month}月{d.day}日",
    "weekday": lambda d: (
        f"{_era(d)[0]}{_gannen(_era(d)[4])}年{d.month}月{d.day}日（{WEEKDAYS[d.weekday()]}）"
    ),
    "weekday_long": lambda d: (
        f"{_era(d)[0]}{_era(d)[4]}年{d.month}月{d.day}日 {WEEKDAYS[d.weekday()]}曜日"
    ),
    "letter_dots": lambda d: f"{_era(d)[1]}{_gannen(_era(d)[4])}.{d.month}.{d.day}",
    "letter_dot_dots": lambda d: f"{_era(d)[1]}.{_era(d)[4]}.{d.month}.{d.day}",
    "letter_zeros": lambda d: f"{_era(d)[1]}{_era(d)[4]:02}.{d.month:02}.{d.day:02}",
    "letter_slashes": lambda d: f"{_era(d)[1]}{_era(d)[4]}/{d.month}/{d.day}",
    "letter_hyphens": lambda d: f"{_era(d)[1]}{_era(d)[4]}-{d.month}-{d.day}",
    "letter_middots": lambda d: f"{_era(d)[1]}{_era(d)[4]}・{d.month}・{d.day}",
    "letter_units": lambda d: f"{_era(d)[1]}{_gannen(_era(d)[4])}年{d.month}月{d.day}日",
    "name_dots": lambda d: f"{_era(d)[0]}{_era(d)[4]}.{d.month}.{d.day}",
    "name_middots": lambda d: f"{_era(d)[0]}{_era(d)[4]}・{d.month}・{d.day}",
    "name_slashes": lambda d: f"{_era(d)[0]}{_era(d)[4]}/{d.month}/{d.day}",
    "one_kanji_dots": lambda d: f"{_era(d)[2]}{_gannen(_era(d)[4])}.{d.month}.{d.day}",
    "one_kanji_units": lambda d: f"{_era(d)[2]}{_era(d)[4]}年{d.month}月{d.day}日",
    "square": lambda d: f"{_era(d)[3]}{_era(d)[4]}年{d.month}月{d.day}日",
    "western": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "western_era": lambda d: (
        f"{d.year}年（{_era(d)[0]}{_gannen(_era(d)[4])}年）{d.month}月{d.day}日"
    ),
    "era_western": lambda d: (
        f"{_era(d)[0]}{_gannen(_era(d)[4])}年（{d.year}年）{d.month}月{d.day}日"
    ),
    "era_short_western": lambda d: f"{_era(d)[0]}{_era(d)[4]}({d.year})年{d.month}月{d.day}日",
    "restated": lambda d: (
        f"{_era(d)[0]}{_era(d)[4]}年{d.month}月{d.day}日（{d.year}年{d.month}月{d.day}日）"
    ),
    "iso": lambda d: d.isoformat(),
    "iso_time": lambda d: f"{d.isoformat()}T10:30:00+09:00",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "middots": lambda d: f"{d.year}・{d.month}・{d.day}",
    "kanji": lambda d: (
        f"{_era(d)[0]}{_structured(_era(d)[4])}年{_structured(d.month)}月{_structured(d.day)}日"
    ),
    "kanji_positional": lambda d: (
        f"{_era(d)[0]}{_positional(_era(d)[4])}年{_positional(d.month)}月{_positional(d.day)}日"
    ),
    "kanji_western": lambda d: (
        f"{_positional(d.year)}年{_structured(d.month)}月{_structured(d.day)}日"
    ),
    "time": lambda d: f"{_era(d)[0]}{_era(d)[4]}年{d.month}月{d.day}日 午前9時30分から",
}
SPACED = (
    *("full", "weekday", "letter_dots", "square"),
    *("western", "era_western", "kanji", "kanji_western"),
)


def _wrong(days: list[date], write: Notation) -> list[str]:
    return [text for day in days if not _reads(text := write(day), day)]


def _reads(text: str, day: date) -> bool:
    found = find_values(text)
    return (
        len(found) == 1
        and (found[0].kind, found[0].start, found[0].end) == ("date", day, day)
        and found[0].valid
        and text[slice(*found[0].span)] == found[0].surface
    )


def _sample(name: str, size: int) -> list[date]:
    """Take days spread over all years, and every day around the changes of era."""
    chosen = random.Random(name).sample(DAYS, size)
    return chosen + [begin + timedelta(n) for begin, *_ in ERAS[:-1] for n in range(-3, 4)]


@pytest.mark.parametrize("name", ["full", "letter_dots", "iso"])
def test_every_day(name: str) -> None:
    assert _wrong(DAYS, NOTATIONS[name]) == []


@pytest.mark.parametrize("name", NOTATIONS)
def test_sampled_days(name: str) -> None:
    assert _wrong(_sample(name, 1500), NOTATIONS[name]) == []


@pytest.mark.parametrize("name", NOTATIONS)
def test_full_width(name: str) -> None:
    write = NOTATIONS[name]
    letters = str.maketrans("RHSTM", "ＲＨＳＴＭ") if name.startswith("letter") else {}
    assert (
        _wrong(_sample(name, 700), lambda day: write(day).translate(WIDE).translate(letters)) == []
    )


@pytest.mark.parametrize("blank", [" ", "　", "\n", "\u00a0"])
@pytest.mark.parametrize("name", SPACED)
def test_blanks_around_numbers(name: str, blank: str) -> None:
    """Renderers set numbers apart from the kanji around them, and lines end anywhere."""

    def write(day: date) -> str:
        text = NOTATIONS[name](day)
        for unit in ("年", "月", "日"):
            text = text.replace(unit, f"{blank}{unit}{blank}")
        return text.replace(f"（{blank}", "（").strip()

    assert _wrong(_sample(name, 200), write) == []


@pytest.mark.parametrize("name", ["full", "western", "kanji_positional"])
def test_every_character_set_apart(name: str) -> None:
    assert _wrong(_sample(name, 400), lambda day: "　".join(NOTATIONS[name](day))) == []


def test_japanera_agrees() -> None:
    """An independent calendar names the same era and year for each day."""
    for day in _sample("japanera", 3000):
        era_date = japanera.EraDate.from_date(day)
        assert era_date.era is not None
        text = era_date.strftime("%-K%-y年%m月%d日")
        (value,) = find_values(text)
        assert (value.start, value.valid) == (day, True), text
