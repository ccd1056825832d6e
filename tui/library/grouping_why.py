"""Tells why an article is in its story, from what the index holds. Writes nothing."""

from __future__ import annotations

import json
import sqlite3

from tui.library.facts import fact
from tui.library.grouping_window import SELECT, Items, Row
from tui.library.grouping_words import load_some_words
from tui.library.index_schema import EVENT
from tui.library.records import number
from tui.stories.rules import Rules, Strictness
from tui.stories.why import Why, explain, words_of


def why(index: sqlite3.Connection, story_id: int, key: str) -> Why | None:
    """Why the article with this key is in the event of the story; None when it is not, or the story has no other article."""
    items = Items(index)
    rows = [
        Row._make(row)
        for row in index.execute(f"{SELECT} WHERE story_id=? AND role={EVENT} ORDER BY time, hash", (story_id,))
    ]
    own = number(key)
    article = next((row for row in rows if row.hash == own), None)
    others = [row for row in rows if row.hash != own]
    if article is None or not others:
        return None
    # What the reader put together is told apart from what the words did: its events are not one.
    (leading,) = index.execute(
        "SELECT a.event_id FROM story s JOIN article a ON a.id = s.lead_id WHERE s.id=?", (story_id,)
    ).fetchone()
    told = article.event_id != leading or all(row.event_id != leading for row in others)
    item, rest = items.item(article), [items.item(row) for row in others]
    setting = fact(index, "grouping")
    strictness = Strictness[json.loads(setting)[1]] if setting else Strictness.NORMAL
    return explain(
        item,
        rest,
        load_some_words(index, words_of([item, *rest])),
        Rules(shift=strictness.value),
        told=told,
        outlets={row.hash: items.providers[row.provider_id].outlet for row in others},
        undated={row.hash for row in rows if row.time is None},
    )
