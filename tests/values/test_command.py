"""``kouyaku values``: one answer a line, whatever the line holds."""

from __future__ import annotations

import json

from click.testing import CliRunner

from pipeline.commands.values import command


def _run(*lines: bytes) -> list[object]:
    result = CliRunner().invoke(command, input=b"\n".join(lines) + b"\n")
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def _line(text: str, context: object = None) -> bytes:
    return json.dumps({"text": text, "context": context}).encode()


def test_values_with_and_without_context() -> None:
    dated, placed, nothing = _run(
        _line("令和6年8月26日に32件"), _line("8月26日", "2024-04-01/2025-03-31"), _line("なし")
    )
    assert [(v["kind"], v["start"], v["value"], v["unit"]) for v in dated] == [
        ("date", "2024-08-26", None, None),
        ("count", None, 32, "件"),
    ]
    assert [v["start"] for v in placed] == ["2024-08-26"]
    assert nothing == []
    assert set(dated[0]) >= {
        *("kind", "start", "end", "value", "unit", "valid", "note", "precision", "span", "surface")
    }


def test_a_missing_year_is_edtf() -> None:
    ((value,),) = _run(_line("8月26日に開催"))
    assert value["start"] == value["end"] == "XXXX-08-26"


def test_bad_lines_do_not_stop_the_rest() -> None:
    bad = (
        b"",
        b"{",
        b"[]",
        b'{"text": 3}',
        b'{"text": "a", "context": "x"}',
        b"\xff\xfe",
        b"[" * 9999,
    )
    answers = _run(*bad, b'{"text": "a", "context": 5}', _line("3件"))
    assert len(answers) == len(bad) + 2
    for number, answer in enumerate(answers[:-1], start=1):
        assert answer["error"]["line"] == number
        assert answer["error"]["code"] in {"not_json", "not_utf8", "no_text", "bad_context"}
    assert answers[-1][0]["value"] == 3


def test_lone_surrogates_pass_in_and_out() -> None:
    ((value,),) = _run(b'{"text": "\\ud83d\\n\\ud800 8\\u670826\\u65e5"}')
    assert value["start"] == "XXXX-08-26"
    ((value,),) = _run(_line("令和6年\ud800度"))
    assert (value["kind"], value["surface"]) == ("year", "令和6年")
