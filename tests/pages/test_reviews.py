"""Every count of a meeting's text finds its place, in whatever words it is said."""

from __future__ import annotations

import pytest

from parsers.pages.lines import fold
from parsers.pages.reviews import ReviewReader
from parsers.pages.wording import compiled
from tests.pages.expected import read, vocabulary

_SHORT = {
    "A": "approved_as_is", "N": "needs_revision", "C": "confirmed_achieved",
    "S": "submitted_as_is", "R": "submitted_after_revision", "M": "merged",
    "MR": "merged_and_revised", "O": "carried_over",
}  # fmt: skip
CASES = [
    ("32施策の進捗を報告し、原案どおり決定したものが29件、要修正が3件でした。", 32, "A29 N3"),
    ("全32件のうち、29件が原案どおり決定、3件が要修正となりました。", 32, "A29 N3"),
    ("全32件のうち29件を原案のとおり決定し3件を要修正としました。", 32, "A29 N3"),
    ("施策32件を審議し、全て原案のとおり決定しました。", 32, "A32"),
    ("施策32件を審議しました。\nその結果、全件、原案どおり承認されました。", 32, "A32"),
    ("施策36件（短期目標20件、中期目標16件）についてヒアリングを行いました。", 36, ""),
    ("継続審議となった2件を含む36件について審議し、継続審議1件です。", 36, "O1"),
    ("三十二施策を報告しました。原案のとおり決定が二十九件、要修正が三件。", 32, "A29 N3"),
    ("３２施策を報告。原案のとおり決定が２９件（うち２件達成済み）、要修正３件。", 32, "A29 C2 N3"),
    ("25公約の進捗を報告しました。原案どおり決定 20公約、要修正 5公約。", 25, "A20 N5"),
    ("審査対象：24件\n原案のまま提出：20件\n修正後提出：3件\n次回へ持ち越し：1件", 24, "S20 R3 O1"),
    ("・原案のとおり決定　29件\n・要修正　3件\n・達成済みの確認　2件", None, "A29 N3 C2"),
    ("審査の結果、次回分科会へローリングが3件となりました。", None, "O3"),
    ("12の施策を審査し、11件は原案のまま、1件は修正後に提出することとしました。", 12, "S11 R1"),
    ("30項目を報告しました。うち28項目は原案どおり了承、2項目は見直しを要する。", 30, "A28 N2"),
    ("要修正が3件、統合が2件、統合及び修正が1件、原案どおり決定10件。", None, "N3 M2 MR1 A10"),
    ("7施策の目標年度について審議し、全施策を原案のとおり承認しました。", 7, "A7"),
    ("対象の40施策のうち、38施策が原案どおり、2施策が修正のうえ決定となりました。", 40, "A38 N2"),
    ("中期目標の施策のうち23件について、ヒアリングを実施しました。", 23, ""),
    ("施策3件、前月の分科会でローリングとなりました施策7件の計10件をヒアリングした。", 10, ""),
    ("施策30件について、次のとおり決定。\n原案のとおり　25件　要修正　5件", 30, "A25 N5"),
    ("29施策を原案のとおり決定するとともに、3施策について修正を指示しました。", None, "A29 N3"),
    ("原案のとおり決定したものが31件（達成済み2件を含む。）でした。", None, "A31 C2"),
    ("18件を審査し、15件は原案どおり上程、2件は修正し上程、1件は次回に再審査。", 18, "S15 R2 O1"),
    ("22件を審議し、要修正が4件でした。要修正となった4件については、後日決定しました。", 22, "N4"),
    ("短期は原案のとおり決定が3件、中期も原案のとおり決定が3件。", None, "A3 A3"),
]  # fmt: skip


def _outcomes(coded: str) -> list[tuple[str, int]]:
    found = [(item.rstrip("0123456789"), item) for item in coded.split()]
    return [(_SHORT[code], int(item[len(code) :])) for code, item in found]


@pytest.mark.parametrize(("text", "reviewed", "outcomes"), CASES)
def test_counts_are_read_in_many_wordings(text: str, reviewed: int | None, outcomes: str) -> None:
    review = ReviewReader(compiled(vocabulary())).read(fold(text))
    assert review.reviewed_value == reviewed
    assert [(f.outcome.value, f.count) for f in review.outcomes] == _outcomes(outcomes)
    assert review.leftover == []
    assert review.parts_differ is None


@pytest.mark.parametrize(
    "text", ["約20施策を報告した。", "20件程度を審査した。", "およそ20件を審議。"]
)
def test_approximate_counts_say_so(text: str) -> None:
    review = ReviewReader(compiled(vocabulary())).read(fold(text))
    assert (review.reviewed_value, review.approximate) == (20, True)


def test_parts_without_a_printed_sum_are_added_up_and_the_evidence_says_so() -> None:
    text = "短期目標の施策18件及び中期目標の施策4件について、ヒアリングを実施しました。"
    (parsed,) = read(f"第1回分科会(令和6年4月10日開催)\n{text}").meetings
    assert parsed.meeting.reviewed_count == 22
    (evidence,) = [e for e in parsed.evidence if e.field == "reviewed_count"]
    assert evidence.note == "sum of 2 counts"
    assert evidence.confidence < 1
    assert [term.term.value for term in parsed.terms] == ["short", "mid"]


def test_figures_that_do_not_add_up_are_kept_as_published() -> None:
    text = "28施策を報告しました。原案のとおり決定が13件、要修正が3件でした。"
    parts = read(f"第8回本部会議(令和6年2月27日開催)\n{text}")
    (parsed,) = parts.meetings
    assert parsed.meeting.reviewed_count == 28
    assert [outcome.count for outcome in parsed.outcomes] == [13, 3]
    assert parts.issues == ()


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("新たに3件を追加しました。", "page.count_unread", "3件"),
        ("20施策を報告し、2件は見通しが立ちました。", "page.count_unread", "2件"),
        ("委員12名が出席し、15事業を審議しました。", "page.number_unread", "12名"),
        ("施策3件及び施策2件、合計6件を審査しました。", "page.parts_differ", "合計6件"),
    ],
)
def test_a_count_without_a_place_is_reported(text: str, rule: str, words: str) -> None:
    parts = read(f"第1回本部会議(令和6年4月10日開催)\n{text}")
    assert [issue.rule for issue in parts.issues] == [rule]
    assert words in (parts.issues[0].text_raw or "")
    assert parts.issues[0].row_id == "headquarters-2024-01"


def test_a_period_of_time_is_no_term() -> None:
    text = "第1回本部会議(令和6年4月10日開催)\n短期間で進めた3施策を報告しました。"
    assert read(text).meetings[0].terms == ()
