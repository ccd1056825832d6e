"""The client with servers that behave, or nearly."""

from __future__ import annotations

import asyncio
import gc
import random
import socket
import ssl
from pathlib import Path

import pytest
from hostile import STRAIGHT, Certificate, Hostile, Talk, serving
from timing import SOON

from tui import __version__
from tui.errors import BadCertificate, BadStatus, NetworkError, Refused, TimedOut, Unreachable
from tui.net.answers import NotModified, Response, Validators
from tui.net.client import Client
from tui.net.settings import NetworkSettings


async def fetch(server: Hostile, path: str, **other: object) -> Response | NotModified:
    asked: dict[str, object] = {"accept": "application/json", "cap": 5_000_000, "deadline": 5.0, "allow": server.allow}
    async with Client(STRAIGHT) as client:
        return await client.get(server.url(path), **{**asked, **other})  # type: ignore[arg-type]


async def test_an_answer_with_everything_it_says(server: Hostile) -> None:
    found = await fetch(server, "/ok")
    assert found == Response(server.url("/ok"), "", "application/json", "utf-8", b'{"fine":true}', None, None)


async def test_a_packed_answer_is_unpacked(server: Hostile) -> None:
    found = await fetch(server, "/packed")
    assert isinstance(found, Response)
    assert found.body == b"story " * 50_000


async def test_it_says_who_it_is_and_nothing_else(server: Hostile) -> None:
    await fetch(server, "/ok", accept="text/html")
    assert server.seen[0].headers == {
        "host": server.place,
        "user-agent": f"broadsheet/{__version__}",
        "accept": "text/html",
        "accept-encoding": "gzip",
    }


async def test_what_has_not_changed_is_a_value(server: Hostile) -> None:
    first = await fetch(server, "/kept")
    assert isinstance(first, Response)
    assert first.validators == Validators(server.url("/kept"), '"v1"', "Wed, 26 Jul 2023 00:00:00 GMT")
    assert first.max_age == 600
    assert await fetch(server, "/kept", validators=first.validators) == NotModified("", 600)
    assert server.seen[1].headers["if-modified-since"] == "Wed, 26 Jul 2023 00:00:00 GMT"


async def test_validators_go_to_the_address_that_gave_them(server: Hostile, other: Hostile) -> None:
    gave = Validators(other.url("/kept"), '"v1"')
    found = await fetch(server, f"/redirect?to={other.url('/kept')}", validators=gave, allow=server.allow | other.allow)
    assert found == NotModified("", 600)
    assert "if-none-match" not in server.seen[0].headers


async def test_validators_that_cannot_be_sent_back_are_not_kept(server: Hostile) -> None:
    found = await fetch(server, "/odd-etag")
    assert isinstance(found, Response)
    assert found.validators is None


async def test_not_modified_without_having_asked_is_a_fault(server: Hostile) -> None:
    with pytest.raises(BadStatus):
        await fetch(server, "/always-304")


@pytest.mark.parametrize("status", [301, 308])
async def test_a_permanent_move_is_told(server: Hostile, status: int) -> None:
    found = await fetch(server, f"/redirect?status={status}&to=/ok")
    assert (found.moved_to, isinstance(found, Response) and found.url) == (server.url("/ok"), server.url("/ok"))


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_passing_redirect_is_followed_and_not_told(server: Hostile, status: int) -> None:
    assert (await fetch(server, f"/redirect?status={status}&to=/ok")).moved_to == ""


async def test_only_the_moves_before_the_first_passing_redirect_are_told(server: Hostile) -> None:
    chain = "/redirect?status=301&to=/redirect%3Fstatus%3D302%26to%3D/redirect%253Fstatus%253D301%2526to%253D/ok"
    found = await fetch(server, chain)
    assert isinstance(found, Response)
    assert found.url == server.url("/ok")
    assert found.moved_to == server.url("/redirect?status=302&to=/redirect%3Fstatus%3D301%26to%3D/ok")


