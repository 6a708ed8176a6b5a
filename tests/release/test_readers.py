"""pandas, polars and DuckDB read every Parquet file with the stated types."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from schemas.tables import Table, published_tables

POLARS = {
    "string": pl.String,
    "boolean": pl.Boolean,
    "int16": pl.Int16,
    "int32": pl.Int32,
    "int64": pl.Int64,
    "float64": pl.Float64,
    "date": pl.Date,
    "timestamp": pl.Datetime("us", "UTC"),
}
DUCKDB = {
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
}
PANDAS = {
    "string": "string",
    "boolean": "bool",
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "float64": "double",
    "date": "date32[day]",
    "timestamp": "timestamp[us, tz=UTC]",
}


@pytest.mark.parametrize("table", published_tables(), ids=lambda table: table.name)
def test_every_reader_sees_the_stated_types(latest: Path, table: Table) -> None:
    path = latest / "tables" / f"{table.name}.parquet"
    kinds = {column.name: column.field.type for column in table.columns}
    assert dict(pl.read_parquet(path).schema) == {n: POLARS[k] for n, k in kinds.items()}
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()
    assert {row[0]: row[1] for row in described} == {n: DUCKDB[k] for n, k in kinds.items()}
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    found = {name: str(kind.pyarrow_dtype) for name, kind in frame.dtypes.items()}
    assert found == {n: PANDAS[k] for n, k in kinds.items()}


def test_values_are_the_same_in_all_three(latest: Path) -> None:
    path = latest / "tables" / "sheets.parquet"
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    with duckdb.connect() as connection:
        aims = connection.execute(f"SELECT aim FROM read_parquet('{path}')").fetchall()
    assert frame["aim"].tolist() == pl.read_parquet(path)["aim"].to_list() == [a for (a,) in aims]
