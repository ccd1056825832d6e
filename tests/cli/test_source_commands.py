"""add, remove, sources and sync keep the library's sources, and say what came of it."""

from __future__ import annotations

from pathlib import Path

from building import story_file
from calling import Command


def test_added_listed_removed(call: Command, stories: Path) -> None:
    added = call("add", stories)
    assert (added.code, added.out) == (0, "")
    assert "3 stories in what you added." in added.err
    assert call("sources").out.startswith(f"{stories}  (3 files, looked at ")
    assert call("remove", stories).code == 0
    nothing = call("sources")
    assert (nothing.code, nothing.out) == (1, "")
    assert "library is empty" in call("list").err


def test_sources_as_json(call: Command, stories: Path) -> None:
    call("add", stories)
    (source,) = call("sources", "--json").objects
    assert source["place"] == str(stories)
    assert (source["kind"], source["files"], source["problems"]) == ("folder", 3, 0)
    assert source["added"] <= source["checked"]


def test_a_list_of_sources_on_standard_input(broadsheet: Command, stories: Path) -> None:
    answer = broadsheet("add", "-", typed="\n".join(str(path) for path in stories.iterdir()) + "\n\n")
    assert answer.code == 0
    assert len(broadsheet("sources").lines) == 3


def test_sync_tells_what_it_did(call: Command, stories: Path) -> None:
    call("add", stories)
    (stories / "2023-07-28-crane.md").write_bytes(story_file("Crane falls", url="https://x.example/crane"))
    (stories / "2023-07-25-video.md").unlink()
    (done,) = call("sync", "--json").objects
    assert (done["gone"], done["stories"], done["new"], done["failures"]) == (1, 3, 0, [])
    said = call("sync")
    assert (said.code, said.out) == (0, "")
    assert "3 stories" in said.err


def test_a_source_whose_folder_is_gone(call: Command, stories: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_bytes(story_file("Elsewhere", url="https://x.example/elsewhere"))
    call("add", stories, other)
    stories.rename(tmp_path / "moved")
    (done,) = call("sync", "--json").objects
    assert call("sync", "--json").code == 3
    assert str(stories) in done["failures"][0]
    assert done["stories"] == 4, "what the library has of it stays"
    assert call("sync", other).code == 0, "a dead source is no matter to another"
    assert call("remove", stories).code == 0, "it can be removed although it is gone"
    assert [line.split("\t")[4] for line in call("list").lines] == ["Elsewhere"]


def test_only_sources_of_the_library_are_synced_or_removed(call: Command, stories: Path) -> None:
    for command in ("sync", "remove"):
        answer = call(command, stories)
        assert (answer.code, answer.out) == (3, "")
        assert "is no source of the library" in answer.err


def test_marks_outlive_their_source(call: Command, stories: Path, tmp_path: Path) -> None:
    from tui.library.marks import Mark
    from tui.wiring import open_shelf

    call("add", stories)
    with open_shelf(tmp_path / "library") as shelf:
        shelf.marks.put([Mark("https://north.example/ferry", starred_at=1)])
    assert call("list", "--json").objects[0]["starred"] is True
    call("remove", stories)
    call("add", stories)
    assert call("list", "--json").objects[0]["starred"] is True
