"""The figures of a run: a table beside the releases, and OpenTelemetry where it is asked for."""

from __future__ import annotations

import csv
import io
import os
from importlib.util import find_spec

from pipeline.run.report import RunReport
from schemas.errors import UsageError

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")


def figures(report: RunReport) -> dict[str, int | float]:
    """What a run counted, by name."""
    counted = {
        "seconds": report.seconds,
        "bytes_fetched": report.bytes_fetched,
        "documents": report.documents,
        "documents_new": report.documents_new,
        "documents_unchanged": report.documents_unchanged,
        "documents_failed": report.documents_failed,
        "documents_read": report.documents_read,
        "pages_read": report.pages_read,
        "pages_ocr": report.pages_ocr,
        "changes": sum(report.changes.values()),
    }
    issues = {f"issues_{name}": report.issues.get(name, 0) for name in ("error", "warning", "info")}
    return counted | issues


def as_table(report: RunReport) -> bytes:
    """The figures as CSV, one row a run, so that the files of many runs can be laid together."""
    row = {
        "site": report.site,
        "started_at": report.started_at.isoformat(),
        "version": report.version,
        "changed": str(report.changed).lower(),
        **figures(report),
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue().encode()


def require_exporter() -> None:
    """See, before a run begins, that its figures can be sent where the environment says.

    Raises:
        UsageError: ``run.telemetry``, an endpoint is set and the exporter is not installed.
    """
    if _wanted() and find_spec("opentelemetry.exporter") is None:
        do = "pip install opentelemetry-exporter-otlp-proto-http, or unset the endpoint"
        what = "an OpenTelemetry endpoint is set and its exporter is not installed"
        raise UsageError("run.telemetry", what, _ENDPOINTS[0], do)


def export(report: RunReport) -> None:
    """Send the figures to the OpenTelemetry endpoint the environment names, if it names one."""
    if not _wanted():
        return
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource

    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    provider = MeterProvider([reader], Resource.create({"service.name": "kouyaku"}))
    meter = provider.get_meter("kouyaku.run")
    for name, value in figures(report).items():
        meter.create_gauge(f"kouyaku.run.{name}").set(value, {"site": report.site})
    provider.shutdown()


def _wanted() -> bool:
    return any(os.environ.get(name) for name in _ENDPOINTS)
