"""Makes pictures for tests: honest ones, and files that only pretend to be."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)


def halves(
    size: tuple[int, int] = (64, 48), *, above: tuple[int, ...] = RED, below: tuple[int, ...] = BLUE
) -> Image.Image:
    """A picture of two colours, one above the other."""
    mode = "RGBA" if len(above) == 4 else "RGB"
    image = Image.new(mode, size, above)
    image.paste(below, (0, size[1] // 2, *size))
    return image


def file_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, data: bytes = b"", *, colour: int = 2) -> bytes:
    """A PNG with this header and these packed rows, true or not."""
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, data, b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def zeros(size: int) -> bytes:
    """So many zeros, packed into a thousandth."""
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


def webp_header(width: int, height: int) -> bytes:
    """The beginning of a WebP that says it is so large."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + (10).to_bytes(4, "little") + b"\x02\0\0\0" + size
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def gif_header(width: int, height: int) -> bytes:
    """A GIF of so many dots that begins and does not go on."""
    size = struct.pack("<HH", width, height)
    return b"GIF89a" + size + b"\xf0\0\0" + bytes(6) + b"," + bytes(4) + size + b"\0\x02\x01\x44\0;"
