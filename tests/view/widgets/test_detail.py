"""The detail pane: every field, wrapped, with links that are checked."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from staging import HOSTILE, NOW, UNSAFE, Stage, article, story, text_of

from tui.model import Image, Problem
from tui.view.widgets.detail import Detail
from tui.view.widgets.detail_lines import detail_lines
from tui.view.widgets.notice import Notice

Staging = Callable[..., Stage]
KEYS = {"j": "cursor_down", "k": "cursor_up", "G": "last", "g": "first", "f": "page_down", "d": "half_page_down"}


async def test_every_field_is_shown(stage: Staging) -> None:
    detail = Detail()
    async with stage(detail).run_test(size=(80, 40)) as pilot:
        detail.show(story(), NOW)
        await pilot.pause()
        assert (
            "\n".join(text_of(detail)).strip()
            == """\
Netflix lists $900,000 AI job
 Engadget · engadget.com · 25 Jul 2023 12:00 (3d)
 AI, Entertainment · quality 47 · heat 208 · article · 8 outlets

 Will this pair of Hollywood strikes ever end?

 First paragraph.

 Second paragraph.

 Links
 web         https://example.com/lead
 original    https://example.com/original
 AMP         https://amp.example.com/lead
 cached AMP  https://cdn.example.com/lead
 player      https://video.example.com/embed/1

 Images
 image       1200×675 · A picket line · Getty · cached by the publisher
             https://img.example.com/a.jpg
 logo        https://img.example.com/logo.png

 Publisher
 category    news
 listed      no

 File
 /stories/a.md

 Problems
 related[3]  “yesterday” is not a date; left out."""
        )


def test_figures_that_nobody_gave_are_not_zero() -> None:
    told = story()
    of_feed = told.lead._replace(article=article("feed", quality=0), heat=-1, category="", listed=False)
    lines = detail_lines(told._replace(lead=of_feed), 60, NOW, lambda text: [])
    text = "\n".join("".join(piece.text for piece in line) for line in lines)
    assert "quality – · heat –" in text
    assert "listed" not in text


def test_lines_stay_within_the_pane_and_are_never_too_long_to_read() -> None:
    told = story()
    long = told._replace(lead=told.lead._replace(body="word " * 200 + "x" * 500 + " " + "日本" * 100))
    for width in (16, 40, 200):
        for line in detail_lines(long, width, NOW, lambda text: []):
            assert sum(cell_len(piece.text) for piece in line) <= min(width, 90)


def test_a_long_address_of_a_picture_takes_one_line_and_leads_where_it_says() -> None:
    url = "https://img.example.com/" + "x" * 100 + "/end.jpg"
    told = story()
    lead = told.lead.article._replace(images=(Image(url),))
    lines = detail_lines(told._replace(lead=told.lead._replace(article=lead)), 60, NOW, lambda text: [])
    (piece,) = [piece for line in lines for piece in line if piece.link == url]
    assert piece.text.startswith("https://img.example.com/")
    assert piece.text.endswith("x/end.jpg")
    assert len(piece.text) == 48


def test_what_rules_did_is_said() -> None:
    told = story(hidden=True)._replace(tags=("home", "sea side"))
    lines = detail_lines(told, 80, NOW, list_none)
    said = lines[3]
    assert "".join(piece.text for piece in said) == "hidden by a rule · tag home · tag sea side"
    assert [piece.filter for piece in said if piece.filter] == [("tag", "home"), ("tag", "sea side")]


def test_hostile_text_and_links_are_defused() -> None:
    told = story()
    for text in HOSTILE:
        bad = article(
            "bad", title=text, excerpt=text, url=f"https://example.com/{text}", original_url="javascript:alert(1)"
        )
        lead = told.lead._replace(article=bad, body=text, category=text, topics=(text,))
        lines = detail_lines(
            told._replace(lead=lead, files=(text,), problems=(Problem("", text, text),), tags=(text,)),
            60,
            NOW,
            list_none,
        )
        pieces = [piece for line in lines for piece in line]
        assert not any(UNSAFE.intersection(piece.text + piece.link) for piece in pieces)
        assert all(piece.link == "" or piece.link.startswith("https://") for piece in pieces)


def list_none(text: str) -> list[tuple[int, int]]:
    return []


def test_matches_are_marked_across_line_breaks() -> None:
    told = story()
    lead = told.lead._replace(article=article("k", title="one two three four five six"))
    lines = detail_lines(told._replace(lead=lead), 16, NOW, lambda text: [(8, 18)] if text.startswith("one") else [])
    assert [[(piece.text, piece.match) for piece in line] for line in lines[:2]] == [
        [("one two ", False), ("three", True)],
        [("four", True), (" five six", False)],
    ]


async def test_scrolling_and_a_new_story_begins_at_its_top(stage: Staging) -> None:
    detail = Detail()
    async with stage(detail, **KEYS).run_test(size=(80, 10)) as pilot:
        detail.show(story(), NOW)
        await pilot.press("j", "j")
        assert detail.scroll_offset.y == 2
        detail.show(story(read=True), NOW)
        assert detail.scroll_offset.y == 2
        await pilot.press("G")
        assert "is not a date" in text_of(detail)[-1]
        other = story()
        detail.show(other._replace(row=other.row._replace(id=2)), NOW)
        assert detail.scroll_offset.y == 0
        await pilot.press("d", "f", "g")
        assert detail.scroll_offset.y == 0


async def test_links_carry_their_address_and_ask_when_clicked(stage: Staging) -> None:
    detail = Detail()
    app = stage(detail)
    async with app.run_test(size=(80, 40)) as pilot:
        detail.show(story(), NOW)
        await pilot.pause()
        line = text_of(detail).index(" web         https://example.com/lead")
        links = {s.text: s.style.link for s in detail.render_line(line) if s.style and s.style.link}
        assert links == {"https://example.com/lead": "https://example.com/lead"}
        await pilot.click(detail, offset=(20, line))
        assert [m.url for m in app.said(Detail.LinkRequested)] == ["https://example.com/lead"]
        await pilot.click(detail, offset=(2, line))
        assert not app.said(Detail.LinkRequested)


async def test_without_a_story_the_notice_stands(stage: Staging) -> None:
    detail = Detail()
    detail.notice = Notice("Nothing chosen", (), (("j", "next story"),))
    async with stage(detail, **KEYS).run_test(size=(40, 9)) as pilot:
        await pilot.press(*KEYS)
        assert [line.strip() for line in text_of(detail) if line] == ["Nothing chosen", "j  next story"]
        detail.show(story(), NOW)
        assert text_of(detail)[0] == " Netflix lists $900,000 AI job"
