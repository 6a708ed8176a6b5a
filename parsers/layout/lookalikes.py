"""Code points that stand where another of the same glyph was meant, and nothing wider.

Fonts that map one glyph to two code points make PDF writers choose the radical (⽉ for 月), or the
hyphenation point for the middle dot (‧ for ・). Whole
normalisation (NFKC) would also rewrite ①, ㎡ and full-width digits, which must stay as published.
Sources: Unicode Character Database, block Kangxi Radicals (each has a one-character compatibility
mapping) and EquivalentUnifiedIdeograph.txt for the CJK Radicals Supplement.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_KANGXI: Final = range(0x2F00, 0x2FD6)
_SUPPLEMENT: Final = (
    "⺎兀⺏尣⺒巳⺓幺⺔彑⺛旡⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺱网⺼月⺽臼⻁虎⻂衤⻃覀⻄西"
    "⻆角⻊足⻑長⻗雨⻘青⻝食⻞食⻟飠⻡首⻣骨⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻱龜⻲亀"
    "⺅亻⺉刂⺊卜⺖忄⺘扌⺙攵⺡氵⺣灬⺤爫⺨犭⺭礻⺹耂⺾艹⻌辶⻍辶⻏阝⻖阝"
)

LOOKALIKES: Final[Mapping[str, str]] = MappingProxyType(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
    | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    | {"‧": "・", "∕": "／"}
)
