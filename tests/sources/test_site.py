"""A site's list: found from any of its addresses, read to its end, and no further than needed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from loopback import STRAIGHT, Loopback, Shelf, listed, pages
from timing import SOON

from tui.errors import BadBody, BadStatus, NetworkError, SourceError
from tui.net.client import Client
from tui.sources.site import DAY, PAGE_LIMIT, FoundSite, Site, SiteOutcome, find_site, sync_site

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "azure"
NOW = 1_690_000_000


async def find(loopback: Loopback, path: str) -> FoundSite:
    async with Client(STRAIGHT) as client:
        return await find_site(client, loopback.url(path), loopback.allow)


async def sync(loopback: Loopback, shelf: Shelf, last: SiteOutcome | None = None, now: int = NOW) -> SiteOutcome:
    """One sync, as the library would have it done; forgets what is gone, and what was asked and stored before."""
    loopback.asked.clear()
    shelf.stored = 0
    site = Site(
        loopback.url("/"), last.validators if last else None, last.swept_at if last else 0, allow=loopback.allow
    )
    async with Client(STRAIGHT) as client:
        outcome = await sync_site(client, site, dict(shelf.known), shelf.store, now)
    shelf.forget(outcome.gone)
    return outcome


@pytest.mark.parametrize(
    "address", ["/azure", "/azure/", "/azure/index.html", "/azure/news/2023/story", "/azure/api/news/index.json"]
)
async def test_a_site_is_found_from_any_of_its_addresses(loopback: Loopback, address: str) -> None:
    loopback.files = {f"/azure{path}": data for path, data in pages([listed(1), listed(2)]).items()}
    found = await find(loopback, address)
    assert found.address == loopback.url("/azure/")
    assert [result.report and result.report[0][1] for result in found.page.results] == ["Story 1", "Story 2"]


async def test_a_site_at_the_root_is_found_from_deep_within(loopback: Loopback) -> None:
    loopback.files = pages([listed(1)])
    assert (await find(loopback, "/a/b/c/d/e/f.html")).address == loopback.url("/")
    assert len(loopback.asked) <= 4


async def test_a_site_that_has_moved_is_where_its_list_is(loopback: Loopback) -> None:
    loopback.files = {f"/new{path}": data for path, data in pages([listed(1)]).items()}
    loopback.moved = {"/old/": "/new/"}
    assert (await find(loopback, "/old/")).address == loopback.url("/new/")


async def test_what_is_no_site_is_said_to_be_none(loopback: Loopback) -> None:
    loopback.files = {"/api/news/index.json": b"<html>Not found</html>", "/x/api/news/index.json": b"[]"}
    with pytest.raises(SourceError) as fault:
        await find(loopback, "/x/")
    assert "api/news/index.json" in fault.value.message
    assert fault.value.advice


async def test_a_first_sync_reads_everything_and_shows_it_page_by_page(loopback: Loopback) -> None:
    loopback.files = pages([listed(number) for number in range(8)])
    shelf = Shelf()
    outcome = await sync(loopback, shelf)
    assert shelf.titles() == [f"Story {number}" for number in range(8)]
    assert (shelf.stored, len(loopback.asked), outcome.swept_at, outcome.gone) == (8, 3, NOW, ())
    assert shelf.batches == 3


async def test_nothing_new_is_one_request_with_or_without_validators(loopback: Loopback) -> None:
    loopback.files = pages([listed(number) for number in range(8)])
    shelf = Shelf()
    first = await sync(loopback, shelf)
    for last in (first, SiteOutcome(None, NOW)):
        assert await sync(loopback, shelf, last, NOW + 600) == SiteOutcome(first.validators, NOW)
        assert (shelf.stored, loopback.asked) == (0, ["/api/news/index.json"])


async def test_new_stories_are_read_up_to_the_first_page_that_is_known(loopback: Loopback) -> None:
    old = [listed(number) for number in range(12)]
    loopback.files = pages(old)
    shelf = Shelf()
    first = await sync(loopback, shelf)
    loopback.files = pages([listed(100), listed(101), listed(102), listed(103), *old])
    outcome = await sync(loopback, shelf, first, NOW + 600)
    assert len(shelf.results) == 16
    assert (shelf.stored, len(loopback.asked), outcome.gone, outcome.swept_at) == (4, 3, (), NOW)


async def test_once_a_day_all_of_it_is_read_and_what_has_gone_goes(loopback: Loopback) -> None:
    old = [listed(number) for number in range(9)]
    loopback.files = pages(old)
    shelf = Shelf()
    first = await sync(loopback, shelf)
    loopback.files = pages([*old[:7], listed(8, heat=900)])
    await sync(loopback, shelf, first, NOW + 600)
    assert shelf.stored == 0
    outcome = await sync(loopback, shelf, first, NOW + DAY)
    assert (shelf.stored, outcome.gone) == (1, ("_news/2023-07-08-story-7.md",))
    report = shelf.results["_news/2023-07-09-story-8.md"].report
    assert report is not None
    assert report[1] == 900


async def test_a_quick_look_that_breaks_off_is_made_good(loopback: Loopback) -> None:
    old = [listed(number) for number in range(6)]
    loopback.files = pages(old)
    shelf = Shelf()
    first = await sync(loopback, shelf)
    loopback.files = pages([*(listed(number) for number in range(100, 107)), *old])
    lost = loopback.files.pop("/api/news/page/2/index.json")
    with pytest.raises(BadStatus):
        await sync(loopback, shelf, first, NOW + 600)
    assert len(shelf.results) == 6
    loopback.files["/api/news/page/2/index.json"] = lost
    await sync(loopback, shelf, first, NOW + 700)
    assert len(shelf.results) == 13


async def test_a_sweep_that_breaks_off_keeps_what_it_read_and_is_done_again(loopback: Loopback) -> None:
    loopback.files = pages([listed(number) for number in range(9)])
    lost = loopback.files.pop("/api/news/page/3/index.json")
    shelf = Shelf()
    with pytest.raises(BadStatus):
        await sync(loopback, shelf)
    assert len(shelf.results) == 6
    loopback.files["/api/news/page/3/index.json"] = lost
    await sync(loopback, shelf)
    assert shelf.stored == 3


async def test_a_story_that_a_push_moved_to_the_next_page_is_stored_once(loopback: Loopback) -> None:
    loopback.files = pages([listed(1), listed(2), listed(3), listed(3, heat=5), listed(4)])
    shelf = Shelf()
    await sync(loopback, shelf)
    assert shelf.stored == 4


@pytest.mark.parametrize(
    "following",
    [
        lambda number: 1,
        lambda number: number,
        lambda number: 2,
        lambda number: number + 1,
        lambda number: str(number + 1),
    ],
    ids=["back to the first", "itself", "always the second", "on for ever", "on for ever as text"],
)
async def test_a_list_without_an_end_ends(loopback: Loopback, following: Any) -> None:
    for number in range(1, PAGE_LIMIT + 20):
        data = json.dumps({"value": [listed(number)], "nextPage": following(number)}).encode()
        loopback.files[f"/api/news/page/{number}/index.json"] = data
    loopback.files["/api/news/index.json"] = loopback.files["/api/news/page/1/index.json"]
    shelf = Shelf()
    shelf.known["_news/kept.md"] = (1, 1, 1, b"x")
    shelf.results["_news/kept.md"] = next(iter((await find(loopback, "/")).page.results))
    outcome = await sync(loopback, shelf)
    assert len(loopback.asked) <= PAGE_LIMIT
    assert outcome.gone == ()
    await sync(loopback, shelf, outcome, NOW + 600)
    assert len(loopback.asked) <= 2


async def test_the_same_page_under_every_number_ends(loopback: Loopback) -> None:
    same = [listed(1), listed(2)]
    for number in range(1, 9):
        data = json.dumps({"value": same, "nextPage": number + 1}).encode()
        loopback.files[f"/api/news/page/{number}/index.json"] = data
    loopback.files["/api/news/index.json"] = loopback.files["/api/news/page/1/index.json"]
    shelf = Shelf()
    await sync(loopback, shelf)
    assert (len(loopback.asked), shelf.stored) == (2, 2)


async def test_an_empty_last_page_is_the_end(loopback: Loopback) -> None:
    loopback.files = pages([listed(number) for number in range(3)])
    first = json.loads(loopback.files["/api/news/index.json"])
    loopback.files["/api/news/index.json"] = json.dumps({**first, "nextPage": "2"}).encode()
    loopback.files["/api/news/page/2/index.json"] = b'{"page": 2, "value": [], "nextPage": "3"}'
    shelf = Shelf()
    outcome = await sync(loopback, shelf)
    assert (len(loopback.asked), shelf.stored, outcome.swept_at) == (2, 3, NOW)


@pytest.mark.parametrize("data", [b'{"value": [], "nextPage": null}', b"<html>Moving house</html>", b"{}", b""])
async def test_a_list_that_is_suddenly_empty_or_none_loses_nothing(loopback: Loopback, data: bytes) -> None:
    loopback.files = pages([listed(number) for number in range(3)])
    shelf = Shelf()
    first = await sync(loopback, shelf)
    loopback.files["/api/news/index.json"] = data
    with pytest.raises(BadBody) as fault:
        await sync(loopback, shelf, first, NOW + DAY)
    assert fault.value.advice
    assert len(shelf.results) == 3


async def test_what_the_index_marks_is_read_again(loopback: Loopback) -> None:
    loopback.files = pages([listed(number) for number in range(3)])
    shelf = Shelf()
    first = await sync(loopback, shelf)
    name = "_news/2023-07-02-story-1.md"
    shelf.known[name] = (*shelf.known[name][:3], b"")
    await sync(loopback, shelf, SiteOutcome(None, first.swept_at), NOW + 600)
    assert shelf.stored == 1


async def test_a_list_that_has_moved_is_followed_and_told(loopback: Loopback) -> None:
    loopback.files = {f"/new{path}": data for path, data in pages([listed(number) for number in range(5)]).items()}
    loopback.moved = {"/api/": "/new/api/"}
    shelf = Shelf()
    outcome = await sync(loopback, shelf)
    assert outcome.moved_to == loopback.url("/new/api/news/index.json")
    assert len(shelf.results) == 5
    assert loopback.asked[-1] == "/new/api/news/page/2/index.json"


async def test_a_site_that_is_gone_costs_nothing_that_is_here(loopback: Loopback) -> None:
    loopback.files = pages([listed(1)])
    shelf = Shelf()
    first = await sync(loopback, shelf)
    loopback.files.clear()
    with pytest.raises(NetworkError):
        await sync(loopback, shelf, first, NOW + 600)
    assert shelf.titles() == ["Story 1"]


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus")
async def test_a_real_site(loopback: Loopback) -> None:
    for path in CORPUS.glob("api/**/*.json"):
        loopback.files[f"/{path.relative_to(CORPUS)}"] = path.read_bytes()
    shelf = Shelf()
    first = await sync(loopback, shelf)
    assert (len(loopback.asked), shelf.stored, len(shelf.results)) == (25, 624, 624)
    assert all(result.problems == () for result in shelf.results.values())
    began = time.perf_counter()
    await sync(loopback, shelf, first, NOW + 600)
    assert time.perf_counter() - began < SOON
    assert len(loopback.asked) == 1
