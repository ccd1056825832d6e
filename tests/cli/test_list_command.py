"""list and search print the stories there are, in the order asked for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from building import SEEDS, story_file
from calling import Command

from tui.library.opening import MARKS, open_marks
from tui.library.searches import KeptSearch, Searches


def titles(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [line.split("\t")[4] for line in answer.lines]


def test_newest_first_one_line_each_with_tabs_between(call: Command, stories: Path) -> None:
    answer = call("list", stories)
    assert answer.code == 0
    assert titles(answer) == [
        "Ferry runs aground off Skagen",
        "Bridge over the Belt closes for a week",
        "Storm seen from above",
    ]
    ident, time, outlets, outlet, _ = answer.lines[0].split("\t")
    assert (len(ident), time, outlets, outlet) == (16, "2023-07-27T10:00:00Z", "1", "North Post")
    assert answer.err == ""


def test_what_changed_since_is_seen(call: Command, stories: Path) -> None:
    call("add", stories)
    (stories / "2023-07-28-crane.md").write_bytes(
        story_file("Crane falls", url="https://x.example/crane", publishedDateTime="2023-07-28T00:00:00Z")
    )
    (stories / "2023-07-25-video.md").unlink()
    assert titles(call("list"))[0] == "Crane falls"
    assert "Storm seen from above" not in titles(call("list"))


def test_limit_and_order(call: Command, stories: Path) -> None:
    assert titles(call("list", stories, "--limit", "1")) == ["Ferry runs aground off Skagen"]
    assert titles(call("list", "--sort", "oldest", "--limit", "1")) == ["Storm seen from above"]
    assert titles(call("list", "--sort", "heat"))[0] == "Bridge over the Belt closes for a week"
    assert titles(call("list", "--sort", "first"))[0] == "Ferry runs aground off Skagen"
    assert titles(call("search", "sort:oldest", "post"))[0] == "Bridge over the Belt closes for a week"
    assert titles(call("search", "sort:oldest", "post", "--sort", "time"))[0] == "Ferry runs aground off Skagen"


def test_only_the_named_source_counts(call: Command, stories: Path, tmp_path: Path) -> None:
    call("add", stories)
    other = tmp_path / "other.md"
    other.write_bytes(story_file("Elsewhere", url="https://x.example/elsewhere"))
    assert titles(call("list", other)) == ["Elsewhere"]
    assert len(call("list").lines) == 4
    assert titles(call("search", "--source", other, "has:url")) == ["Elsewhere"]


def test_an_empty_library_shows_the_bundled_stories_and_says_so(call: Command) -> None:
    answer = call("list")
    assert answer.code == 0
    assert 5 < len(answer.lines) <= len(list(SEEDS.glob("*.md")))
    assert any("Netflix lists $900,000 AI job" in line for line in answer.lines)
    assert "library is empty" in answer.err


def test_search_finds_words_fields_and_what_is_excluded(call: Command, stories: Path) -> None:
    call("add", stories)
    assert titles(call("search", "ferry")) == ["Ferry runs aground off Skagen"]
    assert titles(call("search", "outlet:post", "-ferry")) == ["Bridge over the Belt closes for a week"]
    assert titles(call("search", "-ferry", "outlet:post")) == ["Bridge over the Belt closes for a week"]
    assert titles(call("search", '"runs aground"')) == ["Ferry runs aground off Skagen"]
    assert call("search", "ferr").code == 1, "nothing is being typed: a word is a whole word"


def test_count(call: Command, stories: Path) -> None:
    call("add", stories)
    assert call("search", "post", "--count").out == "2\n"
    nothing = call("search", "zebra", "--count")
    assert (nothing.code, nothing.out) == (1, "0\n")


def test_nothing_found_is_said(call: Command, stories: Path) -> None:
    call("add", stories)
    answer = call("search", "zebra")
    assert (answer.code, answer.out) == (1, "")
    assert "No story was found." in answer.err


def test_faults_are_shown_with_their_place(call: Command, stories: Path) -> None:
    answer = call("search", "日本 quailty>60", "outlet:")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "broadsheet: unknown field quailty: did you mean quality?",
        "  日本 quailty>60 outlet:",
        "       ^^^^^^^",
        "broadsheet: outlet needs a value, such as outlet:reuters.",
        "  日本 quailty>60 outlet:",
        "                  ^^^^^^^",
    ]


def test_a_fault_far_into_a_search_is_shown_with_its_surroundings(call: Command) -> None:
    answer = call("search", "word " * 30 + "quailty>60" + " word" * 20)
    _, shown, carets = answer.err.splitlines()
    assert len(shown) < 100
    assert shown[carets.index("^") :].startswith("quailty>60")


def test_a_saved_search_by_its_name(call: Command, stories: Path, places: Path) -> None:
    places.write_text('[searches]\n"Big news" = "heat>50"\n')
    call("add", stories)
    assert titles(call("search", "big", "news")) == ["Bridge over the Belt closes for a week"]
    assert call("search", "Big News", "--count").out == "1\n"


def test_a_search_that_was_saved_in_the_reader(call: Command, stories: Path, tmp_path: Path, places: Path) -> None:
    places.write_text('[searches]\nBoth = "heat>50"\n')
    call("add", stories)
    path = tmp_path / "library" / MARKS
    with closing(open_marks(path.parent)) as marks:
        kept = [
            KeptSearch("Skagen ferries", "ferry", 1),
            KeptSearch("both", "ferry", 2),
            KeptSearch("Half", "outlet:", 3),
        ]
        Searches(marks.connection, path).change([], kept)
    assert titles(call("search", "skagen", "ferries")) == ["Ferry runs aground off Skagen"]
    assert call("search", "Skagen ferries", "--count").out == "1\n"
    assert titles(call("search", "Both")) == ["Bridge over the Belt closes for a week"]
    assert titles(call("search", "both")) == ["Ferry runs aground off Skagen"]
    assert call("search", "Half").code == 2
    assert "Ferry runs aground" in call("export", "Skagen ferries").out


def test_an_empty_search_is_a_mistake(call: Command) -> None:
    assert call("search", " ").code == 2


def test_a_file_without_a_story_is_bad_input_and_the_others_are_printed(call: Command, stories: Path) -> None:
    (stories / "broken.md").write_text("no front matter")
    answer = call("list", stories)
    assert answer.code == 3
    assert len(answer.lines) == 3
    assert "1 file gives no story" in answer.err


def test_a_source_that_is_not_there(call: Command, stories: Path, tmp_path: Path) -> None:
    answer = call("list", tmp_path / "nowhere")
    assert (answer.code, answer.out) == (3, "")
    assert "There is no folder or file" in answer.err
    call("add", stories)
    stories.rename(tmp_path / "moved")
    answer = call("list")
    assert answer.code == 3
    assert len(answer.lines) == 3, "what the library has of it stays"
    assert "cannot be read" in answer.err


def test_json_of_each_story_on_a_line(call: Command, stories: Path) -> None:
    ferry, bridge, video = call("list", stories, "--json").objects
    assert ferry["title"] == "Ferry runs aground off Skagen"
    assert ferry["published"] == "2023-07-27T10:00:00Z"
    assert ferry["provider"]["name"] == "North Post"
    assert ferry["topics"] == ["Shipping", "Denmark"]
    assert ferry["files"] == [str(stories / "2023-07-27-ferry.md")]
    assert (ferry["quality"], ferry["read"], ferry["starred"]) == (60, False, False)
    assert bridge["heat"] == 90
    assert (video["type"], video["url"]) == ("video", "")
    every = [*ferry["coverage"], *ferry["related"]]
    south = next(article for article in every if article["url"] == "https://south.example/ferry")
    assert (south["quality"], south["published"]) == (33, "2023-07-27T12:00:00Z")


def test_the_bundled_story_of_seven_related_articles(call: Command) -> None:
    answer = call("search", "--json", "netflix", "engadget")
    assert len(answer.objects[0]["related"]) == 7


def test_articles_one_by_one(call: Command, stories: Path, places: Path) -> None:
    again = story_file(
        "Ferry runs aground off Skagen, passengers are safe",
        url="https://south.example/ferry",
        publishedDateTime="2023-07-27T12:00:00Z",
        provider={"name": "South Post", "domain": "south.example"},
        excerpt="All 212 passengers of the ferry were taken off by noon.",
    )
    (stories / "2023-07-27-south.md").write_bytes(again)
    call("add", stories)
    assert len(call("search", "ferry").lines) == 1, "two reports of one event"
    answer = call("search", "ferry", "group:off", "--json")
    assert {article["url"] for article in answer.objects} >= {
        "https://north.example/ferry",
        "https://south.example/ferry",
    }
    assert len({article["id"] for article in answer.objects}) == len(answer.objects) >= 2
    assert len({article["story"] for article in answer.objects}) == 1
    assert len(call("export", "ferry", "group:off", "--format", "json").objects) == 1
    for article in answer.objects:
        assert call("show", article["id"], "--json").objects[0]["id"] == article["story"]
    places.write_text("grouping = false\n")
    assert call("search", "ferry", "--count").out == f"{len(answer.objects)}\n"
