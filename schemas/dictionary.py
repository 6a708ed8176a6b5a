"""The data dictionary page, in Japanese and English, as Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from schemas.tables import SCHEMA_VERSION, Column, Table

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

_HEADINGS = {
    "ja": ("項目", "日本語名", "型", "必須", "単位・値", "説明"),
    "en": ("Column", "Japanese name", "Type", "Required", "Unit or values", "Meaning"),
}
_TITLES = {"ja": "データ辞書", "en": "Data dictionary"}
_KEYS = {"ja": "主キー", "en": "Primary key"}


_STYLE = (
    "body{font:16px/1.7 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}"
)


def dictionary_markdown(tables: Iterable[Table], language: Language) -> str:
    """One section a table, one row a column."""
    head = f"# {_title(language)}\n"
    return "\n".join([head, *(_section(table, language) for table in tables)])


def dictionary_html(tables: Iterable[Table], language: Language) -> str:
    """The same as a page of its own, each table under an anchor of its name."""
    title = escape(_title(language))
    sections = "\n".join(_html_section(table, language) for table in tables)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{sections}\n</body>\n</html>\n"
    )


def _title(language: Language) -> str:
    return f"{_TITLES[language]} (kouyaku {SCHEMA_VERSION})"


def _description(table: Table, language: Language) -> str:
    return table.description_ja if language == "ja" else table.description_en


def _section(table: Table, language: Language) -> str:
    headings = _HEADINGS[language]
    lines = [
        f"## {table.name} — {table.ja}",
        "",
        _description(table, language),
        "",
        f"{_KEYS[language]}: {', '.join(f'`{name}`' for name in table.key)}",
        "",
        _row(headings),
        _row(["---"] * len(headings)),
        *(_row(_marked(table, column, language)) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _html_section(table: Table, language: Language) -> str:
    rows = "\n".join(_html_row(_cells(table, column, language), "td") for column in table.columns)
    return (
        f'<section id="{escape(table.name)}">\n'
        f"<h2>{escape(table.name)} — {escape(table.ja)}</h2>\n"
        f"<p>{escape(_description(table, language))}</p>\n"
        f"<p>{_KEYS[language]}: {escape(', '.join(table.key))}</p>\n"
        f"<table>\n{_html_row(_HEADINGS[language], 'th')}\n{rows}\n</table>\n</section>"
    )


def _html_row(cells: Sequence[str], tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return f"<tr>{''.join(f'<{tag}{scope}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _cells(table: Table, column: Column, language: Language) -> list[str]:
    field = column.field
    meaning = field.description_ja if language == "ja" else field.description_en
    reference = table.references.get(column.name)
    if reference:
        meaning = f"{meaning} → {reference}"
    choices = field.unit or ", ".join(field.values())
    required = "○" if column.required else ""
    return [column.name, field.ja, field.type, required, choices, meaning]


def _marked(table: Table, column: Column, language: Language) -> list[str]:
    """The cells with column names and values set as code."""
    name, *others, choices, meaning = _cells(table, column, language)
    if column.field.enum:
        choices = ", ".join(f"`{value}`" for value in column.field.values())
    return [f"`{name}`", *others, choices, meaning]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
