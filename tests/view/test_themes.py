"""Our themes: every text colour can be read on every ground it stands on."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from tui.view.themes import DARK, LIGHT, register_themes

TEXTS = ("foreground", "foreground-muted", "primary", "secondary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel", "primary-muted", "block-hover-background")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_contrast_is_at_least_that_of_wcag_aa(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [("block-cursor-foreground", "block-cursor-background"), ("footer-key-foreground", "footer-background")]
    pairs += [("input-cursor-foreground", "input-cursor-background")]
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in pairs
        if (ratio := contrast(Color.parse(colours[text]), Color.parse(colours[ground]))) < 4.5
    }
    assert poor == {}


async def test_both_are_registered() -> None:
    app: App[None] = App()
    register_themes(app)
    async with app.run_test(size=(20, 5)):
        for theme in (DARK, LIGHT):
            app.theme = theme.name
            assert app.current_theme is theme


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
