"""Three story files for tests of what is shown: one with two related articles, a hot one, and a video without a link."""

from __future__ import annotations

from collections.abc import Mapping

from building import entry, story_file

FILES: Mapping[str, bytes] = {
    "2023-07-27-ferry.md": story_file(
        "Ferry runs aground off Skagen",
        url="https://north.example/ferry",
        publishedDateTime="2023-07-27T10:00:00Z",
        excerpt="All 212 passengers of the ferry were taken off by noon.",
        provider={"name": "North Post", "domain": "north.example"},
        topics=["Shipping", "Denmark"],
        quality=60,
        ampWebUrl="https://amp.north.example/ferry",
        related=[
            entry(
                "Passengers leave stranded ferry",
                url="https://south.example/ferry",
                publishedDateTime="2023-07-27T12:00:00Z",
                provider={"name": "South Post", "domain": "south.example"},
                quality=33,
            ),
            entry("What became of older ferries", url="https://west.example/old"),
        ],
    ),
    "2023-07-26-bridge.md": story_file(
        "Bridge over the Belt closes for a week",
        url="https://east.example/bridge",
        publishedDateTime="2023-07-26T10:00:00Z",
        provider={"name": "East Post", "domain": "east.example"},
        heat=90,
    ),
    "2023-07-25-video.md": story_file(
        "Storm seen from above",
        url="",
        publishedDateTime="2023-07-25T10:00:00Z",
        type="video",
    ),
}
