"""Why a request did not bring what was asked for."""

from __future__ import annotations

from schemas.enums import CaptureResult
from schemas.errors import DocumentError


class FetchError(DocumentError):
    """One URL could not be fetched; the last good capture of it stands.

    ``result`` is what the capture says; ``transient`` whether trying again may help;
    ``retry_after`` the seconds the server asked us to wait; ``truncated`` the reason for which
    the body was cut, in the words of the WARC standard (``length``, ``time``, ``disconnect``).
    """

    def __init__(
        self,
        code: str,
        what: str,
        where: str,
        *,
        result: CaptureResult = CaptureResult.BROKEN,
        transient: bool = False,
        retry_after: float | None = None,
        truncated: str | None = None,
    ) -> None:
        super().__init__(code, what, where)
        self.result = result
        self.transient = transient
        self.retry_after = retry_after
        self.truncated = truncated

    @property
    def note(self) -> str:
        """What the capture keeps in its column ``error``: code and sentence, no URL."""
        return f"{self.code}: {self.what}"


def refused(code: str, what: str, where: str) -> FetchError:
    """A request that we do not make, or that the server does not allow."""
    return FetchError(code, what, where, result=CaptureResult.REFUSED)
