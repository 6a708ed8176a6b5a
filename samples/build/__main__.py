"""Write the sample site and its truth: `python -m samples.build [FOLDER]`."""

import sys
from pathlib import Path

from samples.build import fonts, truth
from samples.build.content import SAMPLES, load
from samples.build.manifest import write_manifest
from samples.build.site import site_files


def build(target: Path) -> list[Path]:
    """Write `site/`, `truth/` and SHA256SUMS below `target`; returns the files written.

    Raises FontMissingError where the fonts are not on this machine.
    """
    fonts.register()
    content = load()
    sites = {edition.number: site_files(content, edition) for edition in content.editions}
    files = {
        f"site/edition-{number}/{name}": payload
        for number, site in sites.items()
        for name, payload in site.items()
    }
    files |= {f"truth/{name}": payload for name, payload in truth.files(content, sites).items()}
    for name, payload in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
    return [*(target / name for name in files), write_manifest(target, sorted(files))]


def main() -> int:
    """Build into the folder named, or in place."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    try:
        written = build(target)
    except fonts.FontMissingError as error:
        print(f"samples: {error}", file=sys.stderr)
        return 2
    total = sum(path.stat().st_size for path in written)
    print(f"{len(written)} files, {total:,} bytes in {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
