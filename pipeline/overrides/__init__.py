"""The ledger of corrections made by people: applied visibly, never silently left unused."""

from pipeline.overrides.apply import apply_ledger
from pipeline.overrides.ledger import Held, Ledger, Override, load_ledger

__all__ = ["Held", "Ledger", "Override", "apply_ledger", "load_ledger"]
