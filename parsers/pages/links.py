"""The page's links to documents: what each leads to and how large it says the document is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import urljoin, urlsplit

from parsers.pages.announcements import pillar_number
from parsers.pages.lines import Anchor, Line, fold
from parsers.pages.notes import Notes
from parsers.pages.phrases import words_pattern
from parsers.pages.wording import Wording
from schemas.enums import LinkRole
from schemas.records import Link

_NO_DOCUMENT = ("javascript:", "mailto:", "tel:", "data:", "about:", "#")
_CONTEXT_LINES = 4
_BULLETS = " \u3000*・･•‣–—-■□●○◎◆◇▼▽▲△★☆▶►"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A link as it stands on the page. ``context`` is what was said just before it.

    ``beside`` are the other cells of its table row, the first of which may name it.
    """

    label: str
    href: str | None
    context: str
    beside: tuple[str, ...] = ()


class LinkReader:
    """Reads links with one vocabulary and the names of the pillars."""

    def __init__(self, wording: Wording, pillars: Mapping[int, str], notes: Notes) -> None:
        words = wording.vocabulary.links
        self._words = words
        self._size = wording.size
        self._pillars = pillars
        self._notes = notes
        self._pillar_words = words_pattern(words.roles.get(LinkRole.PILLAR, ()))
        self._roles = {
            role: words_pattern(words.roles.get(role, ()))
            for role in (LinkRole.GOAL_LIST, LinkRole.PRESS_RELEASE)
        }
        types = words_pattern(words.file_types).pattern
        named = rf"(?=[^\[\]()]*(?:{types}))"
        sized = rf"[\[(]{named}[^\[\]()]{{0,30}}?{wording.size.pattern}[^\[\]()]{{0,12}}[\])]"
        sized += rf"|[\[(]\s*約?{wording.size.pattern}\s*[\])]"
        self._sized = re.compile(sized)
        self._declared = re.compile(rf"\s*(?:{sized}|[\[(](?:{types})[^\[\]()]{{0,20}}[\])])")

    def read(self, lines: Sequence[Line], base: str | None, markup: bool) -> tuple[Link, ...]:
        """Read links in the page's order; relative addresses are completed by ``base``."""
        found = self._anchored(lines) if markup else self._written(lines)
        records: list[Link] = []
        for candidate in found:
            role, pillar = self._role(candidate)
            if not self._is_document(candidate) and not self._names_pillar(candidate.label):
                continue
            records.append(
                Link(
                    document_id=self._notes.document_id,
                    order=len(records) + 1,
                    label_raw=candidate.label,
                    url=self._address(candidate, base),
                    role=role,
                    pillar_number=pillar,
                    declared_bytes=self._bytes(" ".join([candidate.label, *candidate.beside])),
                )
            )
        return tuple(records)

    def _anchored(self, lines: Sequence[Line]) -> Iterator[_Candidate]:
        said: list[str] = []
        last: int | None = None
        for row, group in groupby(lines, key=lambda line: line.row):
            cells = list(group)
            plain = [line.folded for line in cells if not line.anchors]
            linked = len(plain) < len(cells)
            beside = tuple(plain) if row is not None and linked else ()
            for line in cells:
                for anchor in line.anchors:
                    lower = anchor.href.lower()
                    if anchor.key == last or not lower or lower.startswith(_NO_DOCUMENT):
                        continue
                    last = anchor.key
                    label = self._label(line, anchor)
                    yield _Candidate(label, anchor.href, _context(said), beside)
                if not line.anchors and not beside:
                    said.append(line.folded)

    def _label(self, line: Line, anchor: Anchor) -> str:
        """The link's text, with the size in brackets that may stand just behind it."""
        declared = self._declared.match(line.folded, anchor.end)
        return line.text[anchor.start : declared.end() if declared else anchor.end].strip()

    def _written(self, lines: Sequence[Line]) -> Iterator[_Candidate]:
        """Labels in a text extract are known by the size that they give."""
        said: list[str] = []
        for line in lines:
            start = 0
            for sized in self._sized.finditer(line.folded):
                label = line.text[start : sized.end()].lstrip(_BULLETS).strip()
                start = sized.end()
                yield _Candidate(label, None, _context(said))
            if not start:
                said.append(line.folded)

    def _is_document(self, candidate: _Candidate) -> bool:
        if candidate.href is None or self._sized.search(fold(candidate.label)):
            return True
        path = candidate.href.split("#")[0].split("?")[0].lower()
        return path.rpartition(".")[2] in self._words.extensions and "." in path

    def _names_pillar(self, label: str) -> bool:
        return _by_name(label, self._pillars) is not None

    def _role(self, candidate: _Candidate) -> tuple[LinkRole, int | None]:
        """By the link's own text, else by the cell that heads its row."""
        for text in (candidate.label, *candidate.beside[:1]):
            role, pillar = self._role_of(text, candidate)
            if role is not LinkRole.OTHER:
                return role, pillar
        return LinkRole.OTHER, None

    def _role_of(self, text: str, candidate: _Candidate) -> tuple[LinkRole, int | None]:
        label = fold(text)
        named, numbered = _by_name(label, self._pillars), self.leading_number(label)
        if named is not None:
            if numbered is not None and numbered != named:
                self._report_number(text, named, numbered)
            return LinkRole.PILLAR, named
        for role, words in self._roles.items():
            if words.search(label):
                return role, None
        about_pillars = self._pillar_words.search(label + " " + candidate.context)
        if numbered is not None and about_pillars:
            return LinkRole.PILLAR, numbered
        return LinkRole.OTHER, None

    def leading_number(self, label: str) -> int | None:
        """The number that heads a folded label, also behind a word for pillars."""
        words = self._pillar_words.pattern
        bare = re.sub(rf"^\(?(?:第|{words})\s*(?=[0-9])", "", label)
        if re.match(rf"\(?(?:{words})", label):
            bare = re.sub(r"^([0-9]{1,2})(?![0-9年月])", r"\1 ", bare)
        bare = re.sub(r"^\(?([0-9]+)\)\s*", r"\1 ", bare)
        bare = re.sub(rf"^([0-9]+)(?:の?(?:{words}))[:\s]*", r"\1 ", bare)
        if bare and unicodedata.category(bare[0]) == "No":
            return int(unicodedata.numeric(bare[0]))
        return pillar_number(bare, {})

    def _address(self, candidate: _Candidate, base: str | None) -> str | None:
        if candidate.href is None:
            return None
        try:
            urlsplit(candidate.href)
            return urljoin(base, candidate.href) if base else candidate.href
        except ValueError:
            self._notes.issue(
                "page.link_unread",
                f"リンク先「{candidate.href}」を読み取れません。",
                f"The address {candidate.href!r} cannot be read.",
                table="links",
                field_name="url",
                text=candidate.label,
            )
            return None

    def _bytes(self, label: str) -> int | None:
        found = self._size.search(fold(label))
        if found is None:
            return None
        figure = Decimal(found.group(1).replace(",", ""))
        return round(figure * self._words.size_units[found.group(2)])

    def _report_number(self, label: str, named: int, numbered: int) -> None:
        self._notes.issue(
            "page.pillar_differs",
            f"リンクの番号は{numbered}ですが、名称は分野{named}のものです。",
            f"The link is numbered {numbered} but bears the name of pillar {named}.",
            table="links",
            field_name="pillar_number",
            text=label,
            calculation=f"named={named}; numbered={numbered}",
        )


def _by_name(label: str, pillars: Mapping[int, str]) -> int | None:
    number = pillar_number(label, pillars)
    bare = "".join(fold(label).split())
    name = "".join(fold(pillars.get(number, "")).split()) if number is not None else ""
    return number if name and name in bare else None


def _context(said: Sequence[str]) -> str:
    return " ".join(said[-_CONTEXT_LINES:])
