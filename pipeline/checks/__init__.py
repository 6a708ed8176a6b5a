"""Reconciliation: does what the city reports add up? Each rule has a code and shows its sum."""

from pipeline.checks.city import City
from pipeline.checks.rules import RULES, SUPERSEDED, check

__all__ = ["RULES", "SUPERSEDED", "City", "check"]
