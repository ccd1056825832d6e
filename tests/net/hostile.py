"""A server on loopback that does everything a server can do wrong, one path for each wrong, and a few rights."""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.parse import parse_qs, urlsplit

from tui.net.settings import NetworkSettings

STRAIGHT = NetworkSettings(proxy="none", pause=0)
"""Settings for a client that talks to loopback only."""
GIBIBYTE = 1 << 30
STEP = 0.02
"""Seconds between two bytes of a slow answer."""


def bomb(size: int = GIBIBYTE) -> bytes:
    """A gzip stream of `size` zeros, made of equal pieces; without a sound end, which nobody may reach."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 24)
    first = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    second = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + second * (size // len(piece) - 1)


BOMB = bomb()
BOMB_IN_BOMB = gzip.compress(BOMB, 9)


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, in files."""

    certificate: Path
    key: Path


@dataclass
class Talk:
    """One request and the way to answer it."""

    socket: socket.socket
    server: Hostile
    method: str
    target: str
    headers: dict[str, str]
    """Names in lower case."""
    open: bool = True
    """The connection may be used for another request."""

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self, status: str, body: bytes = b"", **headers: str) -> None:
        """A whole and honest answer, unless a header says otherwise."""
        lines = [f"HTTP/1.1 {status}"]
        fields = {"Content_Length": str(len(body)), **headers}
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
        self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def pause(self) -> bool:
        """Wait a moment; False when the server closes."""
        return not self.server.closing.wait(STEP)


@dataclass
class Hostile:
    """The running server."""

    port: int = 0
    secure: bool = False
    seen: list[Talk] = field(default_factory=list)
    """Every request, in order."""
    counts: dict[str, int] = field(default_factory=dict)
    closing: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def allow(self) -> frozenset[str]:
        return frozenset((self.place,))

    def url(self, path: str) -> str:
        return f"http{'s' * self.secure}://{self.place}{path}"

    def paths(self) -> list[str]:
        return [urlsplit(talk.target).path for talk in self.seen]


Route = Callable[[Talk], None]
ROUTES: dict[str, Route] = {}


def route(path: str) -> Callable[[Route], Route]:
    def kept(function: Route) -> Route:
        ROUTES[path] = function
        return function

    return kept


