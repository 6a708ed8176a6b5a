"""SQL over the newest release, with DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.release.store import Store, newest
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def ask(store: Store, sql: str) -> pa.Table:
    """The answer to a query, in which every table of the release is a view of its name.

    Raises:
        UsageError: ``query.failed`` where the database refuses the query.
        RunError: ``release.none`` where there is no release yet.
    """
    import duckdb

    version = newest(store).version
    with store.local_copy(version, "tables") as folder, duckdb.connect() as connection:
        for path in sorted(folder.glob("*.parquet")):
            _add_view(connection, path)
        try:
            return _answer(connection, sql)
        except duckdb.Error as error:
            said = str(error).strip().partition("\n")[0]
            raise UsageError("query.failed", said, do="correct the query") from error


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    import pyarrow as pa

    relation = connection.sql(sql)
    return pa.table({}) if relation is None else relation.to_arrow_table()


def _add_view(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    quoted = str(path).replace("'", "''")
    connection.execute(f"CREATE VIEW \"{path.stem}\" AS FROM read_parquet('{quoted}')")
