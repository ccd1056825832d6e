"""Files become small pictures, whatever their format; what is none, or too much, becomes a sentence."""

from __future__ import annotations

import pytest
from images.making import BLUE, RED, WHITE, file_of, gif_header, halves, png, webp_header, zeros
from PIL import Image

from tui.images.decoding import THUMBNAIL, scaled, thumbnail
from tui.images.values import Fault, Pixels


def colours(pixels: Pixels) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first pixel and the last."""
    return tuple(pixels.rgb[:3]), tuple(pixels.rgb[-3:])


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_format_of_the_web(kind: str) -> None:
    found = thumbnail(file_of(halves((640, 480)), kind))
    assert isinstance(found, Pixels), found
    assert (found.width, found.height) == (160, 120)
    assert len(found.rgb) == 3 * 160 * 120
    first, last = colours(found)
    assert near(first, RED)
    assert near(last, BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_pixel(mode: str) -> None:
    found = thumbnail(file_of(halves((300, 300)).convert("L" if mode == "I;16" else mode).convert(mode), _kind(mode)))
    assert isinstance(found, Pixels), found
    assert len(found.rgb) == 3 * found.width * found.height


def _kind(mode: str) -> str:
    return "JPEG" if mode == "CMYK" else "PNG"


def test_what_is_transparent_stands_on_white() -> None:
    found = thumbnail(file_of(halves(above=(*RED, 0), below=(*BLUE, 255))))
    assert isinstance(found, Pixels)
    assert colours(found) == (WHITE, BLUE)


def test_a_camera_held_upright() -> None:
    image = halves((300, 200))
    turned = image.getexif()
    turned[0x0112] = 6
    found = thumbnail(file_of(image, "JPEG", exif=turned))
    assert isinstance(found, Pixels)
    assert found.width < found.height


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_moving_picture_stands_where_it_begins(kind: str) -> None:
    frames = [halves(above=BLUE, below=RED) for _ in range(200)]
    found = thumbnail(file_of(halves(), kind, save_all=True, append_images=frames))
    assert isinstance(found, Pixels)
    assert near(colours(found)[0], RED)


def test_a_smaller_picture_is_not_enlarged() -> None:
    found = thumbnail(file_of(halves((20, 10))))
    assert isinstance(found, Pixels)
    assert (found.width, found.height) == (20, 10)
    drawn = scaled(found, 200, 50)
    assert (drawn.width, drawn.height, len(drawn.rgb)) == (20, 10, 600)


def test_it_is_scaled_to_the_cells_there_are() -> None:
    found = thumbnail(file_of(halves((600, 400))))
    assert isinstance(found, Pixels)
    assert found.width <= THUMBNAIL[0]
    drawn = scaled(found, 60, 7)
    assert (drawn.width, drawn.height, len(drawn.rgb)) == (21, 14, 3 * 21 * 14)
    assert colours(drawn) == (RED, BLUE)


NOISE = Image.effect_noise((400, 300), 90)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "something else"),
        (b"<html><title>Log in</title>", "something else"),
        (b"%PDF-1.7", "something else"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "something else"),
        (file_of(halves(), "BMP"), "something else"),
        (file_of(halves(), "TIFF"), "something else"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "something else"),
        (b"\x89PNG\r\n\x1a\n", "something else"),
        (file_of(NOISE)[:9000], "damaged"),
        (file_of(NOISE, "JPEG")[:9000], "damaged"),
        (file_of(NOISE, "WEBP")[:9000], ""),
        (file_of(NOISE, "AVIF")[:3000], ""),
        (file_of(NOISE, "GIF")[:9000], "damaged"),
        (png(64, 48, b"no packed rows"), "damaged"),
        (png(100, 100, zeros(0)), "damaged"),
        (png(60_000, 60_000), "30 million"),
        (png(2**31 - 1, 2**31 - 1), "30 million"),
        (png(9_000, 9_000, zeros(3 * 9_000 * 9_001)), "30 million"),
        (gif_header(65_535, 65_535), "30 million"),
        (webp_header(16_384, 16_384), ""),
    ],
    ids=range(20),
)
def test_what_cannot_be_shown_is_said(data: bytes, said: str) -> None:
    found = thumbnail(data)
    assert isinstance(found, Fault), found
    assert found.reason.startswith("No picture: ")
    assert said in found.reason
    assert found.lasting
