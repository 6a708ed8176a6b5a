"""Builds the sample site and its truth from the content files; `python -m samples.build`."""
