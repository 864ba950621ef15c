"""Three elections at the congress of Sa Đéc (bầu cử trình diễn)."""

from collections.abc import Callable


def build(progress: Callable[[str], object]) -> None:
    """Set the contests up."""
