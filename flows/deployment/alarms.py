"""Write the automations with the id of a notification block, ready for Prefect's own command.

``python -m flows.deployment.alarms (--webhook URL | --mail APPRISE_ADDRESS) FOLDER`` saves the
block ``kouyaku-alarm`` and writes ``FOLDER/*.yaml``; then, for each,
``prefect automation create --from-file FOLDER/failure.yaml``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import flows  # noqa: F401 - its settings come before Prefect's

_NAME = "kouyaku-alarm"
_PLACEHOLDER = "00000000-0000-0000-0000-000000000000"
_FILES = Path(__file__).parent / "automations"


def webhook(url: str) -> str:
    """Save a block that posts ``{"text": …}``, as Slack, Mattermost and most others take it."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    block = CustomWebhookNotificationBlock(
        name=_NAME,
        url=url,
        json_data={"text": "{{subject}}\n{{body}}"},
        headers=None,
        cookies=None,
    )
    return str(block.save(_NAME, overwrite=True))


def mail(address: str) -> str:
    """Save a block that sends mail: ``mailtos://user:password@smtp.example.org?to=…``.

    Prefect has no block for plain SMTP; its Slack block hands any address to Apprise, which has.
    """
    from prefect.blocks.notifications import SlackWebhook
    from pydantic import SecretStr

    return str(SlackWebhook(url=SecretStr(address)).save(_NAME, overwrite=True))


def prepare(block: str, folder: Path) -> list[Path]:
    """Write the automations for a block's id; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in sorted(_FILES.glob("*.yaml")):
        target = folder / file.name
        text = file.read_text(encoding="utf-8").replace(_PLACEHOLDER, block)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return written


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m flows.deployment.alarms")
    to = parser.add_mutually_exclusive_group(required=True)
    to.add_argument("--webhook", metavar="URL")
    to.add_argument("--mail", metavar="APPRISE_ADDRESS")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    block = webhook(given.webhook) if given.webhook else mail(given.mail)
    for file in prepare(block, given.folder):
        print(f"prefect automation create --from-file {file}")


if __name__ == "__main__":
    main()
