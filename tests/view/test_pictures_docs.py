"""docs/pictures.md names the limits and ways of pictures as they are."""

from __future__ import annotations

from building import ROOT

from tui.images.child import FILE_LIMIT, MEMORY
from tui.images.child import SECONDS as OF_WORK
from tui.images.decoding import PIXELS_LIMIT
from tui.images.fetching import SECONDS
from tui.images.values import NOT_INSTALLED
from tui.view.actions import BY_ID, shown
from tui.view.picturing import AFTER, KEPT

WHOLE = " ".join((ROOT / "docs" / "pictures.md").read_text().split())


def test_limits_and_the_way_to_install_it_are_those_of_the_program() -> None:
    assert NOT_INSTALLED.reason.partition("Install it with: ")[2].rstrip(".") in WHOLE
    assert (
        f"within {SECONDS:.0f} seconds, {OF_WORK} of them of work, and {MEMORY // 1024 // 1024} MB of memory" in WHOLE
    )
    assert f"up to {FILE_LIMIT // 1_000_000} MB and {PIXELS_LIMIT // 1_000_000} million pixels" in WHOLE
    assert f"The last {KEPT} are kept" in WHOLE
    assert AFTER == 1 / 5
    assert "for a fifth of a second" in WHOLE


def test_the_key_is_the_action_s() -> None:
    assert WHOLE.startswith(f"# Pictures `{shown(BY_ID['view.image'].keys[0])}` shows the picture of the story")
