"""The fixture that puts a widget on a stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from staging import Stage
from textual.message import Message
from textual.widget import Widget


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stage]:
    """Puts a widget on a stage: `stage(widget, j="cursor_down")`."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def put(widget: Widget, **keys: str) -> Stage:
        app = Stage(widget, keys)
        post = widget.post_message

        def heard(message: Message) -> bool:
            app.heard.append(message)
            return post(message)

        monkeypatch.setattr(widget, "post_message", heard)
        return app

    return put
