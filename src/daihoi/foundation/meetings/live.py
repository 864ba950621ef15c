"""Everybody who watches a conference hears of a change within a second (trực tiếp).

The database announces: each act raises `Meeting.version`. Here one thread asks for it ten times a second, renders a frame once for each
audience, and the loop hands the same bytes to every connection. Nothing is kept but the present frame, so a server that was killed
loses nothing: whoever comes back says what he saw last and gets what stands now.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import DatabaseError, connection

from daihoi.foundation.meetings.frames import Frame, frame_for, stamps
from daihoi.foundation.meetings.tokens import Pass, opened

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Key = tuple[Pass, str]
R = TypeVar("R")

LOOK_EVERY = 0.1  # seconds between two questions to the database
TURNOUT_EVERY = 1.0  # seconds between two frames while only the number of voters moves
ALIVE_EVERY = 15.0  # seconds after which a silent line is kept open
SHOW_AGAIN = 3600.0  # seconds after which a watcher shows his address anew: one that is too old opens nothing more
COME_BACK_MS = (500, 2500)  # milliseconds: those who lost the line do not all return at once
LANGUAGES = ("vi", "en")
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, private"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
log = logging.getLogger(__name__)


class Room:
    """One audience of one conference: the present frame, and a bell for those who wait (phòng chờ)."""

    def __init__(self) -> None:
        """Begin without a frame."""
        self.frame: Frame | None = None
        self.bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listeners = 0
        self.is_over = False

    def ring(self) -> None:
        """Wake everybody once."""
        bell, self.bell = self.bell, asyncio.get_running_loop().create_future()
        bell.set_result(None)

    def show(self, frame: Frame | None) -> None:
        """Put up a frame; the same words ring nobody."""
        if frame is not None and (self.frame is None or frame.stamp != self.frame.stamp):
            self.frame = frame
            self.ring()

    def end(self) -> None:
        """Show everybody out: the address was taken back."""
        self.is_over = True
        self.ring()


class Hub:
    """All rooms of this process and the one thread that asks the database (trạm trực tiếp)."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.rooms: dict[Key, Room] = {}
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self.watcher: asyncio.Task[None] | None = None

    async def ask(self, question: Callable[..., R], *given: object) -> R:
        """Ask the database in the one thread; a connection that broke is opened anew by the next question."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, _asked, question, *given)

    async def enter(self, key: Key) -> Room | None:
        """Take a place in a room; the first one brings its frame."""
        if self.watcher is None or self.watcher.done():
            self.watcher = asyncio.create_task(self.watch())
        room = self.rooms.get(key)
        if room is None:
            room = self.rooms.setdefault(key, Room())
        room.listeners += 1
        try:
            if room.frame is None:
                room.show(await self.ask(frame_for, *key))
        except BaseException:
            self.leave(key)
            raise
        if room.frame is None:
            self.leave(key)
            return None
        return room

    def leave(self, key: Key) -> None:
        """Give a place back; an empty room is closed."""
        room = self.rooms.get(key)
        if room is None:
            return
        room.listeners -= 1
        if room.listeners <= 0:
            del self.rooms[key]

    async def watch(self) -> None:
        """Look for changes as long as anybody listens."""
        loop = asyncio.get_running_loop()
        heard = counted = loop.time()
        while self.rooms:
            await asyncio.sleep(LOOK_EVERY)
            try:
                counts_too = loop.time() - counted >= TURNOUT_EVERY
                await self.look(counts_too=counts_too)
                counted = loop.time() if counts_too else counted
            except DatabaseError as fault:
                log.warning("live: the database does not answer, trying again: %s", fault)
            except Exception:  # one frame that cannot be made must not silence all rooms
                log.exception("live: a frame could not be made, trying again")
            if loop.time() - heard >= ALIVE_EVERY:
                heard = loop.time()
                for room in list(self.rooms.values()):
                    room.ring()

    async def look(self, *, counts_too: bool) -> None:
        """Render the rooms whose conference changed; mere counts of voters come once a second."""
        found = await self.ask(stamps, {key[0].meeting for key in self.rooms})
        for key, room in list(self.rooms.items()):
            stamp = found.get(key[0].meeting)
            if stamp is None or room.frame is None or stamp == room.frame.stamp:
                continue
            if counts_too or stamp.split(".")[0] != room.frame.stamp.split(".")[0]:
                made = await self.ask(frame_for, *key)
                if made is None:
                    self.rooms.pop(key, None)
                    room.end()
                else:
                    room.show(made)


def _asked(question: Callable[..., R], *given: object) -> R:
    """Ask, and drop a connection that failed."""
    try:
        return question(*given)
    except DatabaseError:
        connection.close()
        raise


async def stream(hub: Hub, token: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one watcher with server-sent events until he leaves (dòng sự kiện)."""
    found = opened(token)
    language = next((each for each in LANGUAGES if f"l={each}".encode() in scope["query_string"]), LANGUAGES[0])
    key = (found, language) if found else None
    room = await hub.enter(key) if key else None
    if key is None or room is None:
        await refuse(send, 404)
        return
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.ensure_future(_gone(receive))
        telling = asyncio.ensure_future(_tell(room, send, last_seen(scope)))
        await asyncio.wait({gone, telling}, timeout=SHOW_AGAIN, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        telling.cancel()
    finally:
        hub.leave(key)


def last_seen(scope: Scope) -> str:
    """Give the stamp a watcher saw last, as his browser says when it comes back."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")


async def _tell(room: Room, send: Send, seen: str) -> None:
    """Send the present frame, then each newer one, and a sign of life in between."""
    pause = random.randint(*COME_BACK_MS)  # noqa: S311 (spreads the returns, no secret)
    await send(_piece(f"retry: {pause}\n\n".encode()))
    while not room.is_over:
        bell, frame = room.bell, room.frame
        if frame is not None and frame.stamp != seen:
            seen = frame.stamp
            await send(_piece(b"id: %s\ndata: %s\n\n" % (seen.encode(), frame.body)))
        else:
            await send(_piece(b"event: alive\ndata:\n\n"))
        await asyncio.shield(bell)


async def _gone(receive: Receive) -> None:
    """Wait until the watcher hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _piece(body: bytes) -> dict[str, object]:
    """Give a part of an answer that goes on."""
    return {"type": "http.response.body", "body": body, "more_body": True}


async def refuse(send: Send, status: int) -> None:
    """Answer with a status and nothing else."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
