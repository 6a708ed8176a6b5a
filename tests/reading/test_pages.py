"""A page that is lost costs only itself; a document longer than is read says so."""

from __future__ import annotations

import pytest

from parsers.document import parse_document
from parsers.sources import MOST_PAGES
from pipeline.profiles import base_vocabulary
from schemas.errors import DocumentError
from schemas.parsed import ParsedDocument
from tests.reading.bombs import CATALOG, FONT, pdf, stream


def read(data: bytes) -> ParsedDocument:
    return parse_document(data, "paper.pdf", base_vocabulary())


def leaf(contents: int) -> bytes:
    entries = b"/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents %d 0 R" % contents
    return b"<</Type/Page/Parent 2 0 R%s>>" % entries


def printed(text: bytes) -> bytes:
    return stream(b"BT /F 12 Tf 40 700 Td (%s) Tj ET" % text, b"")


def three(second: bytes, reference: bytes = b"6 0 R") -> bytes:
    """Three pages, the second of which is some object, or one that does not exist."""
    tree = b"<</Type/Pages/Count 3/Kids[3 0 R %s 4 0 R]>>" % reference
    contents = (printed(b"first"), second, FONT, printed(b"third"))
    return pdf([CATALOG, tree, leaf(5), leaf(8), *contents])


@pytest.mark.parametrize(
    "data",
    [three(b"null"), three(b"42"), three(b"[1 2]"), three(b"(a page)"), three(b"null", b"99 0 R")],
)
def test_a_page_that_no_reader_can_load_costs_only_itself(data: bytes) -> None:
    parsed = read(data)
    assert (parsed.document.page_count, parsed.document.state) == (3, "partly_read")
    assert [row.leftover_text for row in parsed.pages] == ["first", None, "third"]
    assert parsed.pages[1].reason == "page_broken"
    assert [(row.rule, row.page) for row in parsed.issues] == [("document.page_unread", 2)]


def test_a_document_none_of_whose_pages_can_be_loaded_is_refused() -> None:
    tree = b"<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>"
    with pytest.raises(DocumentError) as caught:
        read(pdf([CATALOG, tree, b"null"]))
    assert caught.value.code == "document.broken"
    assert "paper.pdf" in str(caught.value)


@pytest.mark.parametrize("more", [0, 3])
def test_pages_after_the_most_that_are_read_are_named(more: int) -> None:
    kids = b" ".join([b"3 0 R"] * (MOST_PAGES + more))
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (MOST_PAGES + more, kids)
    nothing = [b"null"] * 2
    parsed = read(pdf([CATALOG, tree, leaf(4), printed(b"page"), *nothing, FONT]))
    assert parsed.document.page_count == MOST_PAGES + more
    assert len(parsed.pages) == MOST_PAGES
    assert parsed.document.state == ("partly_read" if more else "read")
    named = [(row.rule, row.page, row.message_ja) for row in parsed.issues]
    told = "1001ページ目から後の3ページは読んでいません。"
    assert named == ([("document.pages_left_out", MOST_PAGES + 1, told)] if more else [])
