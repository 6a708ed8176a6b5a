"""pdfium's C functions with plain numbers for their pointers.

The prototypes of ``pypdfium2.raw`` wrap every handle in a pointer object, which costs more than
the call itself where a function is called for every character or object of a page.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function; pointers are addresses, None or an int in both directions."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return _typed(address, result, *arguments)


@cache
def _typed(address: int, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(address)
