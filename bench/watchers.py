"""Many watchers of one conference in one process of their own: `python -m bench.watchers HOST PORT PATH HOW_MANY`.

Each keeps one raw connection, notes when each stamp came, and comes back with what it saw last when the line breaks. Prints one line
when all stand; on a stamp on standard input it answers how many saw it last; on an empty line it prints what they saw as JSON and ends.
"""

import asyncio
import contextlib
import json
import resource
import sys
import time

TOGETHER = 200  # connections opened at once


class Watchers:
    """All watchers and what they saw."""

    def __init__(self, host: str, port: int, path: str, count: int) -> None:
        self.host, self.port, self.path, self.count = host, port, path, count
        self.first = 0
        self.seen: dict[str, list[float]] = {}
        self.last: list[str] = [""] * count
        self.returns = 0
        self.gate = asyncio.Semaphore(TOGETHER)
        self.all_here = asyncio.Event()

    async def watch(self, number: int) -> None:
        pause = 0.5 + (number % 200) / 100
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self.listen(number)
            self.returns += 1
            await asyncio.sleep(pause)

    async def listen(self, number: int) -> None:
        async with self.gate:
            reader, writer = await asyncio.open_connection(self.host, self.port)
            back = f"Last-Event-ID: {self.last[number]}\r\n" if self.last[number] else ""
            writer.write(f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nAccept: text/event-stream\r\n{back}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise OSError(head[:60])
        try:
            while line := await reader.readline():
                if line.startswith(b"id: "):
                    self.note(number, line[4:].strip().decode())
        finally:
            writer.close()

    def note(self, number: int, stamp: str) -> None:
        if not self.last[number]:
            self.first += 1
            if self.first == self.count:
                self.all_here.set()
        self.last[number] = stamp
        self.seen.setdefault(stamp, []).append(time.time())


async def main(host: str, port: int, path: str, count: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    watchers = Watchers(host, port, path, count)
    tasks = [asyncio.create_task(watchers.watch(number)) for number in range(count)]
    await watchers.all_here.wait()
    print("all here", flush=True)
    while stamp := (await asyncio.to_thread(sys.stdin.readline)).strip():
        print(sum(last == stamp for last in watchers.last), flush=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps({"seen": watchers.seen, "last": watchers.last, "returns": watchers.returns, "cpu": used.ru_utime + used.ru_stime}),
        flush=True,
    )
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
