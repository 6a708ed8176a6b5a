"""The ``kouyaku`` command. Each subcommand is an entry point, loaded when it is called."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, distribution

import click

from schemas.errors import KouyakuError

_GROUP = "kouyaku.commands"


class _Commands(click.Group):
    """Subcommands named in the package's entry points, so that no layer imports one above it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry.name for entry in _entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = next((entry for entry in _entries() if entry.name == cmd_name), None)
        if entry is None:
            return None
        command = entry.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"entry point {entry.value} is no command")
        return command


def _entries() -> list[EntryPoint]:
    return [entry for entry in distribution("kouyaku").entry_points if entry.group == _GROUP]


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kouyaku")
def cli() -> None:
    """What a city promised, and how far it has come, as data."""


def main() -> None:
    """Run the command; an error becomes one line on standard error and its exit status."""
    try:
        status = cli.main(standalone_mode=False)
    except KouyakuError as error:
        click.echo(f"kouyaku: {error}", err=True)
        sys.exit(int(error.exit_code))
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except click.Abort:
        click.echo("kouyaku: interrupted", err=True)
        sys.exit(130)
    if isinstance(status, int):  # what a command gave to ctx.exit
        sys.exit(status)
