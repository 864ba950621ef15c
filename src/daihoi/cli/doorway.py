"""The process of the front door: `python -m daihoi.cli.doorway HOST PORT WEB_PORT` (cửa trước)."""

import contextlib
import sys
from collections.abc import Sequence

from daihoi.cli.leash import follow_parent

WAITING = 4096  # connections that may wait to be taken


def main(arguments: Sequence[str]) -> None:
    """Serve until told to stop; as many files as the system allows, since each watcher is one."""
    follow_parent()
    host, port, web_port = arguments[0], int(arguments[1]), int(arguments[2])
    with contextlib.suppress(ImportError, OSError, ValueError):  # a system without limits, or one that holds on to them
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    import uvicorn

    from daihoi.asgi import front

    uvicorn.run(
        front("127.0.0.1", web_port),
        host=host,
        port=port,
        backlog=WAITING,
        access_log=False,
        log_level="warning",
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
