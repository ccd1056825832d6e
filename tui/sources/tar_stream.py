"""The regular files in a packed tar archive, one after another. Extracts nothing, holds one file at a time.

Not `tarfile`'s own way through an archive: on Python 3.11.7 a negative size sends it round for ever (CVE-2025-8194),
and it reads extended headers of any length into memory. Its reading of a single header is used.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator

from tui.errors import BadBody
from tui.net.inflating import Inflater

HEADER_LIMIT = 65_536
"""Bytes of an extended header, which holds a file's long name."""

_BLOCK = tarfile.BLOCKSIZE
_PIECE = 65_536
_PAX_PATH = re.compile(rb"(?:^|\n)[0-9]{1,6} path=([^\n]*)\n")
_REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE)


def files(
    read: Callable[[int], bytes], name: str, limit: int, wanted: Callable[[bytes, int], bool]
) -> Iterator[tuple[bytes, bytes]]:
    """(path, content) of those regular files for whose (path, size) `wanted` says yes.

    `read`: gives the next bytes of the archive, b"" at its end; `name`: what the reader knows the archive by; `limit`:
    bytes of it when unpacked. Raises BadBody for what is no sound archive, TooLarge for too much.
    """
    stream = _Stream(read, name, limit)
    long_name = b""
    while True:
        block = stream.read(_BLOCK)
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            if block == bytes(_BLOCK):
                return
            raise BadBody(f"{name} is no sound archive.", "Try again later.") from error
        padded = -(-header.size // _BLOCK) * _BLOCK
        if header.size < 0:
            raise BadBody(f"{name} is no sound archive.", "Try again later.")
        if header.type in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
            if header.size > HEADER_LIMIT:
                raise BadBody(f"{name} is no sound archive: a file's name is too long.", "Try again later.")
            extended = stream.read(padded)[: header.size]
            if header.type == tarfile.GNUTYPE_LONGNAME:
                long_name = extended.rstrip(b"\0")
            elif found := _PAX_PATH.search(extended):
                long_name = found[1]
            continue
        path = long_name or header.name.encode("utf-8", "surrogateescape")
        long_name = b""
        if header.type in _REGULAR and wanted(path, header.size):
            yield path, stream.read(padded)[: header.size]
        elif header.isreg() or header.type not in tarfile.SUPPORTED_TYPES or header.type == tarfile.XGLTYPE:
            stream.skip(padded)


class _Stream:
    """The archive's bytes as they are unpacked."""

    def __init__(self, read: Callable[[int], bytes], name: str, limit: int) -> None:
        self._read = read
        self._name = name
        self._inflater = Inflater("gzip", limit, name)
        self._pieces = self._unpacked()
        self._held = b""

    def _unpacked(self) -> Iterator[bytes]:
        while data := self._read(_PIECE):
            yield from self._inflater.feed(data)
        self._inflater.finish()

    def read(self, count: int) -> bytes:
        """Exactly so many bytes."""
        parts = [self._held[:count]]
        missing = count - len(parts[0])
        self._held = self._held[count:]
        while missing > 0:
            piece = self._next()
            parts.append(piece[:missing])
            self._held = piece[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Pass over so many bytes."""
        while count > len(self._held):
            count -= len(self._held)
            self._held = self._next()
        self._held = self._held[count:]

    def _next(self) -> bytes:
        piece = next(self._pieces, None)
        if piece is None:
            raise BadBody(f"{self._name} broke off before its end.", "Try again later.")
        return piece
