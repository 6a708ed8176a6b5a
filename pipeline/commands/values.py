"""``kouyaku values``: read dates, counts and money out of JSON Lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from parsers.values import Context, find_values


class _BadLineError(ValueError):
    """An input line that is not what the command reads."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what


@click.command("values")
def command() -> None:
    """Read {"text": …, "context": …} a line; write a JSON list of values a line.

    The context is null, a day (2024-08-26) or an interval (2024-04-01/2025-03-31). A line
    that cannot be read gives {"error": …} on its line, and the rest are still read.
    """
    for line in answers(sys.stdin.buffer):
        sys.stdout.buffer.write(line)


def answers(lines: BinaryIO) -> Iterator[bytes]:
    """Yield one line of JSON, newline included, for every input line."""
    for number, line in enumerate(lines, start=1):
        try:
            text, context = _request(line)
            answer: object = [value.to_json() for value in find_values(text, context)]
        except _BadLineError as error:
            answer = {"error": {"code": error.code, "line": number, "message": error.what}}
        written = json.dumps(answer, ensure_ascii=False, allow_nan=False)
        # A lone surrogate has no UTF-8 form; \udXXX is its JSON escape.
        yield written.encode("utf-8", "backslashreplace") + b"\n"


def _request(line: bytes) -> tuple[str, Context | None]:
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BadLineError("not_utf8", f"not UTF-8: {error.reason}") from error
    except (ValueError, RecursionError) as error:
        raise _BadLineError("not_json", f"not JSON: {error}") from error
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise _BadLineError("no_text", 'expected an object with a string "text"')
    context = request.get("context")
    if context is not None and not isinstance(context, str):
        raise _BadLineError("bad_context", '"context" must be a string or null')
    try:
        return request["text"], Context.of(context)
    except ValueError as error:
        raise _BadLineError("bad_context", f"bad context: {error}") from error
