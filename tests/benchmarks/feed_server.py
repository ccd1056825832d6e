"""Serves feeds and a site's list on loopback, one host address for each feed, in a process of its own.

`python feed_server.py FOLDER HOSTS`: prints its port; `/feed` on 127.0.0.N gives FOLDER/N.xml, `/api/…` what lies there.
Everything has a validator; a request that brings it gets no body.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import sys
from pathlib import Path


def main() -> None:
    folder, hosts = Path(sys.argv[1]), int(sys.argv[2])
    files = {f"/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    tags = {name: f'"{hashlib.sha256(data).hexdigest()[:16]}"' for name, data in files.items()}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0].rpartition(".")[2]
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split(b" ", 2)[1].decode()
            name = f"/{host}.xml" if path == "/feed" else path
            if name not in files:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            elif tags[name].encode() in head:
                writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tags[name]}\r\n\r\n".encode())
            else:
                about = f"HTTP/1.1 200 OK\r\nETag: {tags[name]}\r\nContent-Length: {len(files[name])}\r\n\r\n"
                writer.write(about.encode() + files[name])
            await writer.drain()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = await asyncio.start_server(connected, [f"127.0.0.{number}" for number in range(1, hosts + 1)], port)
        print(port, flush=True)
        async with server:
            await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
