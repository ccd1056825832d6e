"""docs/keys.md says what the registry of actions says."""

from __future__ import annotations

from docs_keys import PATH, page

from tui.view.actions import LISTED, ON_TEXT
from tui.view.screens.article import ArticleScreen
from tui.view.screens.browse import BrowseScreen


def test_the_page_is_that_of_the_registry() -> None:
    assert PATH.read_text() == page(), "make it anew with: python -m tests.docs_keys"


def test_every_action_has_a_method_on_its_screen() -> None:
    for screen, actions in ((BrowseScreen, LISTED), (ArticleScreen, ON_TEXT)):
        assert [a.id for a in actions if not callable(getattr(screen, f"action_{a.action}", None))] == []