@contextmanager
def serving(
    routes: dict[str, Route] | None = None, context: ssl.SSLContext | None = None, other: Route | None = None
) -> Iterator[Hostile]:
    """Serve ROUTES, `routes` before them, and `other` for every other path, until the block ends."""
    hostile = Hostile(secure=context is not None)
    known = {**ROUTES, **(routes or {})}

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                connection: socket.socket = self.request
                if context is not None:
                    connection = context.wrap_socket(connection, server_side=True)
                with connection:
                    while _one(connection):
                        pass
            except OSError:
                return  # the other side has had enough, which is what most of these answers are for

    def _one(connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(65_536)
            if not data or data.startswith(b"\x16\x03"):
                return False  # nothing more, or TLS where there is none
            head += data
        lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        talk = Talk(connection, hostile, method, target, headers)
        path = urlsplit(target).path
        with hostile.lock:
            hostile.seen.append(talk)
            hostile.counts[path] = hostile.counts.get(path, 0) + 1
        known.get(path, other or _missing)(talk)
        return talk.open

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        hostile.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield hostile
        finally:
            hostile.closing.set()
            server.shutdown()
            thread.join()


def _missing(talk: Talk) -> None:
    talk.answer("404 Not Found", b"nothing here")


@route("/ok")
def _ok(talk: Talk) -> None:
    talk.answer("200 OK", b'{"fine":true}', Content_Type="application/json; charset=UTF-8")


@route("/packed")
def _packed(talk: Talk) -> None:
    talk.answer("200 OK", gzip.compress(b"story " * 50_000), Content_Encoding="gzip")


@route("/bomb")
def _bomb(talk: Talk) -> None:
    talk.answer("200 OK", BOMB, Content_Encoding="gzip")


@route("/bomb-in-bomb")
def _bomb_in_bomb(talk: Talk) -> None:
    talk.answer("200 OK", BOMB_IN_BOMB, Content_Encoding="gzip, gzip")


@route("/bomb-in-bomb-in-two-lines")
def _two_lines(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n")
    talk.send(f"Content-Length: {len(BOMB_IN_BOMB)}\r\n\r\n".encode() + BOMB_IN_BOMB)


@route("/brotli")
def _brotli(talk: Talk) -> None:
    talk.answer("200 OK", b"\x8b\x02\x80hello\x03", Content_Encoding="br")


@route("/redirect-with-bomb")
def _redirect_with_bomb(talk: Talk) -> None:
    talk.answer("302 Found", BOMB, Content_Encoding="gzip", Location="/ok")


@route("/endless")
def _endless(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    while not talk.server.closing.is_set():
        talk.send(chunk)


@route("/huge")
def _huge(talk: Talk) -> None:
    talk.answer("200 OK", b"x", Content_Length=str(10 * GIBIBYTE))


@route("/slow-headers")
def _slow_headers(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while talk.pause():
        talk.send(b"x")


@route("/slow-body")
def _slow_body(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while talk.pause():
        talk.send(b"x")


@route("/silence")
def _silence(talk: Talk) -> None:
    talk.server.closing.wait()


@route("/endless-headers")
def _endless_headers(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\n")
    while not talk.server.closing.is_set():
        talk.send(b"X-Endless: " + b"x" * 1000 + b"\r\n")


@route("/endless-continue")
def _endless_continue(talk: Talk) -> None:
    while talk.pause():
        talk.send(b"HTTP/1.1 100 Continue\r\n\r\n")


@route("/loop")
def _loop(talk: Talk) -> None:
    talk.answer("302 Found", Location=f"/loop?n={int(talk.query.get('n', 0)) + 1}")


@route("/redirect")
def _redirect(talk: Talk) -> None:
    talk.answer(f"{talk.query.get('status', '302')} Elsewhere", Location=talk.query.get("to", ""))


@route("/short")
def _short(talk: Talk) -> None:
    talk.answer("200 OK", b"half", Content_Length="100")
    talk.open = False


@route("/long")
def _long(talk: Talk) -> None:
    talk.answer("200 OK", b"whole" + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged", Content_Length="5")


@route("/two-lengths")
def _two_lengths(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nwhole")


@route("/lying")
def _lying(talk: Talk) -> None:
    talk.answer("200 OK", b'{"fine":true}', Content_Type="IMAGE/png; charset=no-such-thing")


@route("/escape-in-header")
def _escape_in_header(talk: Talk) -> None:
    talk.answer("200 OK", b"{}", Content_Type="text/html\x1b]0,owned\x07; charset=\x1b[31mutf-8")


@route("/html")
def _html(talk: Talk) -> None:
    talk.answer("200 OK", b"<!doctype html><title>Log in</title>", Content_Type="application/json")


@route("/damaged")
def _damaged(talk: Talk) -> None:
    talk.answer("200 OK", b"\x1f\x8b\x08" + b"no gzip at all", Content_Encoding="gzip")


@route("/cut")
def _cut(talk: Talk) -> None:
    talk.answer("200 OK", gzip.compress(bytes(range(256)) * 99)[:-9], Content_Encoding="gzip")


@route("/trailing")
def _trailing(talk: Talk) -> None:
    talk.answer("200 OK", gzip.compress(b"story") * 2, Content_Encoding="gzip")


@route("/not-http")
def _not_http(talk: Talk) -> None:
    talk.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    talk.open = False


@route("/hang-up")
def _hang_up(talk: Talk) -> None:
    talk.open = False


@route("/cookie")
def _cookie(talk: Talk) -> None:
    talk.answer("302 Found", Location="/ok", Set_Cookie="who=reader; Path=/; Max-Age=99999")


@route("/busy")
def _busy(talk: Talk) -> None:
    talk.answer("429 Too Many Requests", Retry_After=talk.query.get("after", ""))


@route("/tired")
def _tired(talk: Talk) -> None:
    if talk.server.counts["/tired"] == 1:
        talk.answer("503 Service Unavailable")
    else:
        _ok(talk)


@route("/exhausted")
def _exhausted(talk: Talk) -> None:
    talk.answer("503 Service Unavailable", Retry_After=talk.query.get("after", ""))


@route("/status")
def _status(talk: Talk) -> None:
    talk.answer(f"{talk.query['is']} Something", b"words that nobody reads")


@route("/kept")
def _kept(talk: Talk) -> None:
    tag = '"v1"'
    if talk.headers.get("if-none-match") == tag:
        talk.answer("304 Not Modified", Etag=tag, Cache_Control="max-age=600", Content_Length="")
    else:
        talk.answer(
            "200 OK",
            b"{}",
            Etag=tag,
            Last_Modified="Wed, 26 Jul 2023 00:00:00 GMT",
            Cache_Control="public, max-age=600",
        )


@route("/odd-etag")
def _odd_etag(talk: Talk) -> None:
    talk.answer("200 OK", b"{}", Etag='"caf\xe9"')


@route("/always-304")
def _always_304(talk: Talk) -> None:
    talk.answer("304 Not Modified", Content_Length="")
