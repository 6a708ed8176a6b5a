"""Measures that earlier meetings carried over to the one reported."""

from __future__ import annotations

import pytest

from parsers.pages.reader import parse_page
from pipeline.profiles import base_vocabulary

HEAD = "令和6年度に開催した本部会議等\n第2回分科会（令和6年5月13日開催）\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "新たな施策18件及び前月の分科会でローリングとなった施策3件、合計21件について、ヒアリングを行いました。",
            3,
        ),
        (
            "新たな施策18件、前回の会議で継続審議となった施策3件及び1件、合計22件について、ヒアリングを行いました。",
            4,
        ),
        ("前回から持ち越した2件を含む36件について、ヒアリングを行いました。", 2),
        ("前回ローリングとなった3件及び新規の5件について、ヒアリングを行いました。", None),
        ("施策36件についてヒアリングを行い、次回分科会へのローリングが2件となりました。", None),
        ("施策36件について、ヒアリングを行いました。", None),
    ],
)
def test_carried_in_count(text: str, expected: int | None) -> None:
    page = parse_page(HEAD + text, None, base_vocabulary().page, {}, "sha256:0")
    (parsed,) = page.meetings
    assert parsed.meeting.carried_in_count == expected
