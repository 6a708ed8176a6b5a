"""The Parquet writer and reader: zstd, one row group, page checksums, exact types."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def parquet_bytes(rows: pa.Table) -> pa.Buffer:
    """The table as a Parquet file; equal tables give equal bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(
        rows,
        sink,
        compression="zstd",
        row_group_size=max(rows.num_rows, 1),
        write_page_checksum=True,
    )
    return sink.getvalue()


def read_parquet(payload: bytes | pa.Buffer) -> pa.Table:
    """The table of a Parquet file, its page checksums verified.

    Raises:
        pyarrow.ArrowInvalid or OSError: where the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(payload), page_checksum_verification=True)
