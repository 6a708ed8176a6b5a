"""Models, loaded once."""

from __future__ import annotations

import pytest

from parsers.language.analysis import Models, load_models
from tests.language.labelled import lexicon


@pytest.fixture(scope="session")
def models() -> Models:
    return load_models(lexicon())
