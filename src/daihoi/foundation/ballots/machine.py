"""What this machine can say of itself: its program and its networks (máy này)."""

from hashlib import sha256
from pathlib import Path

import daihoi

PROGRAM = Path(daihoi.__file__).parent
NETWORKS = Path("/sys/class/net")
LOOPBACK = "lo"
UNSEEN = "?"


def program_digest(folder: Path = PROGRAM) -> str:
    """Give one digest over names and bytes of all files of the installed program (mã băm chương trình)."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder).as_posix()}\x00{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def networks_up(folder: Path = NETWORKS) -> tuple[str, ...]:
    """Name the network devices that are up, apart from the machine's own loop; a system that does not tell answers with a question mark."""
    if not folder.is_dir():
        return (UNSEEN,)
    return tuple(sorted(device.name for device in folder.iterdir() if device.name != LOOPBACK and _is_up(device)))


def _is_up(device: Path) -> bool:
    """Tell whether a network device carries a connection."""
    state = device / "operstate"
    return state.is_file() and state.read_text(encoding="ascii").strip() == "up"
