"""What a look at a link says: never dead on one look, never dead because a server refuses programs."""

from __future__ import annotations

import pytest

from tui.article.verdicts import NO_ANSWER, NO_HOST, Check, Verdict, verdict

DAY = 86_400
NOW = 1_700_000_000
URL = "https://a.example/2023/story"


@pytest.mark.parametrize(
    ("status", "hops", "final", "expected"),
    [
        (200, (), URL, Verdict.ALIVE),
        (206, (), URL, Verdict.ALIVE),
        (200, (302,), "https://a.example/2023/story-2", Verdict.ALIVE),
        (200, (301,), "https://a.example/2023/story-2", Verdict.MOVED),
        (200, (301, 308), "https://b.example/2023/story", Verdict.MOVED),
        (200, (301, 302), "https://b.example/2023/story", Verdict.ALIVE),
        (200, (301,), "https://a.example/", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example/?from=old", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example/index.html", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example/404", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example/errors/page-not-found.html", Verdict.SOFT_DEAD),
        (200, (302,), "https://a.example/2023/terrors-of-the-deep", Verdict.ALIVE),
        (404, (), URL, Verdict.UNKNOWN),
        (410, (), URL, Verdict.UNKNOWN),
        (401, (), URL, Verdict.UNKNOWN),
        (403, (), URL, Verdict.UNKNOWN),
        (429, (), URL, Verdict.UNKNOWN),
        (451, (), URL, Verdict.UNKNOWN),
        (503, (), URL, Verdict.UNKNOWN),
        (NO_HOST, (), URL, Verdict.UNKNOWN),
        (NO_ANSWER, (), URL, Verdict.UNKNOWN),
    ],
)
def test_on_one_look(status: int, hops: tuple[int, ...], final: str, expected: Verdict) -> None:
    assert verdict(Check(NOW, status, hops), URL, final) is expected


@pytest.mark.parametrize("start", ["https://a.example", "https://a.example/", "https://a.example/index.html"])
def test_a_front_page_that_leads_to_the_front_page_is_alive(start: str) -> None:
    assert verdict(Check(NOW, 200, (302,)), start, "https://a.example/") is Verdict.ALIVE


def test_a_story_about_a_404_is_no_missing_page() -> None:
    start = "https://a.example/not-found-in-translation"
    assert verdict(Check(NOW, 200, (301,)), start, "https://a.example/2023/not-found-in-translation") is Verdict.MOVED


@pytest.mark.parametrize(
    ("status", "history", "expected"),
    [
        (404, [(DAY, 404)], Verdict.DEAD),
        (404, [(2 * DAY, 410), (60, 404)], Verdict.DEAD),
        (404, [(DAY - 1, 404)], Verdict.UNKNOWN),
        (404, [(2 * DAY, 404), (DAY, 200)], Verdict.UNKNOWN),
        (404, [(2 * DAY, 404), (DAY, 503), (60, NO_ANSWER)], Verdict.DEAD),
        (403, [(2 * DAY, 403), (DAY, 403)], Verdict.UNKNOWN),
        (503, [(2 * DAY, 404)], Verdict.UNKNOWN),
        (NO_HOST, [(DAY, NO_HOST)], Verdict.DEAD_HOST),
        (NO_HOST, [(60, NO_HOST)], Verdict.UNKNOWN),
        (NO_HOST, [(2 * DAY, NO_HOST), (DAY, 404)], Verdict.UNKNOWN),
        (200, [(DAY, 404)], Verdict.ALIVE),
    ],
)
def test_with_looks_before(status: int, history: list[tuple[int, int]], expected: Verdict) -> None:
    earlier = [Check(NOW - ago, before) for ago, before in history]
    assert verdict(Check(NOW, status), URL, URL, earlier) is expected
    assert verdict(Check(NOW, status), URL, URL, earlier[::-1]) is expected
