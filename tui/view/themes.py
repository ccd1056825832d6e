"""Broadsheet's two themes. Every text colour keeps at least 4.5:1 against every ground it stands on (WCAG 2.2, AA)."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="broadsheet-dark",
    dark=True,
    background="#15181d",
    surface="#1b1f26",
    panel="#252b34",
    foreground="#dcdfe4",
    primary="#7fb2e5",
    secondary="#9aa9bd",
    accent="#e6b566",
    success="#8fc48a",
    warning="#e8a15c",
    error="#f0837c",
    boost="#20252d",
    variables={
        "foreground-muted": "#9ea7b5",
        "foreground-disabled": "#8b94a2",
        "primary-muted": "#22384f",
        "accent-muted": "#4a3d22",
        "block-cursor-background": "#7fb2e5",
        "block-cursor-foreground": "#15181d",
        "block-cursor-blurred-background": "#252b34",
        "block-cursor-blurred-foreground": "#dcdfe4",
        "block-hover-background": "#20252d",
        "border": "#7fb2e5",
        "border-blurred": "#3a4250",
        "scrollbar": "#3a4250",
        "scrollbar-hover": "#55617a",
        "scrollbar-active": "#7fb2e5",
        "scrollbar-background": "#15181d",
        "scrollbar-background-hover": "#15181d",
        "scrollbar-background-active": "#15181d",
        "footer-background": "#1b1f26",
        "footer-key-foreground": "#e6b566",
        "input-cursor-background": "#dcdfe4",
        "input-cursor-foreground": "#15181d",
        "input-selection-background": "#2f4f70",
        "button-color-foreground": "#15181d",
        "link-color": "#7fb2e5",
    },
)
LIGHT = Theme(
    name="broadsheet-light",
    dark=False,
    background="#f7f4ec",
    surface="#efebe0",
    panel="#e3ddce",
    foreground="#22252b",
    primary="#1f5a94",
    secondary="#52606f",
    accent="#8a4b08",
    success="#2f6b34",
    warning="#8f4700",
    error="#a92a24",
    boost="#ece7da",
    variables={
        "foreground-muted": "#555b65",
        "foreground-disabled": "#636973",
        "primary-muted": "#cfdfee",
        "accent-muted": "#f3dcae",
        "block-cursor-background": "#1f5a94",
        "block-cursor-foreground": "#f7f4ec",
        "block-cursor-blurred-background": "#e3ddce",
        "block-cursor-blurred-foreground": "#22252b",
        "block-hover-background": "#ece7da",
        "border": "#1f5a94",
        "border-blurred": "#c6bda8",
        "scrollbar": "#c6bda8",
        "scrollbar-hover": "#a39a85",
        "scrollbar-active": "#1f5a94",
        "scrollbar-background": "#f7f4ec",
        "scrollbar-background-hover": "#f7f4ec",
        "scrollbar-background-active": "#f7f4ec",
        "footer-background": "#efebe0",
        "footer-key-foreground": "#8a4b08",
        "input-cursor-background": "#22252b",
        "input-cursor-foreground": "#f7f4ec",
        "input-selection-background": "#b7d0e8",
        "button-color-foreground": "#f7f4ec",
        "link-color": "#1f5a94",
    },
)


def register_themes(app: App[Any]) -> None:
    """Make both themes known to `app` under their names; chooses neither."""
    app.register_theme(DARK)
    app.register_theme(LIGHT)
