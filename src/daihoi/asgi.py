"""The front door (cửa trước): live streams of conferences answered here, everything else handed on to the web server.

`daihoi serve` starts it on the public port. Behind a proxy of one's own, `uvicorn daihoi.asgi:application` serves the live addresses
alone (`LIVE`), and the proxy sends them here.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihoi.settings")
django.setup()

from daihoi.foundation.meetings.live import Hub, refuse, stream  # noqa: E402 (Django must be awake first)
from daihoi.web.relay import relay  # noqa: E402

LIVE = "/truc-tiep/"
Messages = Callable[[], Awaitable[MutableMapping[str, Any]]]
Answer = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def front(host: str = "127.0.0.1", port: int | None = None) -> Callable[..., Awaitable[None]]:
    """Make the application; without a port there is no web server behind it."""
    hub = Hub()

    async def application(scope: MutableMapping[str, Any], receive: Messages, send: Answer) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith(LIVE) and scope["method"] == "GET":
            await stream(hub, scope["path"][len(LIVE) :].strip("/"), scope, receive, send)
        elif port is not None:
            await relay(host, port, scope, receive, send)
        else:
            await refuse(send, 404)

    return application


application = front()
