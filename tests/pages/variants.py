"""The same page in other clothes: other charsets, other elements, other ways to write numbers.

A page is taken apart by its own simple markup (``h1``-``h4``, ``p``, ``ul`` inside
``#main_body``) and put together again; nothing of the reader under test is used.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import html as lxml_html

HEAD = (
    '<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>{title}</title></head><body>'
)
MEETING = re.compile(r"第.{1,3}回|臨時")
KANJI = "〇一二三四五六七八九"


@dataclass
class Piece:
    """One heading with the inner HTML of the paragraphs and lists below it."""

    level: int
    heading: str
    paragraphs: list[str] = field(default_factory=list)

    @property
    def meets(self) -> bool:
        return self.level > 2 and MEETING.search(self.heading) is not None


def pieces(page: str) -> tuple[str, list[Piece]]:
    """Title and pieces of a page."""
    tree = lxml_html.fromstring(page)
    title = tree.xpath("string(//h1)")
    found = [Piece(1, title)]
    for element in tree.get_element_by_id("main_body"):
        inner = (html.escape(element.text or "")) + "".join(
            lxml_html.tostring(child, encoding="unicode") for child in element
        )
        if re.fullmatch(r"h[1-6]", element.tag):
            found.append(Piece(int(element.tag[1]), element.text_content()))
        elif element.tag == "ul":
            found[-1].paragraphs += [
                "".join(lxml_html.tostring(child, encoding="unicode") for child in item)
                for item in element
            ]
        else:
            found[-1].paragraphs.append(inner)
    return title, found


def _page(title: str, body: str) -> str:
    return HEAD.format(title=f"{title} - 市ホームページ") + body + "</body></html>"


def _render(page: str, render: Callable[[Piece], str]) -> str:
    title, found = pieces(page)
    return _page(title, "\n".join(render(piece) for piece in found))


def _plain(piece: Piece) -> str:
    paragraphs = "".join(f"<p>{inner}</p>" for inner in piece.paragraphs)
    return f"<h{piece.level}>{piece.heading}</h{piece.level}>{paragraphs}"


def paragraphs_only(page: str) -> str:
    return _render(page, lambda p: "".join(f"<p>{x}</p>" for x in [p.heading, *p.paragraphs]))


def one_paragraph(page: str) -> str:
    title, found = pieces(page)
    lines = [line for piece in found for line in [piece.heading, *piece.paragraphs]]
    return _page(title, f"<p>{'<br>'.join(lines)}</p>")


def strong_headings(page: str) -> str:
    return _render(
        page,
        lambda p: f"<p><strong>{p.heading}</strong><br>\n{'<br/>　'.join(p.paragraphs)}</p>",
    )


def nested_divs(page: str) -> str:
    def render(piece: Piece) -> str:
        lines = "".join(f"<div><div><span>{x}</span></div></div>" for x in piece.paragraphs)
        return f"<div class=a><div><div><font>{piece.heading}</font></div></div>{lines}</div>"

    return _render(page, render)


def list_items(page: str) -> str:
    def render(piece: Piece) -> str:
        items = "".join(f"<li>{inner}</li>" for inner in piece.paragraphs)
        if piece.meets:
            return f"<ul><li>{piece.heading}<ul>{items}</ul></li></ul>"
        return f"<h{piece.level}>{piece.heading}</h{piece.level}><ul>{items}</ul>"

    return _render(page, render)


def definition_lists(page: str) -> str:
    def render(piece: Piece) -> str:
        if not piece.meets:
            return _plain(piece)
        texts = "".join(f"<dd>{inner}</dd>" for inner in piece.paragraphs)
        return f"<dl><dt>{piece.heading}</dt>{texts}</dl>"

    return _render(page, render)


def accordions(page: str) -> str:
    def render(piece: Piece) -> str:
        texts = "".join(f"<p>{inner}</p>" for inner in piece.paragraphs)
        if piece.level == 1:
            return _plain(piece)
        return f"<details><summary>{piece.heading}</summary>{texts}</details>"

    return _render(page, render)


def _tabled(page: str, row: Callable[[Piece], str], head: str = "") -> str:
    title, found = pieces(page)
    out, is_open = [], False
    for piece in found:
        if piece.meets and not is_open:
            out.append(f"<table border=1>{head}")
        elif not piece.meets and is_open:
            out.append("</table>")
        is_open = piece.meets
        out.append(row(piece) if piece.meets else _plain(piece))
    return _page(title, "\n".join(out) + ("</table>" if is_open else ""))


def table_heading_and_text(page: str) -> str:
    return _tabled(
        page,
        lambda p: (
            f"<tr><th>{p.heading}</th><td>{''.join(f'<p>{x}</p>' for x in p.paragraphs)}</td></tr>"
        ),
        "<tr><th>会議</th><th>内容</th></tr>",
    )


def table_in_one_column(page: str) -> str:
    return _tabled(
        page,
        lambda p: f"<tr><th>{p.heading}</th></tr><tr><td>{'<br>'.join(p.paragraphs)}</td></tr>",
    )


def table_of_columns(page: str) -> str:
    def row(piece: Piece) -> str:
        name, _, held = re.sub(
            r"[（）]", lambda m: "()"["（）".index(m.group())], piece.heading
        ).partition("(")
        day = held.rstrip(")").replace("開催", "")
        return f"<tr><td>{name}</td><td>{day}</td><td>{'<br>'.join(piece.paragraphs)}</td></tr>"

    return _tabled(page, row, "<tr><td>会議名</td><td>開催日</td><td>内容</td></tr>")


def layout_table(page: str) -> str:
    title, found = pieces(page)
    menu = "<td><ul><li><a href='/'>トップ</a></li></ul></td>"
    return _page(
        title, f"<table><tr>{menu}<td>{''.join(_plain(p) for p in found)}</td></tr></table>"
    )


def same_level(page: str) -> str:
    return re.sub(r"(</?)h[34]>", r"\1h2>", page)


def unclosed(page: str) -> str:
    return _render(
        page,
        lambda p: f"<H{p.level}>{p.heading}<P>" + "<P>".join(p.paragraphs) + "</b></div>",
    ).replace("</body></html>", "")


def wrapped_source(page: str) -> str:
    """Line breaks of the source inside words, no-break spaces, inline elements in headings."""
    page = re.sub(r"(本部)(会議)", "\\1\n      \\2", page)
    page = page.replace("分科会(", "<b>分科会</b>&nbsp;<span>(")
    return page.replace("<h3>", "<h3>\n   <span></span>").replace("開催)", "開催)\n")


def hidden_noise(page: str) -> str:
    trap = "<h3>第99回本部会議(令和6年9月9日開催)</h3><p>99施策を報告しました。</p>"
    noise = (
        f"<script>var x='{trap}';</script><div hidden>{trap}</div>"
        f"<div style='color:red; display: none'>{trap}</div><!-- {trap} -->"
        f"<template>{trap}</template><noscript>{trap}</noscript><style>h3{{}}</style>"
    )
    page = page.replace("<h2>", noise + "<h2>")
    return page.replace("施策", "<ruby>施策<rp>(</rp><rt>しさく</rt><rp>)</rp></ruby>")


def contents_list(page: str) -> str:
    _, found = pieces(page)
    items = "".join(
        f'<li><a href="#m{i}">{p.heading}</a></li>' for i, p in enumerate(found) if p.meets
    )
    return page.replace('<div id="main_body">', f'<div id="main_body"><ul>{items}</ul>')


def full_width(page: str) -> str:
    """Wide digits and brackets in the text, not in the markup."""
    wide = str.maketrans("0123456789()", "０１２３４５６７８９（）")
    return re.sub(r">[^<]+<", lambda m: m.group().translate(wide), page)


def spaced(page: str) -> str:
    return re.sub(r">[^<]+<", lambda m: re.sub(r"([0-9.,]+)", r" \1 ", m.group()), page)


def kanji_numerals(page: str) -> str:
    """Kanji numerals in the meetings."""

    def text(found: re.Match[str]) -> str:
        return re.sub(
            r"(?<![0-9.])[0-9]{1,2}(?![0-9.])", lambda m: kanji(int(m.group())), found.group()
        )

    start = page.index("本部会議等</h2>")
    return page[:start] + re.sub(r">[^<]+<", text, page[start:])


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else KANJI[tens]) + "十"
    return head + (KANJI[ones] if ones or not tens else "")


def short_dates(page: str) -> str:
    return re.sub(r"令和(\d+)年(\d+)月(\d+)日開催", r"R\1.\2.\3開催", page)


def western_dates(page: str) -> str:
    return re.sub(
        r"令和(\d+)年(\d+)月(\d+)日開催",
        lambda m: f"{int(m[1]) + 2018}年{m[2]}月{m[3]}日午前10時から開催",
        page,
    )


def date_first(page: str) -> str:
    return re.sub(r"(第\d+回(?:本部会議|分科会))\((令和\d+年\d+月\d+日)開催\)", r"\2　\1", page)


def date_below(page: str) -> str:
    return re.sub(
        r"(第\d+回(?:本部会議|分科会))\((令和\d+年\d+月\d+日)開催\)(</h\d>)",
        r"\1\3<p>開催日：\2</p>",
        page,
    )


MARKUP: dict[str, Callable[[str], str]] = {
    function.__name__: function
    for function in (
        paragraphs_only, one_paragraph, strong_headings, nested_divs, list_items,
        definition_lists, accordions, table_heading_and_text, table_in_one_column,
        table_of_columns, layout_table, same_level, unclosed, wrapped_source, hidden_noise,
        contents_list, full_width, spaced, kanji_numerals, short_dates, western_dates,
        date_first, date_below,
    )
}  # fmt: skip


def _declared(page: str, charset: str | None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return page.replace('<meta charset="UTF-8">', meta)


BYTES: dict[str, Callable[[str], bytes]] = {
    "cp932_undeclared": lambda page: _declared(page, None).encode("cp932", "xmlcharrefreplace"),
    "cp932_declared_utf8": lambda page: page.encode("cp932", "xmlcharrefreplace"),
    "utf8_declared_sjis": lambda page: _declared(page, "Shift_JIS").encode(),
    "utf8_undeclared": lambda page: _declared(page, None).encode(),
    "euc_undeclared": lambda page: _declared(page, None).encode("euc_jp", "xmlcharrefreplace"),
    "euc_declared_sjis": lambda page: _declared(page, "Shift_JIS").encode(
        "euc_jp", "xmlcharrefreplace"
    ),
    "iso2022": lambda page: _declared(page, None).encode("iso2022_jp_ext", "xmlcharrefreplace"),
    "utf8_bom": lambda page: page.encode("utf-8-sig"),
    "utf16": lambda page: page.encode("utf-16"),
    "utf16_be_unmarked": lambda page: page.encode("utf-16-be"),
    "utf16_le_unmarked": lambda page: _declared(page, "Shift_JIS").encode("utf-16-le"),
}


def text_extract(page: str) -> str:
    """The page as text, a line for each block."""
    _, found = pieces(page)
    lines = [line for piece in found for line in [piece.heading, *piece.paragraphs]]
    return "本文\n" + "\n".join(
        lxml_html.fromstring(f"<div>{line}</div>").text_content() for line in lines
    )


def flat_text(page: str) -> str:
    """The text of the meetings run together without any line break."""
    text = text_extract(page)
    at = text.index("本部会議等\n")
    head, tail = text[:at], text[at:]
    return head + tail.replace("\n", "")


def oldest_first(page: str) -> str:
    """The sections of the meetings and the meetings in each turned round, above the rest."""
    title, found = pieces(page)
    groups: list[list[Piece]] = []
    others: list[Piece] = []
    for piece in found:
        if piece.meets:
            groups[-1].append(piece)
        elif "令和" in piece.heading and "達成" not in piece.heading and piece.level == 2:
            groups.append([piece])
        else:
            others.append(piece)
    turned = [p for group in reversed(groups) for p in [group[0], *reversed(group[1:])]]
    return _page(title, "".join(_plain(p) for p in [*others, *turned]))
