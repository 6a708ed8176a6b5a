"""The page of rules and the code cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parsers.values import find_values
from tests.values.phrase_file import Phrase, expected_keys, is_right

PAGE = Path(__file__).parents[2] / "docs" / "values.md"
MINIMUM_EXAMPLES = 60


def _examples() -> list[Phrase]:
    text, examples, inside = PAGE.read_text("utf-8"), [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| phrase "):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("| ---"):
            phrase, context, values = cells
            expected = expected_keys(values.replace(" · ", " | "))
            examples.append(Phrase("docs", phrase, context or None, expected))
    return examples


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example.text)
def test_example(example: Phrase) -> None:
    found = find_values(example.text, example.context)
    assert is_right(example, found), [value.to_json() for value in found]


def test_the_page_has_its_examples() -> None:
    assert len(_examples()) >= MINIMUM_EXAMPLES


def test_python_example(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    exec(compile(code[1], str(PAGE), "exec"), {})
    printed = [f"# {line}" for line in capsys.readouterr().out.splitlines()]
    assert printed == [line for line in code[1].splitlines() if line.startswith("# ")]


def test_every_note_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    sources = Path(find_values.__code__.co_filename).parent.glob("*.py")
    code = "".join(path.read_text("utf-8") for path in sources)
    notes = re.findall(
        r'(?:reject\(|note == |notes\.append\(|notes=\[|return (?="era_|"before_))"([a-z_]{5,})"',
        code,
    )
    assert {"impossible", "unanchored", "anticipatory"} <= set(notes)
    assert [note for note in notes if f"`{note}`" not in page] == []
