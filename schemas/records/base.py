"""What all records share."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a published table. Field order is column order.

    ``municipality_code`` is empty until the pipeline, which knows the site, fills it in.
    """

    municipality_code: str = ""
