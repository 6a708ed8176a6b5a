"""From bytes to text, by what the bytes are and not by what the page says they are.

Pages of cities declare Shift_JIS and are UTF-8, and the reverse, so a declaration only breaks
a tie. Japanese prose is full of kana; read in a wrong charset it has none, or has half-width
kana, private-use characters and replacement characters instead.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from schemas.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_JAPANESE = ("utf-8", "cp932", "euc_jp")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_SAME = {"shift_jis": "cp932", "shiftjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_HEAD = 4096
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_WRONG = re.compile("[\ufffd\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\ue000-\uf8ff]")
_DOUBTFUL = re.compile("[\uff61-\uff9f]")
_WRONG_SHARE = 0.05


class Decoded(NamedTuple):
    """``replaced`` counts characters that could not be read; ``declared`` is what the page says."""

    text: str
    charset: str
    declared: str | None
    replaced: int


def decode(data: bytes, where: str = "") -> Decoded:
    """Read a page or a text extract as Unicode.

    Raises:
        DocumentError: ``page.empty`` for no text, ``page.not_text`` for bytes that are none.
    """
    declared = _declared(data)
    for bom, charset in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(charset, "replace")
            return checked(Decoded(text, charset, declared, text.count("\ufffd")), where)
    charset = _best(data, declared)
    text = data.decode(charset, "replace")
    return checked(Decoded(text, charset, declared, text.count("\ufffd")), where)


def checked(decoded: Decoded, where: str) -> Decoded:
    """Refuse what holds no text or is none (``page.empty``, ``page.not_text``)."""
    text = decoded.text
    if not text.strip("\ufeff \t\r\n\f\x00"):
        raise DocumentError("page.empty", "the file holds no text", where, "fetch it again")
    if len(_WRONG.findall(text)) > _WRONG_SHARE * len(text):
        raise DocumentError(
            "page.not_text", "the file is neither a page nor text", where, "check what it is"
        )
    return decoded


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD].replace(b"\x00", b""))
    return found.group(1).decode("ascii").lower() if found else None


def _codec(name: str | None) -> str | None:
    """The text codec of a declared charset, or None where Python has none of that name."""
    if name is None:
        return None
    try:
        codec = codecs.lookup(_SAME.get(name, name))
        return codec.name if isinstance("".encode(codec.name), bytes) else None
    except (LookupError, ValueError):
        return None


def _best(data: bytes, declared: str | None) -> str:
    if b"\x1b$" in data:
        return "iso2022_jp_ext"
    if b"\x00" not in data and _is_utf8(data):
        return "utf-8"
    candidates = list(_JAPANESE)
    if b"\x00" in data:
        candidates += ["utf-16-le", "utf-16-be"]
    named = _codec(declared)
    if named is not None and named not in candidates:
        candidates.append(named)
    return max(candidates, key=lambda charset: (_score(data, charset), charset == named))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _score(data: bytes, charset: str) -> float:
    """Share of kana less ten times the share of what Japanese prose never holds."""
    text = data.decode(charset, "replace")
    kana, wrong = len(_KANA.findall(text)), len(_WRONG.findall(text))
    return (kana - 10 * wrong - len(_DOUBTFUL.findall(text))) / max(len(text), 1)
