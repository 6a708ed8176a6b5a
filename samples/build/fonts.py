"""Finding the fonts: free ones, at build time only; the output embeds subsets of them."""

import hashlib
import os
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

GOTHIC = "IPAexGothic"
MINCHO = "IPAexMincho"
FONT_DIRECTORY_VARIABLE = "KOUYAKU_SAMPLE_FONTS"
# Where Debian's fonts-ipaexfont-gothic and fonts-ipaexfont-mincho (004.01) put them.
_DEBIAN = Path("/usr/share/fonts/opentype")
_FILES = {
    GOTHIC: (
        "ipaexg.ttf",
        "ipaexfont-gothic",
        "3b9955a5e437ffb24c41548e79296fa724822da21ee75dc1b94f6ccdb8f400dd",
    ),
    MINCHO: (
        "ipaexm.ttf",
        "ipaexfont-mincho",
        "7a306386f930fee80922f71eebf4ffe0f1ff2817da8e619230953487673d71c7",
    ),
}


class FontMissingError(Exception):
    """A font of exactly the version used is not on this machine."""


def font_path(name: str) -> Path:
    """The file of font `name`.

    Raises FontMissingError where it is absent or of another version.
    """
    file, package, digest = _FILES[name]
    places = [_DEBIAN / package / file]
    if directory := os.environ.get(FONT_DIRECTORY_VARIABLE):
        places.insert(0, Path(directory) / file)
    for path in places:
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            return path
    raise FontMissingError(
        f"{file} (IPAex 004.01) not found: install fonts-{package} or name its folder "
        f"in {FONT_DIRECTORY_VARIABLE}"
    )


def register() -> None:
    """Make both fonts known to reportlab, afresh, so that subsets do not depend on the past."""
    for name in _FILES:
        pdfmetrics.registerFont(TTFont(name, str(font_path(name))))
