"""All models of the language part together: readings, and what a text is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parsers.language.entities import Finder, make_finder
from parsers.language.keywords import Stopwords, compounds, load_stopwords
from parsers.language.model import Content, Entry, Reading
from parsers.language.readings import Reader, make_reader
from parsers.language.tokens import encodable, load_tokenizers, morphemes


@dataclass(frozen=True, slots=True)
class Models:
    """Loaded dictionaries and pipeline of one city."""

    reader: Reader
    finder: Finder
    stopwords: Stopwords

    def reading(self, text: str) -> Reading:
        """The text in katakana, with what of it is unsure."""
        return self.reader.read(encodable(text))

    def content(self, text: str, context: date | None = None) -> Content:
        """Named things and compounds. ``context`` is the day on which the text speaks."""
        text = encodable(text)
        spans = self.finder.find(text, context)
        words = list(morphemes(text, self.reader.tokenizers))
        return Content(spans, tuple(compounds(text, words, spans, self.stopwords)))


def load_models(lexicon: Sequence[Entry] = ()) -> Models:
    """Load everything: about one second and 200 MB.

    Raises:
        ImportError: a package or dictionary is not installed.
    """
    tokenizers = load_tokenizers()
    return Models(
        make_reader(tokenizers, lexicon), make_finder(tokenizers, lexicon), load_stopwords()
    )
