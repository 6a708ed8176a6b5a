"""SHA256SUMS of the output, and the toolchain whose bytes they are."""

import hashlib
import json
import zlib
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("reportlab", "pillow", "pypdfium2", "jinja2")


def toolchain() -> dict[str, str]:
    """Versions on which the output's bytes depend."""
    return {"zlib": zlib.ZLIB_RUNTIME_VERSION, **{name: version(name) for name in _PACKAGES}}


def write_manifest(target: Path, names: list[str]) -> Path:
    """Write toolchain.json and SHA256SUMS (in the form sha256sum reads) below `target`."""
    tools = target / "toolchain.json"
    tools.write_text(json.dumps(toolchain(), indent=1) + "\n", encoding="utf-8")
    sums = target / "SHA256SUMS"
    lines = [
        f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    ]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums
