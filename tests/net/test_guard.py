"""The gate before a connection."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

import httpcore
import httpx
import pytest
from hostile import STRAIGHT, Hostile

from tui.errors import ConfigError, Offline, Refused, Unreachable
from tui.net.client import Client
from tui.net.guard import GuardBackend
from tui.net.settings import NetworkSettings
from tui.net.ways import Ways


def names(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[list[str]]]) -> list[str]:
    """Have names lead where `known` says, each look-up to the next list; returns the names that were looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        answers = known[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr("tui.net.guard.socket.getaddrinfo", look_up)
    return asked


async def get(url: str, *allow: str, settings: NetworkSettings = STRAIGHT) -> None:
    async with Client(settings) as client:
        await client.get(url, accept="*/*", cap=1000, deadline=5, allow=frozenset(allow))


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], ["no address"]]
)
async def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    names(monkeypatch, {"evil.example": [addresses]})
    with pytest.raises(Refused) as fault:
        await get("http://evil.example/")
    assert "evil.example" in fault.value.message
    assert "--allow-private evil.example:80." in fault.value.advice


async def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, server: Hostile
) -> None:
    asked = names(monkeypatch, {"evil.example": [["1.1.1.1"], ["127.0.0.1"]]})
    tried: list[str] = []

    class Recorder(httpcore.AnyIOBackend):
        async def connect_tcp(self, host: str, *_: Any, **__: Any) -> Any:
            tried.append(host)
            raise httpcore.ConnectError("not here")

    monkeypatch.setattr("tui.net.guard.httpcore.AnyIOBackend", Recorder)
    backend = GuardBackend(public_only=True)
    with pytest.raises(httpcore.ConnectError):
        await backend.connect_tcp("evil.example", server.port)
    assert (asked, tried) == (["evil.example"], ["1.1.1.1"])


async def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch, server: Hostile) -> None:
    names(monkeypatch, {"nas.example": [["127.0.0.9", "127.0.0.1"]]})
    await get(f"http://nas.example:{server.port}/ok", f"nas.example:{server.port}")
    assert server.seen[0].headers["host"] == f"nas.example:{server.port}"


async def test_an_allowance_is_for_host_and_port(monkeypatch: pytest.MonkeyPatch, server: Hostile) -> None:
    names(monkeypatch, {"nas.example": [["127.0.0.1"]]})
    for allowed in ("nas.example:80", "nas.example", f"127.0.0.1:{server.port}", f"other.example:{server.port}"):
        with pytest.raises(Refused):
            await get(f"http://nas.example:{server.port}/ok", allowed)
    assert server.seen == []


async def test_a_chain_that_left_the_allowed_places_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch, server: Hostile, other: Hostile
) -> None:
    names(monkeypatch, {"stranger.example": [["127.0.0.1"]], "127.0.0.1": [["127.0.0.1"]]})
    # The stranger stands for a public server: where names lead is not looked at for it alone.
    monkeypatch.setattr("tui.net.guard.not_public", lambda address: "")
    monkeypatch.setattr("tui.net.hops.REDIRECTS", frozenset((302,)))
    seen: list[bool] = []
    to = Ways.to

    def watched(self: Ways, url: str, allowed: bool) -> Any:
        seen.append(allowed)
        return to(self, url, allowed)

    monkeypatch.setattr(Ways, "to", watched)
    there = f"http://stranger.example:{other.port}/redirect?to={server.url('/ok')}"
    await get(server.url(f"/redirect?to={there}"), server.place)
    assert seen == [True, False, False]


async def test_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {})
    with pytest.raises(Unreachable) as fault:
        await get("http://gone.example/")
    assert not isinstance(fault.value, Offline)
    assert "gone.example" in fault.value.message


async def test_no_network_is_a_fault_of_its_own_and_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr("tui.net.guard.socket.getaddrinfo", look_up)
    with pytest.raises(Offline):
        await get("http://news.example/")
    assert asked == ["news.example"]


async def test_the_guard_hangs_where_httpx_looks_for_it() -> None:
    """An upgrade of httpx or httpcore that renames one of these must not drop the guard in silence."""
    transport = httpx.AsyncHTTPTransport()
    assert isinstance(transport._pool, httpcore.AsyncConnectionPool)
    assert isinstance(transport._pool._network_backend, httpcore.AsyncNetworkBackend)
    await transport.aclose()
    ways = Ways(NetworkSettings(proxy="none"))
    backend = ways.to("https://news.example/", allowed=False)._pool._network_backend  # type: ignore[attr-defined]
    assert isinstance(backend, GuardBackend)
    assert backend._public_only
    await ways.close()


def test_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    ways = Ways(NetworkSettings())
    assert ways.proxy_for("https://news.example/") == ""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "intern.example,.local")
    assert ways.proxy_for("https://news.example/") == "http://proxy.example:3128"
    assert ways.proxy_for("https://intern.example/") == ""
    assert ways.proxy_for("https://nas.local:8443/") == ""
    assert ways.proxy_for("http://news.example/") == ""
    assert Ways(NetworkSettings(proxy="none")).proxy_for("https://news.example/") == ""
    monkeypatch.setenv("HTTPS_PROXY", "socks5://reader:secret@proxy.example:1080")
    with pytest.raises(ConfigError) as fault:
        ways.proxy_for("https://news.example/")
    assert "secret" not in str(fault.value)


@pytest.mark.parametrize("proxy", ["http://", "http://[", "https://proxy.example:port"])
async def test_a_proxy_that_is_no_address(proxy: str) -> None:
    with pytest.raises(ConfigError):
        await get("http://news.example/", settings=NetworkSettings(proxy=proxy))


async def test_certificates_that_are_no_certificates() -> None:
    for bundle in ("/nowhere", __file__):
        with pytest.raises(ConfigError):
            await get("http://news.example/", settings=NetworkSettings(proxy="none", ca_bundle=bundle))


def test_deciding_needs_no_httpx() -> None:
    rooms = ("addresses", "answers", "hops", "inflating", "schedule", "settings", "turns")
    code = "import sys\n" + "\n".join(f"import tui.net.{room}" for room in rooms) + "\nprint('httpx' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "False"
