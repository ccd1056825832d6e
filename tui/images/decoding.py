"""Makes small pictures of a file's bytes. The only door to Pillow; fetches and keeps nothing.

For a child process only (`tui.images.child`): Pillow has decoders in C for what strangers send, and takes 40 ms to import.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from importlib import import_module
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from tui.images.values import Fault, Pixels, fitted

PIXELS_LIMIT = 30_000_000
"""Of the picture as it comes: cameras of the press take 24 million. A WebP takes 16 bytes for each to be decoded."""
THUMBNAIL = (180, 120)
"""Columns and rows of pixels that are kept of a picture at most: twice what the widest pane has cells for."""

# By name: asked for a format that is not registered, Pillow imports all its 40. Before 11.3 it has no AVIF.
for _name in ("Jpeg", "Png", "WebP", "Gif", "Avif"):
    with suppress(ImportError):
        import_module(f"PIL.{_name}ImagePlugin")
_FORMATS = tuple({"JPEG", "PNG", "WEBP", "GIF", "AVIF"}.intersection(Image.OPEN))
_GROUND = (255, 255, 255)
"""What shines through transparent places: pictures of articles are made for white pages."""

Image.MAX_IMAGE_PIXELS = PIXELS_LIMIT
# Pillow only warns of up to twice as many.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def thumbnail(data: bytes) -> Pixels | Fault:
    """The picture in a file's bytes, within THUMBNAIL; of a moving one, where it begins."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            return _small(image)
    except UnidentifiedImageError:
        return Fault("No picture: there is something else at its address.")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Fault(f"No picture: it has more than {PIXELS_LIMIT // 1_000_000} million pixels.")
    except (OSError, SyntaxError, ValueError, EOFError):  # SyntaxError is what Pillow says of a broken PNG
        return Fault("No picture: it is damaged, or broke off before its end.")


def scaled(pixels: Pixels, columns: int, lines: int) -> Pixels:
    """The picture in the size in which it fits into so many cells."""
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.rgb)
    return _pixels(image.resize(fitted(*image.size, columns, lines), Image.Resampling.LANCZOS))


def _small(image: Image.Image) -> Pixels:
    image.draft("RGB", THUMBNAIL)  # a JPEG is decoded at an eighth of its size, or a quarter, or half
    if image.mode not in ("L", "RGB", "RGBA"):
        # One with a palette would be made small without mixing colours.
        image = image.convert("RGBA")
    image.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, _GROUND)
        ground.paste(image, mask=image)
        image = ground
    return _pixels(image.convert("RGB"))


def _pixels(image: Image.Image) -> Pixels:
    return Pixels(*image.size, image.tobytes())
