"""Japanese dates, eras, fiscal years, ranges, counts and money in running text."""

from parsers.values.find import find_values, first
from parsers.values.model import Alternative, Bound, Context, Kind, MonthDay, Value, fiscal_year_of

__all__ = [
    "Alternative",
    "Bound",
    "Context",
    "Kind",
    "MonthDay",
    "Value",
    "find_values",
    "first",
    "fiscal_year_of",
]
