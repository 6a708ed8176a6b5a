"""Whether a page's text layer says what the page shows, so that its text may be trusted."""

from parsers.health.assess import Health, assess
from parsers.health.damage import saved_as_text
from parsers.health.language import Analyser, load_analyser

__all__ = ["Analyser", "Health", "assess", "load_analyser", "saved_as_text"]
