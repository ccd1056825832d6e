"""Loopback copies of what sites have: files with validators, and git repositories over http."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from tui.formats.flat import FileResult
from tui.net.settings import NetworkSettings
from tui.sources.stamps import Stamp

STRAIGHT = NetworkSettings(proxy="none", pause=0)
"""Settings for a client that talks to loopback only."""


@dataclass
class Loopback:
    """A server; `files` are what it has, by path."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    repositories: Path | None = None
    """A folder whose bare repositories are served below /git/."""
    asked: list[str] = field(default_factory=list)
    held: Event | None = None
    """While it is there and not set, git's answers wait."""

    @property
    def allow(self) -> frozenset[str]:
        return frozenset((f"127.0.0.1:{self.port}",))

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving() -> Iterator[Loopback]:
    loopback = Loopback()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet: else each answer waits 40 ms for an acknowledgement

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            loopback.asked.append(self.path)
            path = urlsplit(self.path).path
            for old, new in loopback.moved.items():
                if path.startswith(old):
                    self._answer(301, b"", Location=self.path.replace(old, new, 1))
                    return
            if path.startswith("/git/") and loopback.repositories is not None:
                self._git(b"")
                return
            data = loopback.files.get(path)
            if data is None:
                self._answer(404, b"nothing here")
                return
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                self._answer(304, b"", ETag=tag)
            else:
                self._answer(200, data, ETag=tag)

        def do_POST(self) -> None:
            loopback.asked.append(self.path)
            if loopback.held is not None:
                loopback.held.wait(10)
            self._git(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, status: int, data: bytes, **headers: str) -> None:
            self.send_response(status)
            if status != 304:
                headers["Content-Length"] = str(len(data))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def _git(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            environment = {
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": str(loopback.repositories),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "PATH_INFO": parts.path.removeprefix("/git"),
                "QUERY_STRING": parts.query,
                "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REMOTE_ADDR": "127.0.0.1",
            }
            run = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env=environment, check=False)
            head, _, data = run.stdout.partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
            status = int(fields.pop("Status", "200").split()[0])
            self._answer(status, data, **fields)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # who was cancelled does not listen any more

    with Server(("127.0.0.1", 0), Handler) as server:
        loopback.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield loopback
        finally:
            if loopback.held is not None:
                loopback.held.set()
            server.shutdown()
            thread.join()


@dataclass
class Shelf:
    """Stands for the library: keeps what it is told to store, as the index would."""

    results: dict[str, FileResult] = field(default_factory=dict)
    known: dict[str, tuple[int, int, int, bytes]] = field(default_factory=dict)
    batches: int = 0
    stored: int = 0
    """Files that the last sync found new or changed."""

    async def store(self, results: list[FileResult], stamps: dict[str, Stamp]) -> None:
        self.batches += 1
        self.stored += len(results)
        for result in results:
            self.results[result.name] = result
            self.known[result.name] = (*stamps[result.name], 2**60, result.digest)

    def forget(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.results[name], self.known[name]

    def titles(self) -> list[str]:
        return sorted(result.report[0][1] for result in self.results.values() if result.report)

    def keys(self) -> set[str]:
        return {result.report[0][0] for result in self.results.values() if result.report}


def listed(number: int, **changes: Any) -> dict[str, Any]:
    """A story as a site's list has it."""
    return {
        "path": f"_news/2023-07-{number % 28 + 1:02}-story-{number}.md",
        "title": f"Story {number}",
        "webUrl": f"https://outlet.example/{number}",
        "publishedDateTime": f"2023-07-{number % 28 + 1:02}T10:00:00Z",
        "heat": 70 + number,
        "provider": {"name": "Outlet", "domain": "outlet.example"},
        **changes,
    }


def story_file(number: int, title: str = "") -> bytes:
    """The same story as its file has it."""
    return f"""---
title: "{title or f"Story {number}"}"
webUrl: "https://outlet.example/{number}"
publishedDateTime: 2023-07-{number % 28 + 1:02}T10:00:00Z
heat: {70 + number}
published: true
quality: 40
provider:
  name: Outlet
  domain: outlet.example
related:
  - title: "Report of {number}"
    webUrl: "https://other.example/{number}"
---
""".encode()


def pages(stories: list[dict[str, Any]], size: int = 3) -> dict[str, bytes]:
    """The files of a site's list."""
    cut = [stories[start : start + size] for start in range(0, len(stories), size)] or [[]]
    files = {}
    for number, part in enumerate(cut, 1):
        following = number + 1 if number < len(cut) else None
        files[f"/api/news/page/{number}/index.json"] = json.dumps(
            {"page": number, "value": part, "nextPage": following}
        ).encode()
    files["/api/news/index.json"] = files["/api/news/page/1/index.json"]
    return files


def write_repository(folder: Path, files: Mapping[str, bytes | Path] | None) -> None:
    """Commit these files, and only these, in the repository at `folder`, which is made; a path is a link to there.

    None: no commit.
    """
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "HOME": os.devnull}
    environment |= {f"GIT_{who}_{what}": "p@p" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True)

    folder.mkdir(parents=True, exist_ok=True)
    git("init", "--quiet")
    if files is None:
        return
    for old in folder.rglob("*"):
        if not old.is_dir() and ".git" not in old.parts:
            old.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.symlink_to(content)
        else:
            path.write_bytes(content)
    git("add", "-A")
    git("commit", "--quiet", "--allow-empty", "-m", "news")
