"""Any record that the schema admits survives every format and comes back equal."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.arrow_table import in_order, to_arrow, to_records
from pipeline.release.csv_file import csv_body, csv_head, harmless, read_csv
from pipeline.release.json_lines import json_lines, read_json_lines
from pipeline.release.parquet_file import parquet_bytes, read_parquet
from schemas.arrow import arrow_schema
from schemas.errors import RefusedError
from schemas.records import Metric, Record, SheetAction
from schemas.tables import Table, published_tables, tables
from tests.release.strategies import records

_ANY_TABLE = st.sampled_from(published_tables()).flatmap(
    lambda table: st.tuples(st.just(table), records(table))
)


@settings(max_examples=300, deadline=None)
@given(_ANY_TABLE)
def test_every_record_survives_every_format(given_rows: tuple[Table, list[Record]]) -> None:
    table, rows = given_rows
    arrow = to_arrow(table, rows)
    parquet = read_parquet(parquet_bytes(arrow))
    assert parquet.schema.equals(arrow_schema(table), check_metadata=True)
    assert to_records(table, parquet) == rows
    body = csv_body(table, arrow, "ためし,市")
    for language in ("en", "ja"):
        found = read_csv(table, csv_head(table, language) + body.to_pybytes(), language)
        assert to_records(table, found) == rows
    assert read_json_lines(table, json_lines(table, rows)) == rows


@settings(max_examples=200, deadline=None)
@given(_ANY_TABLE)
def test_csv_is_rfc_4180_and_holds_nothing_that_runs(
    given_rows: tuple[Table, list[Record]],
) -> None:
    table, rows = given_rows
    payload = (
        csv_head(table, "en") + csv_body(table, to_arrow(table, rows), "ためし市").to_pybytes()
    )
    assert payload.startswith(b"\xef\xbb\xbf")
    assert payload.endswith(b"\r\n")
    parsed = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"), newline=""), strict=True))
    assert len(parsed) == len(rows) + 1
    texts = [n for n, c in enumerate(table.columns) if c.field.type == "string"]
    for line, row in zip(parsed[1:], rows, strict=True):
        assert line[1] == "ためし市"
        for n in texts:
            cell = (line[:1] + line[2:])[n]
            assert not cell.startswith(
                ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
            )
            value = getattr(row, table.columns[n].name)
            assert cell == ("" if value is None else harmless(value))


@settings(max_examples=100, deadline=None)
@given(_ANY_TABLE, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_no_byte(given_rows, random) -> None:  # type: ignore[no-untyped-def]
    table, rows = given_rows
    unique = list({tuple(getattr(r, k) for k in table.key): r for r in rows}.values())
    shuffled = random.sample(unique, len(unique))
    first, second = in_order(table, unique), in_order(table, shuffled)
    assert first == second
    assert parquet_bytes(to_arrow(table, first)) == parquet_bytes(to_arrow(table, second))


def test_types_stand_when_a_table_is_empty_or_a_column_all_null() -> None:
    for table in published_tables():
        parquet = read_parquet(parquet_bytes(to_arrow(table, [])))
        assert parquet.schema.equals(arrow_schema(table), check_metadata=True)
        assert all(field.metadata[b"description"] for field in parquet.schema)


def test_times_are_written_with_the_offset_of_japan() -> None:
    table = tables()["absences"]
    row = read_json_lines(
        table,
        b'{"municipality_code":"999997","role":"pillar","expected":"1","since":"2026-04-01T00:00:00Z",'
        b'"checked_at":"2026-04-01T15:30:00Z","document_id":"d"}\n',
    )
    text = (
        json_lines(table, row).decode()
        + csv_body(table, to_arrow(table, row), "x").to_pybytes().decode()
    )
    assert text.count("2026-04-01T09:00:00+09:00") == 2
    assert text.count("2026-04-02T00:30:00+09:00") == 2


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "5", True])
def test_a_value_of_another_type_is_refused(value: object) -> None:
    row = Metric(
        municipality_code="999997",
        sheet_id="s",
        line=1,
        order=1,
        value=value,  # type: ignore[arg-type]
        unit="件",
        text_raw="x",
    )
    with pytest.raises(RefusedError, match=r"metrics\.value"):
        to_arrow(tables()["metrics"], [row])


@pytest.mark.parametrize("order", [2**15, -(2**15) - 1, None, "1", 1.5])
def test_an_integer_that_does_not_fit_is_refused(order: object) -> None:
    row = SheetAction(
        municipality_code="999997", sheet_id="s", order=order, kind="bullet", text="x"
    )  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match=r"sheet_actions\.order"):
        to_arrow(tables()["sheet_actions"], [row])
