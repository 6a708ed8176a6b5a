"""A reader at work while releases are published: every release it sees must be whole.

Prints how many times it read, and what was wrong, when its standard input is closed.
"""

from __future__ import annotations

import json
import re
import select
import sys
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.release.parquet_file import read_parquet
from pipeline.release.store import Store, open_store


def main() -> None:
    """Argument: output place."""
    out = sys.argv[1]
    store = open_store(out)
    reads, wrong = 0, []
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        pointer = store.latest()
        if pointer is None:
            continue
        if problem := _problem(store, pointer.version, out):
            wrong.append(problem)
        reads += 1
    print(json.dumps({"reads": reads, "wrong": wrong}))


def _problem(store: Store, version: str, out: str) -> str | None:
    folder = f"releases/{version}"
    lines = store.read(f"{folder}/SHA256SUMS").decode().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    some = [path for path in sums if re.search(r"(sheets|changes|pledges)\.", path)]
    payloads = {path: store.read(f"{folder}/{path}") for path in ["manifest.json", *some]}
    for path, payload in payloads.items():
        if sha256(payload).hexdigest() != sums[path]:
            return f"{version}/{path} is torn"
    (change,) = msgspec.json.Decoder().decode_lines(payloads["json/changes.jsonl"])
    edition = change["change_id"].rpartition("-")[2]
    aims = read_parquet(payloads["tables/sheets.parquet"]).column("aim").to_pylist()
    if any(not aim.startswith(f"ねらい{edition}\r\n") for aim in aims):
        return f"{version} mixes editions"
    if "://" not in out:
        read_parquet((Path(out) / "latest" / "tables" / "pledges.parquet").read_bytes())
    return None


if __name__ == "__main__":
    main()
