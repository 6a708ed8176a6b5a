"""What differs between two releases, two days or two documents."""

from pipeline.diff.compare import Difference, compare
from pipeline.diff.sources import Side, open_side

__all__ = ["Difference", "Side", "compare", "open_side"]
