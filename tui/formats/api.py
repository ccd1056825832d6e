"""A page of a site's story list (`api/news/index.json`) as what its stories' files would give. Fetches nothing.

The list names each story by the path of its file and says of it what the file says, but for `related` and `quality`,
which it leaves out: a story has the same name, the same article and the same problems by either way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from tui.errors import BadBody, UnsafeLink
from tui.formats.articles import article, featured_url
from tui.formats.events import DEPTH_LIMIT, Node
from tui.formats.fields import Fault, Fields
from tui.formats.flat import FileResult, flat_article
from tui.formats.frontmatter import PROBLEM_LIMIT
from tui.model import NOT_RANKED
from tui.text.clean import clean_line, clean_text
from tui.text.markup import plain
from tui.text.urls import canonical

SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes of one page: a real one has 45 KB, and 2 MiB of empty objects are 45 MB in memory."""
STORY_LIMIT = 1000
"""Stories read of one page; real ones have 25 or 30."""

_PATH = re.compile(r"(?!/)(?:(?!\.\.?/)[^/\\]+/){0,8}[^/\\]+\.(?:md|markdown)", re.IGNORECASE)
_PAGE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list."""

    title: str
    """What a topic's list is called; "" for the list of everything."""
    next: int | None
    """The number of the page that goes on; None on the last one."""
    results: tuple[FileResult, ...]
    """Each story as if its file had been read, in the order of the page."""
    stamps: dict[str, tuple[int, int]]
    """Name → what changes when the list says something else of the story: 48 bits of its digest, and its size."""


def page(data: bytes, name: str, site: str) -> Page:
    """What the bytes of one page say. Raises BadBody where they are no such page; a bad story costs only itself.

    `name`: what the reader knows the page by; `site`: the site's address, which some sites give as every story's own.
    """
    try:
        found = json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        what = "a web page" if data.lstrip()[:1] == b"<" else "not JSON"
        raise BadBody(f"What {name} gave is {what}: no list of stories.", _ADVICE) from error
    if not isinstance(found, dict) or not isinstance(found.get("value"), list):
        raise BadBody(f"What {name} gave is JSON, but no list of stories.", _ADVICE)
    results: dict[str, FileResult] = {}
    stamps = {}
    for item in found["value"][:STORY_LIMIT]:
        result, size = _story(item, site)
        if result.name not in results:
            results[result.name] = result
            stamps[result.name] = (int.from_bytes(result.digest[:6], "big"), size)
    following = found.get("nextPage")
    title = found.get("title")
    return Page(
        clean_line(plain(title)) if isinstance(title, str) else "",
        int(following) if isinstance(following, str) and _PAGE.fullmatch(following) else None,
        tuple(results.values()),
        stamps,
    )


_ADVICE = "Check the address: it should be the front page of a site that has an api/news/index.json."


def _story(item: Any, site: str) -> tuple[FileResult, int]:
    """One entry of the list, and its size in bytes."""
    text = json.dumps(item, sort_keys=True, separators=(",", ":")).encode()
    digest = blake2b(text, digest_size=16).digest()
    faults: list[Fault] = []
    node = _node(item, 1)
    if not isinstance(node, dict):
        return FileResult(f"unnamed/{digest.hex()}", digest, None, (("", "It is no story; left out."),)), len(text)
    fields = Fields(_with_addresses(node, site), faults)
    path = fields.raw("path")
    sound = len(path) <= 400 and path == clean_line(path) and _PATH.fullmatch(path) is not None
    own = article(fields, path.rsplit("/", 1)[-1] if sound else "")
    if not sound:
        fields.fault("path", "It is not the path of a story file; the story goes without.")
        path = f"unnamed/{blake2b(own.key.encode(), digest_size=8).hexdigest() if own else digest.hex()}"
    report = (
        None
        if own is None
        else (
            flat_article(own),
            fields.number("heat", NOT_RANKED, NOT_RANKED),
            True,
            False,
            next(iter(fields.texts("categories")), ""),
            fields.texts("topics"),
            featured_url(fields),
            clean_text(plain(fields.raw("content"))),
            (),
        )
    )
    problems = [(clean_line(place), clean_line(reason)) for place, reason in faults[:PROBLEM_LIMIT]]
    if len(faults) > PROBLEM_LIMIT:
        problems.append(("", f"{len(faults) - PROBLEM_LIMIT:,} more problems in this story."))
    return FileResult(path, digest, report, tuple(problems)), len(text)


def _with_addresses(story: dict[str, Node], site: str) -> dict[str, Node]:
    """The story without an address that is only the site's own, and with `sourceUrl` where there is no other.

    A second generator of such sites builds `webUrl` from a variable that does not exist: it is then "" or the site's
    front page, the same for every story, and all of them would be one article.
    """
    story = {name: None if name.endswith("Url") and _is(value, site) else value for name, value in story.items()}
    if not story.get("webUrl") and not story.get("originalUrl"):
        story["originalUrl"] = story.get("sourceUrl")
    return story


def _is(value: Node, site: str) -> bool:
    try:
        return isinstance(value, str) and (not value.strip() or canonical(value) == canonical(site))
    except UnsafeLink:
        return False


def _node(value: Any, depth: int) -> Node:
    """JSON's value as YAML's reader would give it: every scalar its text, numbers already are."""
    if isinstance(value, dict) and depth <= DEPTH_LIMIT:
        return {key: _node(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list) and depth <= DEPTH_LIMIT:
        return [_node(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None
