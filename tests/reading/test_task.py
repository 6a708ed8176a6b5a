"""What a reading process keeps from one document to the next."""

from __future__ import annotations

import pickle

from msgspec.structs import replace

from pipeline.profiles import base_vocabulary
from pipeline.reading.task import Reader


def test_wording_is_made_ready_once_for_all_documents_of_a_site() -> None:
    reader, wording = Reader(), pickle.dumps(base_vocabulary())
    first = reader.kept(pickle.loads(wording))
    assert reader.kept(pickle.loads(wording)) is first


def test_another_wording_is_not_mistaken_for_the_last_one() -> None:
    reader, wording = Reader(), base_vocabulary()
    other = replace(wording, pillars={9: "ほかの柱"})
    assert reader.kept(wording) is wording
    assert reader.kept(other) is other
