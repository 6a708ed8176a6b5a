"""Whatever the text: no exception, spans that hold the value, one pass."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.values import Context, Value, find_values, first, fiscal_year_of
from parsers.values.model import ANCHOR_YEARS
from parsers.values.words import RELATIVES
from tests.values.phrase_file import own_phrases

HERE = Path(__file__).parent
PIECES = st.sampled_from(
    [
        *(
            "令和",
            "平成",
            "昭和",
            "R",
            "H",
            "元",
            "6",
            "26",
            "８",
            "十二",
            "0",
            "99",
            "2024",
            "9999",
        ),
        *("年", "年度", "月", "日", "末", "上旬", "上半期", "第", "四半期", "今年度", "翌", "同月"),
        *("から", "まで", "～", "-", "、", "・", "及び", "(", ")", "/", ".", ",", "\n", " "),
        *("円", "万", "億", "千", "%", "割", "分", "件", "人", "つ", "回", "▲", "毎年", "前年度比"),
        *("午前9時", "(月)", "㋿", "㏠", "㈪", "⽉", "\ud800"),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)
CONTEXTS = st.one_of(
    st.none(),
    st.dates(date(ANCHOR_YEARS.start, 1, 1), date(ANCHOR_YEARS.stop - 1, 12, 31)),
    st.just("2024-04-01/2025-03-31"),
)


@settings(max_examples=1500, deadline=None)
@given(TEXTS, CONTEXTS)
def test_no_text_raises_and_spans_are_exact(text: str, context: date | str | None) -> None:
    end = 0
    for value in find_values(text, context):
        assert end <= value.span[0] < value.span[1] <= len(text)
        end = value.span[1]
        assert text[slice(*value.span)] == value.surface
        assert value.surface.strip() == value.surface
        assert value.valid or value.note
        json.dumps(value.to_json())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(own_phrases(HERE / "phrases.tsv")), st.text("あ漢、。 \n", max_size=6))
def test_position_does_not_change_a_value(phrase: object, before: str) -> None:
    text, context = phrase.text, phrase.context  # type: ignore[attr-defined]
    shift = len(before) + 1
    alone = find_values(text, context)
    moved = find_values(f"{before}。{text}", context)
    assert [(v.kind, v.start, v.end, v.value, v.unit) for v in moved] == [
        (v.kind, v.start, v.end, v.value, v.unit) for v in alone
    ]
    assert [v.span for v in moved] == [(v.span[0] + shift, v.span[1] + shift) for v in alone]


@pytest.mark.parametrize("day", ["0100-01-01", "9900-12-31", "0100-01-01/9900-12-31"])
@pytest.mark.parametrize("word", sorted(RELATIVES))
def test_no_relative_word_leaves_the_calendar(day: str, word: str) -> None:
    find_values(f"{word}から{word}まで、{word}から9999週間", day)
    find_values("昭和7975年12月31日" + f"、{word}" * 40)


@pytest.mark.parametrize("context", ["0099-12-31", "9901-01-01", "0001-01-01/9999-12-31"])
def test_a_context_no_document_has_is_refused(context: str) -> None:
    with pytest.raises(ValueError, match="outside the years"):
        find_values("今年度", context)


def test_span_of_a_value_alone_reads_the_same() -> None:
    for text in (
        "開催日は令和6年 8月\n26日（月）です",
        "約１２，３４５千円を計上",
        "㋿6年8⽉26⽇発行",
    ):
        (value,) = find_values(text)
        (again,) = find_values(value.surface)
        assert (again.kind, again.start, again.value) == (value.kind, value.start, value.value)


def test_repair_is_narrow() -> None:
    (value,) = find_values("①３件")
    assert (value.value, value.surface) == (3, "３件")
    assert unicodedata.normalize("NFKC", "①３件") == "13件"


GROWTHS = (
    "1",
    "十",
    "R5、",
    "令和6",
    "26日5件",
    "第1・",
    "a.",
    "毎年8月1日、",
    "8月26日～",
    "1 ",
    "R.",
    "漢_.pdf",
)


@pytest.mark.parametrize("unit", GROWTHS)
def test_work_grows_with_the_length(unit: str) -> None:
    """Count function calls and matched characters, not seconds, for one and two lengths."""
    short, long = _events(unit, 2_000), _events(unit, 4_000)
    assert long <= 2.5 * short + 2_000


def _events(unit: str, length: int) -> int:
    count = 0

    def count_event(*_: object) -> None:
        nonlocal count
        count += 1

    text = (unit * length)[:length]
    sys.setprofile(count_event)
    try:
        find_values(text, "2024-05-01")
    finally:
        sys.setprofile(None)
    return count


def test_a_megabyte_of_traps_ends() -> None:
    """A guard against catastrophic patterns, whose work is hidden inside one call."""
    units = [
        *GROWTHS,
        "一",
        "1,",
        "1/",
        "1-",
        "ab_.pdf",
        "午前9時から",
        "1億",
        "(",
        " ",
        "令和6年（2024",
    ]
    code = (
        "import sys; from parsers.values import find_values\n"
        f"for unit in {units!r}:\n"
        "    find_values((unit * 80_000)[:80_000], '2024-05-01')\n"
    )
    root = HERE.parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=root)


def test_contexts() -> None:
    assert Context.of("2024-08-26") == Context(date(2024, 8, 26), date(2024, 8, 26))
    assert Context.of("") is None
    for bad in ("2024", "2024-13-01", "2024-04-01/", "2025-03-31/2024-04-01"):
        if bad.endswith("/"):
            assert Context.of(bad) == Context(date(2024, 4, 1), date(2024, 4, 1))
            continue
        with pytest.raises(ValueError, match=re.compile(".")):
            find_values("令和6年", bad)


def test_conveniences() -> None:
    value = first("32件を令和6年度末までに", {"range"})
    assert isinstance(value, Value)
    assert value.end_date == date(2025, 3, 31)
    assert first("なし", {"date"}) is None
    assert (fiscal_year_of(date(2025, 3, 31)), fiscal_year_of(date(2025, 4, 1))) == (2024, 2025)
