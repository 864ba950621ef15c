"""A process that ends with the one that started it, on any system: nothing of a killed server stays behind (dây buộc)."""

import os
import sys
import threading

GONE = 1


def follow_parent() -> None:
    """Watch the pipe from the parent process; it closes when the parent ends in any way, and then this process ends at once."""
    threading.Thread(target=_wait, name="leash", daemon=True).start()


def _wait() -> None:
    """Read until the other end is closed."""
    while sys.stdin.buffer.read(1):
        continue
    os._exit(GONE)
