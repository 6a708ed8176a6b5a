"""Small files that cost much to read, made here."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of the objects, the first of which is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    end += b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    return out + end


def stream(data: bytes, entries: bytes = b"/Filter/FlateDecode") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def page(contents: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    """A PDF of one page with these contents, a stream object."""
    entries = b"/MediaBox %s/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" % box
    return pdf([CATALOG, ONE_PAGE, b"<</Type/Page/Parent 2 0 R%s>>" % entries, contents, FONT])


def rectangles() -> bytes:
    """A million rectangles in 26 kB."""
    return page(stream(zlib.compress(b"1 1 2 2 re f\n" * 1_000_000, 9)))


def text_operators() -> bytes:
    """A million text objects in 73 kB."""
    return page(stream(zlib.compress(b"BT /F 9 Tf 10 10 Td (a) Tj ET\n" * 1_000_000, 9)))


def nested_flate() -> bytes:
    """A gibibyte of spaces in 800 bytes, packed three times."""
    packer = zlib.compressobj(9)
    spaces = b" " * 2**20
    packed = b"".join(packer.compress(spaces) for _ in range(1024)) + packer.flush()
    filters = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    return page(stream(zlib.compress(zlib.compress(packed, 9), 9), filters))


def many_pages() -> bytes:
    """Ten thousand pages, all the same object."""
    kids = b" ".join([b"3 0 R"] * 10_000)
    tree = b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids
    return pdf([CATALOG, tree, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"])


def page_loop() -> bytes:
    """A page tree that is its own child, and a page whose contents are the page."""
    tree = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    leaf = b"<</Type/Page/Parent 3 0 R/Contents 3 0 R/MediaBox 4 0 R>>"
    return pdf([CATALOG, tree, leaf, b"4 0 R"])


def form_loop() -> bytes:
    """A form that draws itself twice, without end."""
    draws = b"/Resources<</XObject<</X 5 0 R>>>>"
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % draws
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + draws)
    return pdf([CATALOG, ONE_PAGE, leaf, stream(b"/X Do /X Do", b""), form])


def huge_box() -> bytes:
    """A page as wide as a continent."""
    text = stream(b"BT /F 9 Tf 10 10 Td (a) Tj ET", b"")
    return page(text, b"[0 0 1e9 1e9]")
