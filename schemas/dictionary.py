"""The data dictionary page, in Japanese and English, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from schemas.tables import SCHEMA_VERSION, Column, Table

Language = Literal["ja", "en"]

_HEADINGS = {
    "ja": ("項目", "日本語名", "型", "必須", "単位・値", "説明"),
    "en": ("Column", "Japanese name", "Type", "Required", "Unit or values", "Meaning"),
}
_TITLES = {"ja": "データ辞書", "en": "Data dictionary"}
_KEYS = {"ja": "主キー", "en": "Primary key"}


def dictionary_markdown(tables: Iterable[Table], language: Language) -> str:
    """One section a table, one row a column."""
    head = f"# {_TITLES[language]} (kouyaku {SCHEMA_VERSION})\n"
    return "\n".join([head, *(_section(table, language) for table in tables)])


def _section(table: Table, language: Language) -> str:
    headings = _HEADINGS[language]
    description = table.description_ja if language == "ja" else table.description_en
    lines = [
        f"## {table.name} — {table.ja}",
        "",
        description,
        "",
        f"{_KEYS[language]}: {', '.join(f'`{name}`' for name in table.key)}",
        "",
        _row(headings),
        _row(["---"] * len(headings)),
        *(_row(_cells(table, column, language)) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _cells(table: Table, column: Column, language: Language) -> list[str]:
    field = column.field
    meaning = field.description_ja if language == "ja" else field.description_en
    reference = table.references.get(column.name)
    if reference:
        meaning = f"{meaning} → `{reference}`"
    choices = ", ".join(f"`{value}`" for value in field.values())
    required = "○" if column.required else ""
    return [f"`{column.name}`", field.ja, field.type, required, field.unit or choices, meaning]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
