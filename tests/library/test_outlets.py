"""The outlets of the library's last days are those of its newest articles, whatever some articles say of their date."""

from __future__ import annotations

from pathlib import Path

from newsroom import START, Piece, newsroom

from tui.library.opening import INDEX
from tui.library.outlets import DAYS, recent_outlets
from tui.stories.item import DAY

NOW = START + 400 * DAY


def test_an_article_dated_ahead_does_not_move_the_days(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([Piece("a", "Bank raises rates"), Piece("b", "Ferry aground", time=START + DAY, outlet="beta")])
        room.put([Piece("c", "Chess final", time=START - DAYS * DAY, outlet="gamma")])
        room.put([Piece("z", "Agenda of the summit", time=NOW + 900 * DAY, outlet="agenda")])
        recent = recent_outlets(room.index, tmp_path / INDEX, NOW)
        assert recent.until == START + DAY
        assert [outlet.provider.name for outlet in recent.outlets] == ["Alpha", "Beta"]


def test_a_library_without_dates_has_none(tmp_path: Path) -> None:
    with newsroom(tmp_path) as room:
        room.put([Piece("a", "Bank raises rates", time=None), Piece("z", "Agenda", time=NOW + DAY)])
        assert recent_outlets(room.index, tmp_path / INDEX, NOW).outlets == ()
