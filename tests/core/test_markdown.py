"""What is exported as Markdown shows what the story says, whatever a title tries."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tui.core.markdown import escaped, story_markdown
from tui.model import Article, CoverageRow, Provider, Report, Story, StoryRow
from tui.text.clean import clean_line


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])).map(clean_line).filter(bool))
@example("# no heading")
@example("1. no list")
@example("1) no list")
@example("- no list")
@example("=====")
@example("[no](javascript:alert(1)) link, <b>no HTML</b>, `no code`, &copy; ![no](image)")
@example("*no* _emphasis_ ~~no~~ | no | table \\* \\")
def test_an_escaped_text_is_shown_as_it_is(text: str) -> None:
    paragraph, inline, _ = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text))
    assert paragraph.type == "paragraph_open"
    assert inline.children is not None
    assert all(part.type in ("text", "text_special") for part in inline.children)
    assert "".join(part.content for part in inline.children) == text


def test_a_story() -> None:
    lead = Article(
        key="https://a.example/1",
        title="Ferry [runs] aground",
        excerpt="All are well.",
        published=datetime(2023, 7, 27, 10, tzinfo=UTC),
        url="https://a.example/1",
        quality=60,
        provider=Provider("North Post", "a.example"),
    )
    other = Article(key="https://b.example/2", title="Passengers leave", url="https://b.example/2")
    unreachable = Article(key="path:x", title="Older ferries")
    story = Story(
        StoryRow(1, lead.title, "North Post", None, None, outlets=2, heat=7),
        Report(lead, topics=("Shipping",)),
        (CoverageRow(other),),
        (CoverageRow(unreachable),),
    )
    assert story_markdown(story) == (
        "# [Ferry \\[runs\\] aground](<https://a.example/1>)\n\n"
        "North Post · 27 Jul 2023 10:00 UTC · quality 60 · Shipping · 2 outlets · heat 7\n\n"
        "All are well.\n\n"
        "## Coverage\n\n- [Passengers leave](<https://b.example/2>)\n\n"
        "## Related\n\n- Older ferries\n"
    )
