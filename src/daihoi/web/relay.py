"""Hand a request on to the web server beside this process and its answer back, piece by piece (chuyển tiếp)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PIECE = 64 * 1024
LONGEST_HEAD = 64 * 1024
OF_ONE_HOP = {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect"}
OURS = {b"x-forwarded-for", b"forwarded"}
SORRY = "Máy chủ đang khởi động lại. Chờ vài giây rồi tải lại trang.\n".encode()


async def relay(host: str, port: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Ask the web server in HTTP/1.0, so that its answer ends with the line, and pass on what it says (chuyển tiếp)."""
    if any(name == b"transfer-encoding" for name, _value in scope["headers"]):
        await _say(send, 411, b"")
        return
    try:
        reader, writer = await asyncio.open_connection(host, port, limit=LONGEST_HEAD)
    except OSError:
        await _say(send, 502, SORRY)
        return
    try:
        await _ask(writer, scope, receive)
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers = answer_head(head)
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        writer.close()
        await _say(send, 502, SORRY)
        return
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        while piece := await reader.read(PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        writer.close()


def head_of(scope: Scope) -> bytes:
    """Write the head of a request as the web server is to read it, with the address of who really asks."""
    path = scope.get("raw_path") or scope["path"].encode()
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    client = (scope.get("client") or ("127.0.0.1", 0))[0]
    lines = [b"%s %s HTTP/1.0" % (scope["method"].encode(), path + query)]
    lines += [b"%s: %s" % (name, value) for name, value in passed_on(scope["headers"], OURS)]
    return b"\r\n".join([*lines, b"x-forwarded-for: " + client.encode(), b"connection: close", b"", b""])


def passed_on(headers: Iterable[tuple[bytes, bytes]], kept_back: set[bytes]) -> Headers:
    """Give the headers that concern more than one hop."""
    return [(name, value) for name, value in headers if name.lower() not in OF_ONE_HOP | kept_back]


async def _ask(writer: asyncio.StreamWriter, scope: Scope, receive: Receive) -> None:
    """Send head and body; a server that answers before it has read everything is heard all the same."""
    writer.write(head_of(scope))
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        writer.write(message.get("body", b""))
        try:
            await writer.drain()
        except ConnectionError:
            return
        if not message.get("more_body"):
            return


def answer_head(head: bytes) -> tuple[int, Headers]:
    """Read status and headers of an answer."""
    first, *rest = head[:-4].split(b"\r\n")
    headers = [(name.strip().lower(), value.strip()) for name, _colon, value in (line.partition(b":") for line in rest)]
    return int(first.split(b" ", 2)[1]), passed_on(headers, set())


async def _say(send: Send, status: int, text: bytes) -> None:
    """Answer with a few words of our own."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode()), (b"retry-after", b"3")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
