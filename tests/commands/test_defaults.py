"""The commands that a newcomer types after ``make run`` look where it wrote."""

from __future__ import annotations

import pytest

from pipeline.command import cli


@pytest.mark.parametrize("name", ["site", "query", "releases list", "releases verify"])
def test_the_release_is_looked_for_where_the_sample_is_written(name: str) -> None:
    command = cli
    context = cli.make_context("kouyaku", [], resilient_parsing=True)
    for part in name.split():
        command = command.get_command(context, part)  # type: ignore[union-attr,assignment]
    (out,) = [option for option in command.params if option.name == "out"]
    assert out.default == "out/sample"
