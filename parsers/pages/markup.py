"""From HTML to lines of text, independent of which elements were used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.pages.builder import LineBuilder
from parsers.pages.lines import Kind, Line
from parsers.pages.rows import Rows
from schemas.errors import DocumentError

_UNREAD = frozenset([
    "script", "style", "noscript", "template", "head", "nav", "footer", "rt", "rp", "select",
    "textarea", "button", "svg", "math", "iframe", "object", "audio", "video", "canvas", "map",
    "datalist", "del", "s", "strike"
])  # fmt: skip
_INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font",
    "i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "samp",
    "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "-text",
    "-comment"
])  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LABELS = frozenset(("dt", "summary", "caption", "legend"))
_CELLS = frozenset(("td", "th"))
_LEFT_OPEN = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead",
    "tfoot", "option", "optgroup", "rt", "rp", "rb", "html", "head", "body", "colgroup"
])  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_MARKUP = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<meta\s|</(?:p|div|h[1-6]|li|td|a|span|details|dl)\s*>"
    r"|<br\s*/?>|<(?:p|div|h[1-6]|table|ul|ol|dl|details|pre)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[a-z-]*\s*:[^;]*line-through",
    re.IGNORECASE,
)
_FOLDING = frozenset(("aria-expanded", "aria-controls"))
_MAX_DEPTH = 1000
"""Browsers stop at 512; beyond that the time a parser needs grows with depth times length."""


def is_markup(text: str) -> bool:
    """Say whether a text is HTML."""
    return _MARKUP.search(text) is not None


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """What an HTML page holds: its lines, the ``title`` element and the ``base`` address."""

    lines: tuple[Line, ...]
    title: str | None
    base: str | None


def read_markup(text: str, where: str = "") -> MarkedUp:
    """Read HTML, however broken, into lines in document order.

    Scripts, styles, hidden and struck-out elements, navigation and ruby readings are left out.

    Raises:
        DocumentError: ``page.too_deep`` for elements nested beyond any sense.
    """
    _check_depth(text, where)
    tree = LexborHTMLParser(text.replace("\x00", ""))
    title, base = tree.css_first("title"), tree.css_first("base[href]")
    body = tree.body
    lines = _Walk().read(body) if body is not None else ()
    return MarkedUp(
        lines=tuple(lines),
        title=" ".join(title.text().split()) or None if title is not None else None,
        base=base.attributes.get("href") if base is not None else None,
    )


def _check_depth(text: str, where: str) -> None:
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        if tag.group(2).lower() in _LEFT_OPEN:
            continue
        depth = max(depth - 1, 0) if tag.group(1) else depth + 1
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise DocumentError(
            "page.too_deep",
            f"elements are nested more than {_MAX_DEPTH} deep",
            where,
            "check whether this is the page itself",
        )


def _events(root: LexborNode) -> Iterator[tuple[bool, LexborNode]]:
    """Walk without recursion: (True, node) on entering, (False, node) on leaving an element."""
    stack = [(True, root)]
    while stack:
        entering, node = stack.pop()
        yield entering, node
        if not entering:
            continue
        stack.append((False, node))
        if not _is_unread(node):
            children = list(node.iter(include_text=True))
            stack.extend((True, child) for child in reversed(children))


def _opens_section(button: LexborNode) -> bool:
    """A button that folds what follows is its heading, or stands in one."""
    parent = button.parent
    within = parent is not None and (parent.tag in _HEADINGS or parent.tag in _LABELS)
    return within or not _FOLDING.isdisjoint(button.attributes)


def _is_unread(node: LexborNode) -> bool:
    if node.tag in _UNREAD:
        return node.tag != "button" or not _opens_section(node)
    if node.tag == "-text" or node.tag == "-comment":
        return False
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))


@dataclass(slots=True)
class _Walk:
    builder: LineBuilder = field(default_factory=LineBuilder)
    rows: Rows = field(default_factory=Rows)
    kinds: list[tuple[str, Kind, int]] = field(default_factory=list)
    anchor_count: int = 0
    anchor_text: bool = False
    picture: str = ""
    preformatted: int = 0

    def read(self, root: LexborNode) -> list[Line]:
        for entering, node in _events(root):
            if node.tag == "-text":
                if entering:
                    self._text(node)
            elif node.tag not in _UNREAD:
                (self._enter if entering else self._leave)(node)
        self._end_line()
        return self.builder.lines

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        self.anchor_text = self.anchor_text or bool(text.strip())
        if not self.preformatted:
            self.builder.add(text)
            return
        for index, part in enumerate(text.splitlines()):
            if index:
                self._end_line()
            self.builder.add(part)

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br" and self.kinds and self.kinds[-1][1] in ("heading", "label"):
            self.builder.space()
        elif tag not in _INLINE:
            self._end_line()
        if tag == "a":
            self._open_anchor(node)
        elif tag == "img":
            self.picture += node.attributes.get("alt") or ""
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "table":
            self.rows.enter_table()
        elif tag == "tr":
            self.rows.enter_row(len(self.builder.lines))
        elif tag in _CELLS:
            attributes = node.attributes
            spans = attributes.get("rowspan"), attributes.get("colspan")
            self.rows.enter_cell(tag == "th", *spans)
        if tag in _HEADINGS or tag in _LABELS:
            kind: Kind = "heading" if tag in _HEADINGS else "label"
            self.kinds.append((tag, kind, _HEADINGS.get(tag, 0)))

    def _open_anchor(self, node: LexborNode) -> None:
        href = node.attributes.get("href")
        if href is not None:
            self.anchor_count += 1
            self.anchor_text, self.picture = False, ""
            self.builder.open_anchor(self.anchor_count, href.strip())

    def _close_anchor(self) -> None:
        """A link without text is known by the text of its picture."""
        if not self.anchor_text:
            self.builder.add(self.picture)
        self.anchor_text = True
        self.builder.close_anchor()

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self._close_anchor()
        elif tag not in _INLINE and tag != "br":
            self._end_line()
        if tag == "pre":
            self.preformatted -= 1
        elif tag == "tr":
            self.rows.leave_row(self.builder.lines)
        elif tag == "table":
            self.rows.leave_table()
        if self.kinds and self.kinds[-1][0] == tag:
            self.kinds.pop()

    def _end_line(self) -> None:
        kind: Kind = "text"
        level = 0
        if self.kinds:
            _, kind, level = self.kinds[-1]
        row = self.rows.row
        if row is not None and kind == "text":
            kind = "cell"
        self.builder.end_line(kind, level, row, self.rows.column, self.rows.table)
