"""A publisher to be killed: publishes one edition after another and prints each that stands."""

from __future__ import annotations

import sys

from pipeline.release.publish import publish
from tests.release.rows import inputs, profile, rows


def main() -> None:
    """Arguments: output place, first edition, how many."""
    out, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for edition in range(first, first + count):
        publish(rows(edition), profile(), out, inputs())
        print(edition, flush=True)


if __name__ == "__main__":
    main()
