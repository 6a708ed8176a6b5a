"""Site profiles: what differs between one city and the next, as TOML."""

from pipeline.profiles.load import base_vocabulary, load_profile, profile_names
from pipeline.profiles.model import Profile

__all__ = ["Profile", "base_vocabulary", "load_profile", "profile_names"]
