"""Giving the archive away: all of it as one WARC file, or one document."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipeline.archive.run import unwritable
from pipeline.archive.store import OPEN, Archive, write_whole
from schemas.errors import UsageError


def export_warc(archive: Archive, target: Path) -> int:
    """Write every WARC file of the archive, one after the other, as one; returns its bytes.

    Gzip members may simply be joined. Of a run that is under way, what is safely there is given.
    Raises :class:`UsageError` when the target exists, :class:`RunError` when it cannot be written.
    """
    refuse_to_overwrite(target)
    aside = target.with_name(target.name + ".tmp")
    try:
        with aside.open("wb") as out:
            for path in archive.files():
                with path.open("rb") as file:
                    committed = archive.scan_of(path.name.removesuffix(OPEN)).committed
                    if path.name.endswith(OPEN):
                        out.write(file.read(committed))
                    else:
                        shutil.copyfileobj(file, out)
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        aside.replace(target)
    except OSError as error:
        raise unwritable(error, target) from error
    return size


def export_document(archive: Archive, document_id: str, target: Path) -> int:
    """Write the bytes of one document; returns how many. Raises as :func:`export_warc`."""
    refuse_to_overwrite(target)
    content = archive.payload(document_id)
    try:
        write_whole(target, content)
    except OSError as error:
        raise unwritable(error, target) from error
    return len(content)


def refuse_to_overwrite(target: Path) -> None:
    """Raise :class:`UsageError` when the target is there already."""
    if target.exists():
        raise UsageError("archive.exists", "is there already", str(target), "name another file")
