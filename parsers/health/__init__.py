"""Whether a page's text layer says what the page shows, so that its text may be trusted."""

from parsers.health.assess import Health, assess
from parsers.health.damage import saved_as_text
from parsers.health.digits import digits_are_false
from parsers.health.language import Analyser, load_analyser
from parsers.health.sample import layer_agrees

__all__ = [
    "Analyser",
    "Health",
    "assess",
    "digits_are_false",
    "layer_agrees",
    "load_analyser",
    "saved_as_text",
]
