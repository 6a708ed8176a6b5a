"""What a file is, found from its content, and files that are refused."""

from __future__ import annotations

import pytest

from parsers.document import parse_document
from parsers.version import PARSER_VERSION
from pipeline.profiles import base_vocabulary
from schemas.errors import DocumentError
from tests.sheets.paper import Paper, print_pdf
from tests.sheets.test_extracts import SHEET


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "document.empty"),
        (b"\r\n \n", "a.txt", "document.empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a.pdf", "document.not_a_pdf"),
        ("見つかりません".encode("cp932"), "a.pdf", "document.not_a_pdf"),
        (b"PK\x03\x04" + b"\x00" * 40, "a.pdf", "document.unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "a.pdf", "document.unknown"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<", "a.pdf", "document.broken"),
    ],
)
def test_files_that_are_refused_say_why_in_one_line(data: bytes, name: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(data, name, base_vocabulary())
    assert caught.value.code == code
    assert str(caught.value).count("\n") == 0
    assert name in str(caught.value)


def test_a_truncated_pdf_is_refused_or_read() -> None:
    whole = print_pdf([Paper().text(40, 40, "市長公約")])
    with pytest.raises(DocumentError):
        parse_document(whole[:300], "cut.pdf", base_vocabulary())


def test_names_do_not_decide() -> None:
    pdf = print_pdf([Paper().text(40, 40, "予算書")])
    assert parse_document(pdf, "a.txt", base_vocabulary()).document.media_type == "application/pdf"
    parsed = parse_document(SHEET.encode(), "a", base_vocabulary())
    assert parsed.document.kind == "sheet"
    assert parsed.document.parser_version == PARSER_VERSION
    assert parsed.document.document_id.startswith("sha256:")
    assert parsed.sheets[0].sheet.sheet_id == f"{parsed.document.document_id[7:23]}-001"


def test_pages_of_documents_about_other_things_have_their_reason() -> None:
    parsed = parse_document(print_pdf([Paper().text(40, 40, "予算書")]), "a.pdf", base_vocabulary())
    assert parsed.document.kind == "other"
    assert [page.reason for page in parsed.pages] == ["no_pledge_wording"]
    assert parsed.pages[0].leftover_text == "予算書"
