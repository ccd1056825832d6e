"""The application around the screens: settings, theme, keys, toasts. Knows no story."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from tui.config import asset_dir
from tui.view.actions import LISTED, ON_TEXT, UNBOUND, shown
from tui.view.ending import end_on_signals
from tui.view.repainting import paint_screens
from tui.view.themes import DARK, register_themes
from tui.view.widgets.safe_filter import SafeFilter

if TYPE_CHECKING:
    from tui.view.sitting import Sitting

STYLES = asset_dir("styles")
FIRST_STYLES = (STYLES / "base.tcss", STYLES / "screens" / "browse.tcss", *sorted(STYLES.glob("widgets/*.tcss")))
"""What the first paint shows is styled by these; every further rule would make it wait."""
LOADED_AFTER = 0.5
"""Seconds after the first paint after which all is loaded that was put off until then."""
SETTLED_AFTER = 0.05
"""Seconds without another size after which the window has the size that it keeps."""


class Reader(App[int], inherit_bindings=False):
    """Broadsheet on a terminal."""

    TITLE = "Broadsheet"
    # Over windows too. Textual's own would keep their keys from whatever config.toml gives them to.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, id="program.quit", priority=True)]
    COMMAND_PALETTE_BINDING: ClassVar[str] = UNBOUND
    # Only toasts and hints would let it. A second click on a toast that is just going ends Textual 8.2 otherwise.
    ALLOW_SELECT: ClassVar[bool] = False
    CSS_PATH: ClassVar[list[str]] = [str(path) for path in FIRST_STYLES]  # type: ignore[assignment]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        paint_screens()
        self.sitting = sitting
        self._guard = SafeFilter()
        self._plain = (NoColor(), self._guard)
        self._sized = False
        self._settling: Timer | None = None
        register_themes(self)
        wanted = sitting.settings.theme
        # Before the styles are read for the first time: each change of theme reads them again (10 ms).
        self.theme = wanted if wanted in self.available_themes else DARK.name

    def get_default_screen(self) -> Screen[None]:
        from tui.view.screens.browse import BrowseScreen

        # Not pushed over Textual's own empty screen: laying that out first costs 15 ms of the start.
        return BrowseScreen(self.sitting)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What the themes of the terminal's own colours lack: without it they would end the program."""
        return {"foreground-disabled": "ansi_bright_black"}

    def _settle(self) -> None:
        """After the first paint."""
        self.stylesheet.read_all(sorted({*STYLES.glob("screens/*.tcss")}.difference(FIRST_STYLES)))
        self.stylesheet.parse()
        self.set_timer(LOADED_AFTER, self._keep)

    def _keep(self) -> None:
        """What is there now lives as long as the program: looking through it for garbage would take 15 ms of a key's."""
        gc.freeze()
        gc.enable()  # it was off since the start

    def refresh_css(self, animate: bool = True) -> None:
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            # The theme is set before anything is drawn: the sheets are read once, with its colours (12 ms).
            self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        if self.no_color:
            # Textual's own way of NO_COLOR is greys on a ground of its choice; this one leaves the terminal's colours.
            return [*(kept for kept in super().get_line_filters() if not isinstance(kept, Monochrome)), *self._plain]
        return [*super().get_line_filters(), self._guard]

    def on_mount(self) -> None:
        if not self.is_headless:
            end_on_signals(self)
        keymap = self.sitting.keymap
        if self.theme != self.sitting.settings.theme:
            there_are = keymap.said("{view.theme} shows those there are.")
            self.notify(
                f"config.toml asks for the theme {self.sitting.settings.theme}, which there is not. {there_are}",
                severity="warning",
            )
        if keymap.changed:
            self.set_keymap(keymap.changed)
        for complaint in keymap.complaints:
            self.notify(complaint, severity="warning", timeout=10)
        self.call_after_refresh(self._settle)

    def on_resize(self) -> None:
        """Paint everything once the size has settled, after the first time.

        Textual paints what it believes to have changed; a window that was small for a moment, or that another program
        had, has lost more than that.
        """
        if self._settling is not None:
            self._settling.stop()
        if self._sized:
            self._settling = self.set_timer(SETTLED_AFTER, lambda: self.screen.refresh(layout=True))
        self._sized = True

    def on_key(self, event: events.Key) -> None:
        """Give the search bar what it takes and was typed before it had the focus: the bar lets none of that through to here.

        What is meant for a list that is still to come waits for it.
        """
        from tui.view.screens.browse import BrowseScreen

        if isinstance(self.screen, BrowseScreen) and self.screen.keep_key(event):
            event.prevent_default()
            return
        focused = self.focused
        if isinstance(focused, Input) and focused.check_consume_key(event.key, event.character):
            event.prevent_default()
            early = events.Key(event.key, event.character)
            early._set_forwarded()  # else, were it passed on, it would be taken for a key that has just been pressed
            focused.post_message(early)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A toast. Nothing in it is markup, whatever `markup` says: it may tell of a file or a title."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: object) -> None:
        """Nothing: Textual calls this at every key; `keymap` has settled the clashes and said so once."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the registry, for the palette."""
        from tui.view.screens.article import ArticleScreen
        from tui.view.screens.browse import BrowseScreen

        of_screen = LISTED if isinstance(screen, BrowseScreen) else ON_TEXT if isinstance(screen, ArticleScreen) else ()
        for action in of_screen:
            keys = ", ".join(map(shown, self.sitting.keymap.keys[action.id]))
            run = getattr(screen, f"action_{action.action}")
            yield SystemCommand(action.command, f"{action.help} ({keys})" if keys else action.help, run)
