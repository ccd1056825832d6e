"""Every wrong that a server can do: which fault it becomes, that the fault is a sentence, and what it costs."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import quote

import pytest
from hostile import STRAIGHT, Hostile

from tui.errors import BadBody, BadStatus, NetworkError, Refused, TimedOut, TooLarge
from tui.net.answers import Response
from tui.net.client import Client

MEMORY = 150
"""Megabytes that a process may come to, whatever it is sent."""

WRONGS: list[tuple[str, type[NetworkError]]] = [
    ("/bomb", TooLarge),
    ("/bomb-in-bomb", BadBody),
    ("/bomb-in-bomb-in-two-lines", BadBody),
    ("/brotli", BadBody),
    ("/endless", TooLarge),
    ("/huge", TooLarge),
    ("/slow-headers", TimedOut),
    ("/slow-body", TimedOut),
    ("/silence", TimedOut),
    ("/endless-continue", TimedOut),
    ("/endless-headers", BadBody),
    ("/loop", Refused),
    ("/short", BadBody),
    ("/two-lengths", BadBody),
    ("/damaged", BadBody),
    ("/cut", BadBody),
    ("/trailing", BadBody),
    ("/not-http", BadBody),
    ("/hang-up", BadBody),
    ("/busy", BadStatus),
    ("/exhausted", BadStatus),
    ("/always-304", BadStatus),
    *((f"/status?is={status}", BadStatus) for status in (204, 206, 300, 400, 401, 403, 404, 410, 418, 451, 500, 599)),
]
PLACES_NOT_TO_GO = (
    "http://127.0.0.1:{port}/ok",
    "http://localhost:{port}/ok",
    "http://0x7f.1:{port}/ok",
    "http://0x7f000001:{port}/ok",
    "http://2130706433:{port}/ok",
    "http://0177.0.0.1:{port}/ok",
    "http://127.1:{port}/ok",
    "http://0:{port}/ok",
    "http://0.0.0.0:{port}/ok",
    "http://[::1]:{port}/ok",
    "http://[::]:{port}/ok",
    "http://[::ffff:127.0.0.1]:{port}/ok",
    "http://[::ffff:7f00:1]:{port}/ok",
    "http://[64:ff9b::7f00:1]:{port}/ok",
    "http://[2002:7f00:1::]:{port}/ok",
    "http://[fec0::1]:{port}/ok",
    "http://１２７.0.0.1:{port}/ok",
    "http://127。0。0。1:{port}/ok",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://192.168.0.1/",
    "http://10.0.0.1/",
    "http://224.0.0.1/",
    "http://reader:hunter2@127.0.0.1:{port}/ok",
    "//127.0.0.1:{port}/ok",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ftp://127.0.0.1/",
    "data:text/html,x",
    "http://xn--/",
    "http://xn--a/",
    "http://[::1",
    "http://news.example\\@127.0.0.1/",
    "",
)


def says_what_to_do(error: NetworkError) -> None:
    for sentence in (error.message, error.advice):
        assert sentence.endswith((".", ")")), sentence
        assert sentence.isprintable()
        assert len(sentence) < 400


@pytest.mark.parametrize(("path", "fault"), WRONGS, ids=[path for path, _ in WRONGS])
async def test_a_wrong_is_a_fault_with_a_sentence(server: Hostile, path: str, fault: type[NetworkError]) -> None:
    async with Client(STRAIGHT) as client:
        with pytest.raises(fault) as raised:
            await client.get(server.url(path), accept="*/*", cap=1_000_000, deadline=0.5, allow=server.allow)
        assert type(raised.value) is fault
        says_what_to_do(raised.value)
        found = (
            await client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
            if (path != "/busy")
            else None
        )
    assert found is None or isinstance(found, Response)


@pytest.mark.parametrize("target", PLACES_NOT_TO_GO)
async def test_a_redirect_inside_or_to_nowhere_is_refused(server: Hostile, other: Hostile, target: str) -> None:
    target = target.format(port=other.port)
    async with Client(STRAIGHT) as client:
        with pytest.raises(Refused) as raised:
            await client.get(
                server.url(f"/redirect?to={quote(target, safe='')}"),
                accept="*/*",
                cap=1000,
                deadline=5,
                allow=server.allow,
            )
    says_what_to_do(raised.value)
    assert "hunter2" not in str(raised.value)
    assert other.seen == []


async def test_the_body_of_a_redirect_is_not_read(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        found = await client.get(
            server.url("/redirect-with-bomb"), accept="*/*", cap=1000, deadline=5, allow=server.allow
        )
    assert isinstance(found, Response)
    assert found.body == b'{"fine":true}'


async def test_what_follows_a_whole_answer_is_not_part_of_it(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        found = await client.get(server.url("/long"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
    assert isinstance(found, Response)
    assert found.body == b"whole"


async def test_a_header_brings_no_escape_sequence(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        found = await client.get(
            server.url("/escape-in-header"), accept="*/*", cap=1000, deadline=5, allow=server.allow
        )
    assert isinstance(found, Response)
    assert (found.content_type, found.charset) == ("text/html", "utf-8")


async def test_a_content_type_may_lie_and_is_only_told(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        found = await client.get(server.url("/lying"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
    assert isinstance(found, Response)
    assert (found.content_type, found.charset) == ("image/png", "no-such-thing")


CHILD = """
import asyncio, resource, sys
from pathlib import Path
from tui.errors import NetworkError
from tui.net.client import Client
from tui.net.settings import NetworkSettings

async def main(address, place):
    paths = ("/bomb", "/bomb-in-bomb", "/bomb-in-bomb-in-two-lines", "/redirect-with-bomb", "/endless", "/endless-headers")
    async with Client(NetworkSettings(proxy="none", pause=0)) as client:
        for path in paths * 2:
            try:
                await client.get(address + path, accept="*/*", cap=5_000_000, deadline=20, allow=frozenset((place,)))
            except NetworkError as error:
                print(path, type(error).__name__)
    status = Path("/proc/self/status")
    if status.exists():  # Linux's ru_maxrss begins at what the parent came to
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        print(int(peak.split()[1]) // 1024)
    else:  # macOS counts bytes
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 // 1024)

asyncio.run(main(*sys.argv[1:]))
"""


def test_no_server_gets_at_the_memory(server: Hostile) -> None:
    run = subprocess.run(
        [sys.executable, "-c", CHILD, server.url(""), server.place],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    *faults, megabytes = run.stdout.splitlines()
    assert len(faults) == 10
    assert int(megabytes) < MEMORY
