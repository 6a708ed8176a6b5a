"""What the texts of a site are about, added to its tables."""

from pipeline.language.enrich import enrich
from pipeline.language.language import Language
from pipeline.language.lexicon import city_words, load_lexicon

__all__ = ["Language", "city_words", "enrich", "load_lexicon"]
