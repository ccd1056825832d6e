"""docs/keys.md says what the registry of actions says, and every action can be run."""

from __future__ import annotations

import pytest
from key_tables import PAGE, page

from tui.view.actions import ACTIONS, NUMBERED, Action
from tui.view.screens.article import ArticleScreen
from tui.view.screens.browse import BrowseScreen


def test_the_page_is_made_from_the_registry() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: make pictures"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_one_of_a_screen(action: Action) -> None:
    assert any(hasattr(screen, f"action_{action.action}") for screen in (BrowseScreen, ArticleScreen))


def test_no_two_actions_share_a_name() -> None:
    names = [action.id for action in (*ACTIONS, *NUMBERED)]
    assert len(set(names)) == len(names)
