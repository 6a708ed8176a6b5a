"""Pages made by hand: lines of text, shapes and pictures without a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.layout.model import Box, Glyph, Line, Page, Picture, Shape

PROSE = [
    "市民のみなさんが安心して暮らせるように、地域の見守り活動を広げていきます。",
    "子どもたちの通学路を点検し、危険な場所には新しい標識を設けました。",
    "高齢者の外出を支えるため、乗り合いの車を平日に走らせています。",
    "公共施設の使い方を見直し、空いている部屋を勉強会や展示に貸し出します。",
    "農業を始めたい人には、畑の紹介から販売の相談まで担当者が手伝います。",
    "今年度は説明会を三回開き、寄せられた意見を計画に反映させる予定です。",
]

NAMES = [
    "委員長 髙橋 利喜哉",
    "副委員長 片伯部 隆 齋藤 久美",
    "委員 渡邉 翔 甲斐 秀樹 佐々木 実",
    "委員 興梠 健 椎葉 亮 工藤 真由美",
    "事務局 黒木 大輔 中村 由紀子",
]

FIGURES = ["R5 1,240 98.2% 3,120", "R6 1,355 99.1% 3,480", "Total 2,595 - 6,600", "(2) ISO 14001"]


def line(text: str, top: float, size: float = 12.0) -> Line:
    """A line of full-width glyphs from x = 40."""
    glyphs = tuple(
        Glyph(char, char, Box(40 + index * size, top, 40 + (index + 1) * size, top + size), size)
        for index, char in enumerate(text.replace(" ", ""))
    )
    box = Box(40, top, 40 + size * len(glyphs), top + size)
    return Line(glyphs, box, text, text, size)


def page(
    texts: Sequence[str] = (),
    shapes: Sequence[Shape] = (),
    pictures: Sequence[Box] = (),
    large: Sequence[str] = (),
) -> Page:
    """An A4 page with small and large lines."""
    lines = [line(text, 100 + 20 * index) for index, text in enumerate(texts)]
    lines += [line(text, 400 + 40 * index, 24.0) for index, text in enumerate(large)]
    placed = tuple(Picture(box, index) for index, box in enumerate(pictures))
    return Page(1, 595.0, 842.0, 0, tuple(lines), tuple(shapes), placed)


def shape(x: float, top: float, size: float, segments: int) -> Shape:
    """A filled black path."""
    return Shape(Box(x, top, x + size, top + size), (0, 0, 0), None, segments)


def false_map(texts: Sequence[str], kinds: str = "kanji") -> dict[str, str]:
    """A map that gives every kanji (or kana) of the texts that of another place in the list."""
    low, high = {"kanji": ("一", "鿿"), "kana": ("ぁ", "ん")}[kinds]
    used = sorted({char for text in texts for char in text if low <= char <= high})
    step = len(used) // 2 + 1
    return dict(zip(used, used[step:] + used[:step], strict=True))


def mapped(texts: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """The texts as a false map gives them."""
    return ["".join(mapping.get(char, char) for char in text) for text in texts]
