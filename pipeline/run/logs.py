"""What a run tells, as log records with run, site and document; as JSON lines where asked for."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from pipeline.run.reporter import Reporter
from schemas.errors import RunError

LOGGER = logging.getLogger("kouyaku.run")
LOGGER.setLevel(logging.INFO)
_FIELDS = ("run", "site", "stage", "document")
_VARIABLE = "KOUYAKU_LOG"


class JsonLines(logging.Formatter):
    """One JSON object a record: time (UTC), level, message, and the fields of the run."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **{name: getattr(record, name) for name in _FIELDS if hasattr(record, name)},
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def write_log() -> None:
    """Write the log to the file that ``KOUYAKU_LOG`` names, if it names one; once a process.

    Raises:
        RunError: ``run.log``, the file cannot be written.
    """
    name = os.environ.get(_VARIABLE)
    if not name or any(isinstance(h.formatter, JsonLines) for h in LOGGER.handlers):
        return
    try:
        handler = logging.FileHandler(Path(name), encoding="utf-8")
    except OSError as error:
        raise RunError("run.log", f"cannot be written: {error.strerror}", name) from error
    handler.setFormatter(JsonLines())
    LOGGER.addHandler(handler)


class Logged:
    """A reporter that also logs what it is told."""

    def __init__(self, reporter: Reporter, site: str, run: str) -> None:
        self._reporter = reporter
        self._fields = {"site": site, "run": run, "stage": ""}

    def stage(self, name: str, total: int | None) -> None:
        """Log that a stage begins."""
        self._fields["stage"] = name
        LOGGER.info("%s begins: %s", name, "?" if total is None else total, extra=self._fields)
        self._reporter.stage(name, total)

    def step(self, what: str) -> None:
        """Log a step: mostly the address of a document."""
        extra = {**self._fields, "document": what}
        LOGGER.info("%s: %s", self._fields["stage"], what, extra=extra)
        self._reporter.step(what)
