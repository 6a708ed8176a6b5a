"""Phrases as a municipal document would have them, labelled by hand."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from parsers.values import find_values
from tests.values.phrase_file import Phrase, is_right, own_phrases, shared_phrases

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("KOUYAKU_SHARED", HERE.parents[2] / "shared"))
WORKED_ROWS = SHARED / "values-examples.tsv"
OWN = own_phrases(HERE / "phrases.tsv")
CATEGORIES = 27


@pytest.mark.parametrize("phrase", OWN, ids=lambda phrase: f"{phrase.category}:{phrase.text}")
def test_own_phrase(phrase: Phrase) -> None:
    found = find_values(phrase.text, phrase.context)
    assert is_right(phrase, found), [value.to_json() for value in found]


def test_own_phrases_cover_every_category() -> None:
    counts = Counter(phrase.category for phrase in OWN)
    assert len(counts) == CATEGORIES
    assert min(counts.values()) >= 5, counts
    assert sum(counts.values()) >= 300


@pytest.mark.skipif(not WORKED_ROWS.exists(), reason="worked rows are not part of the project")
def test_worked_rows() -> None:
    phrases = shared_phrases(WORKED_ROWS)
    wrong = [p.text for p in phrases if not is_right(p, find_values(p.text, p.context))]
    assert len(wrong) <= 0.03 * len(phrases), wrong


def test_every_invalid_value_is_flagged() -> None:
    for phrase in OWN:
        for value in find_values(phrase.text, phrase.context):
            assert value.valid or value.note
