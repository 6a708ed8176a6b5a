"""Damage that leaves a file openable and its pages bare."""

from __future__ import annotations

_REPLACEMENT = "\ufffd".encode()
_SHARE = 0.01


def saved_as_text(data: bytes) -> bool:
    """Whether a binary file was once decoded and saved as UTF-8 text.

    Every byte that is not UTF-8 has then become U+FFFD: fonts, images and compressed contents are
    lost for good, though the file still opens and counts its pages. The share is of the bytes.
    """
    return data.count(_REPLACEMENT) * len(_REPLACEMENT) > _SHARE * len(data) > 0