async def test_no_cookie_comes_back(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        for path in ("/cookie", "/ok"):
            await client.get(server.url(path), accept="*/*", cap=1000, deadline=5, allow=server.allow)
    assert server.paths() == ["/cookie", "/ok", "/ok"]
    assert not any("cookie" in talk.headers for talk in server.seen)


async def test_a_server_is_not_told_who_led_to_it(server: Hostile, other: Hostile) -> None:
    await fetch(server, f"/redirect?to={other.url('/ok')}", allow=server.allow | other.allow)
    assert [talk.headers.get("referer") for talk in other.seen] == [None]


async def test_what_is_allowed_here_is_not_allowed_there(server: Hostile, other: Hostile) -> None:
    with pytest.raises(Refused) as fault:
        await fetch(server, f"/redirect?to={other.url('/ok')}")
    assert "this computer" in fault.value.message
    assert f"--allow-private {other.place}." in fault.value.advice
    assert other.seen == []


async def test_an_open_connection_is_no_way_around_the_guard(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        await client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
        with pytest.raises(Refused):
            await client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=5)
    assert len(server.seen) == 1


async def test_a_tired_server_is_asked_once_more(server: Hostile) -> None:
    assert isinstance(await fetch(server, "/tired"), Response)
    assert len(server.seen) == 2
    with pytest.raises(BadStatus) as fault:
        await fetch(server, "/exhausted")
    assert (fault.value.status, len(server.seen)) == (503, 4)
    # It may be an address that nobody keeps.
    assert fault.value.advice == "Try again later."


async def test_a_server_that_names_its_time_is_not_asked_again_before(server: Hostile) -> None:
    with pytest.raises(BadStatus) as fault:
        await fetch(server, "/exhausted?after=90")
    assert (fault.value.retry_after, len(server.seen)) == (90, 1)


async def test_a_busy_server_is_left_alone_with_all_its_addresses(server: Hostile, other: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        for path in ("/busy?after=120", "/ok"):
            with pytest.raises(BadStatus) as fault:
                await client.get(server.url(path), accept="*/*", cap=1000, deadline=5, allow=server.allow)
            assert (fault.value.status, fault.value.retry_after) == (429, 120)
        await client.get(other.url("/ok"), accept="*/*", cap=1000, deadline=5, allow=other.allow)
    assert server.paths() == ["/busy"]


async def test_connections_are_used_again(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        first = await client.get(server.url("/kept"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
        assert isinstance(first, Response)
        for _ in range(3):
            await client.get(
                server.url("/kept"),
                accept="*/*",
                cap=1000,
                deadline=5,
                allow=server.allow,
                validators=first.validators,
            )
    assert len({id(talk.socket) for talk in server.seen}) == 1


async def test_a_download_is_handed_over_in_pieces(server: Hostile) -> None:
    pieces: list[bytes] = []
    async with Client(STRAIGHT) as client:
        found = await client.download(
            server.url("/packed"), pieces.append, accept="*/*", cap=1_000_000, deadline=5, allow=server.allow
        )
    assert isinstance(found, Response)
    assert found.body == b""
    assert b"".join(pieces) == b"story " * 50_000
    assert max(map(len, pieces)) <= 65_536


async def test_waiting_for_a_turn_is_not_the_servers_slowness(server: Hostile) -> None:
    settings = NetworkSettings(proxy="none", pause=0.15)
    async with Client(settings) as client:
        asked = [
            client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=0.5, allow=server.allow) for _ in range(6)
        ]
        assert len(await asyncio.gather(*asked)) == 6


async def test_a_storm_of_cancellations_leaves_the_next_client_working(server: Hostile) -> None:
    chance = random.Random(7)

    async def impatient(client: Client, number: int) -> None:
        path = ("/ok", "/slow-body", "/packed", "/silence")[number % 4]
        task = asyncio.create_task(
            client.get(server.url(path), accept="*/*", cap=10**6, deadline=5, allow=server.allow)
        )
        await asyncio.sleep(chance.random() * 0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    before = _open_files()
    async with Client(STRAIGHT) as client:
        await asyncio.gather(*(impatient(client, number) for number in range(300)))
    async with Client(STRAIGHT) as client:
        for _ in range(20):
            await client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=5, allow=server.allow)
    deadline = asyncio.get_running_loop().time() + 5
    while _open_files() > before + 5 and asyncio.get_running_loop().time() < deadline:
        server.closing.set()
        gc.collect()
        await asyncio.sleep(0.01)
    assert _open_files() <= before + 5


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0


async def test_a_deadline_is_kept_and_the_client_goes_on(server: Hostile) -> None:
    loop = asyncio.get_running_loop()
    async with Client(STRAIGHT) as client:
        for path in ("/silence", "/slow-headers", "/slow-body", "/endless-continue"):
            began = loop.time()
            with pytest.raises(TimedOut):
                await client.get(server.url(path), accept="*/*", cap=10**6, deadline=0.15, allow=server.allow)
            assert loop.time() - began < SOON
        await client.get(server.url("/ok"), accept="*/*", cap=1000, deadline=5, allow=server.allow)


async def test_a_certificate_that_nobody_vouches_for(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    with serving(context=context) as server:
        with pytest.raises(BadCertificate) as fault:
            await fetch(server, "/ok")
        assert "self-signed" in fault.value.message
        assert server.seen == []
        settings = NetworkSettings(proxy="none", ca_bundle=str(certificate.certificate))
        async with Client(settings) as client:
            found = await client.get(server.url("/ok"), accept="*/*", cap=99, deadline=5, allow=server.allow)
        assert isinstance(found, Response)
        found_at = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
        monkeypatch.setattr("tui.net.guard.socket.getaddrinfo", lambda *_, **__: found_at)
        place = f"news.example:{server.port}"
        async with Client(settings) as client:
            with pytest.raises(BadCertificate):
                await client.get(f"https://{place}/", accept="*/*", cap=99, deadline=5, allow=frozenset((place,)))


async def test_a_server_that_speaks_no_tls(server: Hostile) -> None:
    async with Client(STRAIGHT) as client:
        url = server.url("/ok").replace("http:", "https:")
        with pytest.raises(Unreachable) as fault:
            await client.get(url, accept="*/*", cap=99, deadline=5, allow=server.allow)
    assert "secure" in fault.value.message


async def test_nobody_there(server: Hostile) -> None:
    with serving() as gone:
        pass
    with pytest.raises(Unreachable):
        await fetch(gone, "/ok")


async def test_a_proxy_is_asked_in_place_of_the_server(server: Hostile) -> None:
    answers = {"/story": ROUTE_OK}
    with serving(answers) as proxy:
        async with Client(NetworkSettings(proxy=f"http://{proxy.place}", pause=0)) as client:
            found = await client.get("http://news.example/story", accept="*/*", cap=99, deadline=5)
            assert isinstance(found, Response)
            assert proxy.seen[0].target == "http://news.example/story"
            for inside in ("http://10.0.0.1/story", "http://localhost/story", "http://[::1]/story"):
                with pytest.raises(Refused):
                    await client.get(inside, accept="*/*", cap=99, deadline=5)
        assert len(proxy.seen) == 1
    async with Client(NetworkSettings(proxy=f"http://{proxy.place}", pause=0)) as client:
        with pytest.raises(Unreachable) as fault:
            await client.get("http://news.example/story", accept="*/*", cap=99, deadline=5)
    assert "proxy" in fault.value.message


def ROUTE_OK(talk: Talk) -> None:
    talk.answer("200 OK", b"{}")


async def test_faults_never_repeat_a_query(server: Hostile) -> None:
    for path in ("/status?is=404&token=secret", "/status?is=500&token=secret", "/hang-up?token=secret"):
        with pytest.raises(NetworkError) as fault:
            await fetch(server, path)
        assert "secret" not in str(fault.value)
