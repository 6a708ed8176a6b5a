"""Measure readings and named things on the labelled texts; time and memory of the models.

Run from the root of the checkout: ``python -m benchmarks.language``. Published texts are measured
too where they lie beside the checkout.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable
from functools import partial

from parsers.language.analysis import Models, load_models
from parsers.language.entities import PARTS, Finder, make_finder
from parsers.language.readings import Reader, make_reader
from parsers.language.tokens import Tokenizers, katakana, morphemes, second_reading
from tests.language.labelled import (
    FRESH,
    Marked,
    Text,
    Title,
    fresh_lexicon,
    fresh_texts,
    lexicon,
    own_texts,
    own_titles,
    published_texts,
    published_titles,
    reading_score,
    score,
    unseen_lexicon,
    unseen_titles,
)

Read = Callable[[str], str]
_LETTERS = frozenset(chr(code) for code in range(0x30A1, 0x30FB)) | {"ー"}


def main() -> None:
    """Print all tables."""
    began = time.perf_counter()
    models = load_models(lexicon())
    print(f"load: {time.perf_counter() - began:.2f} s, {_megabytes():.0f} MB at most")
    readings(models)
    entities(models)
    speed(models)


def readings(models: Models) -> None:
    """Share of characters and of whole titles right, for each dictionary and for ours."""
    titles = [*own_titles(), *published_titles()]
    halves = {half: [each for each in titles if each.half == half] for half in _halves(titles)}
    unseen = ("unseen", *(f"unseen_{number}" for number in range(2, 8)))
    sets = halves | {name: unseen_titles(f"{name}.toml") for name in unseen}
    tokenizers = models.reader.tokenizers
    for name, titles_of in sets.items():
        words = unseen_lexicon(f"{name}.toml") if name in unseen else []
        ours = make_reader(tokenizers, [*lexicon(), *words])
        readers: dict[str, Read] = {
            "fugashi": partial(_fugashi, tokenizers),
            "SudachiPy": partial(_sudachi, tokenizers),
            "ours": partial(_ours, ours),
        }
        for reader, read in readers.items():
            characters, exact = reading_score(titles_of, read)
            print(f"{name:12} {len(titles_of):3} {reader:10} {characters:.4f} {exact:.3f}")


def entities(models: Models) -> None:
    """Strict F1 by label, and over all labels without each part of the pipeline."""
    texts = [*own_texts(), *published_texts()]
    for half in _halves(texts):
        of_half = [text for text in texts if text.half == half]
        for label, found in score(of_half, partial(_marks, models.finder)).items():
            name = label.value if label else "all"
            counts = f"{found.right:4} {found.wrong:3} {found.missed:3} {found.f1:.3f}"
            print(f"{half:12} {name:13} {counts}")
        for part in PARTS:
            others = [each for each in PARTS if each != part]
            finder = make_finder(models.reader.tokenizers, lexicon(), others)
            less = score(of_half, partial(_marks, finder))[None]
            print(f"{half:12} without {part:13} {less.f1:.3f}")
    for names in FRESH:
        finder = make_finder(models.reader.tokenizers, fresh_lexicon(names))
        fresh = [text for name in names for text in fresh_texts(name)]
        print(f"{names[0]:21} {score(fresh, partial(_marks, finder))[None].f1:.3f}")


def speed(models: Models) -> None:
    """Characters a second, and the most memory used."""
    texts = [text.text for text in own_texts()] * 5
    began = time.perf_counter()
    for text in texts:
        models.content(text)
    contents = sum(map(len, texts)) / (time.perf_counter() - began)
    began = time.perf_counter()
    for text in texts:
        models.reading(text)
    read = sum(map(len, texts)) / (time.perf_counter() - began)
    print(f"contents {contents:,.0f} characters/s, readings {read:,.0f} characters/s")
    print(f"memory {_megabytes():.0f} MB at most")


def _halves(labelled: Iterable[Text | Title]) -> list[str]:
    return sorted({each.half for each in labelled})


def _marks(finder: Finder, text: str) -> list[Marked]:
    return [(span.start, span.end, span.label) for span in finder.find(text)]


def _ours(reader: Reader, title: str) -> str:
    return reader.read(title).kana


def _fugashi(tokenizers: Tokenizers, title: str) -> str:
    return _only_kana("".join(kana for _, kana in second_reading(title, tokenizers)))


def _sudachi(tokenizers: Tokenizers, title: str) -> str:
    words = (word for word in morphemes(title, tokenizers) if not word.tag.startswith("補助記号"))
    return _only_kana("".join(katakana(word.reading) for word in words))


def _only_kana(text: str) -> str:
    return "".join(c for c in text if c in _LETTERS)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
