"""Just enough HTTP for three pages: GET, no bodies, one request a connection."""

from __future__ import annotations

import asyncio
import contextlib
import http
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

JSON = "application/json"

_READ_SECONDS = 5.0
_LONGEST_HEAD = 16 * 1024


class Response(NamedTuple):
    """A status, a content type and a body."""

    status: int
    kind: str
    body: bytes


@asynccontextmanager
async def serve(listening: socket.socket, respond: Callable[[str], Response]) -> AsyncIterator[None]:
    """Answer GET and HEAD with `respond(path)` on a bound socket, inside the block."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _READ_SECONDS)
                writer.write(_answer(head, respond))
                await asyncio.wait_for(writer.drain(), _READ_SECONDS)
        finally:
            writer.close()

    server = await asyncio.start_server(handle, sock=listening, limit=_LONGEST_HEAD)
    try:
        yield
    finally:
        server.close()


def _answer(head: bytes, respond: Callable[[str], Response]) -> bytes:
    method, _, rest = head.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")
    if method not in ("GET", "HEAD"):
        response = Response(405, JSON, b'{"status":"method not allowed"}')
    else:
        response = respond(rest.split(" ")[0].split("?")[0])
    status = http.HTTPStatus(response.status)
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {response.kind}",
        f"Content-Length: {len(response.body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == "HEAD" else response.body)
