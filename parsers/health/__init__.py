"""Whether a page's text layer says what the page shows, so that its text may be trusted."""

from parsers.health.assess import Health, assess
from parsers.health.damage import saved_as_text
from parsers.health.digits import Misdrawn, are_certain, digits_of, misdrawn, sample
from parsers.health.language import Analyser, load_analyser
from parsers.health.sample import digits_agree, layer_agrees

__all__ = [
    "Analyser",
    "Health",
    "Misdrawn",
    "are_certain",
    "assess",
    "digits_agree",
    "digits_of",
    "layer_agrees",
    "load_analyser",
    "misdrawn",
    "sample",
    "saved_as_text",
]
