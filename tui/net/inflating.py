"""An answer's bytes as they come off the wire, inflated under a cap. Pure; never holds more than one piece.

httpx inflates each piece of the wire whole: 64 KB can become 67 MB, and gzip inside gzip 1.8 KB the whole memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tui.errors import BadBody, TooLarge

PIECE = 65_536
"""Bytes inflated at a time."""

_GZIP = 31
"""zlib's code for a gzip header with the largest window."""
_TRY_LATER = "Try again later; if it goes on, the server is at fault."


class Inflater:
    """The body of one answer: wire bytes in, content out, both counted."""

    def __init__(self, encoding: str, cap: int, name: str) -> None:
        """`encoding`: the Content-Encoding header; `name`: what the reader knows the answer by.

        Raises BadBody for any encoding but gzip, and for one inside another.
        """
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise BadBody(f"{name} came packed in a way that was not asked for.", _TRY_LATER)
        self._name = name
        self._cap = cap
        self._wire = 0
        self._content = 0
        self._packed = zlib.decompressobj(_GZIP) if "gzip" in encoding else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The content that these wire bytes complete. Raises TooLarge above the cap, BadBody where they are damaged."""
        self._wire += len(data)
        self._check(self._wire)
        if self._packed is None:
            yield data
            return
        while True:
            try:
                piece = self._packed.decompress(data, PIECE)
            except zlib.error as error:
                raise BadBody(f"{self._name} is damaged: it cannot be unpacked.", _TRY_LATER) from error
            self._content += len(piece)
            self._check(self._content)
            if piece:
                yield piece
            if self._packed.unused_data:
                raise BadBody(f"{self._name} is damaged: something follows its end.", _TRY_LATER)
            data = self._packed.unconsumed_tail
            if not data and len(piece) < PIECE:
                return

    def finish(self) -> None:
        """Say that the wire has ended. Raises BadBody where the content has not."""
        if self._packed is not None and self._wire and not self._packed.eof:
            raise BadBody(f"{self._name} broke off before its end.", _TRY_LATER)

    def _check(self, size: int) -> None:
        if size > self._cap:
            raise too_large(self._name, self._cap)


def too_large(name: str, cap: int) -> TooLarge:
    """The fault of an answer above `cap` bytes."""
    limit = f"{cap / 1_000_000:,.0f} MB" if cap >= 1_000_000 else f"{cap:,} bytes"
    return TooLarge(f"{name} is larger than {limit}, and was not read.", "Check that the address is the right one.")
