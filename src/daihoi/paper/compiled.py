"""Compiled loops that call loops of other files, kept on disk (vòng lặp biên dịch, giữ trên đĩa).

numba keeps a compiled function as long as its own file is the same, and does not see that another file it calls has changed. What is
decorated here is kept as long as all files of this folder are the same.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import njit
from numba.core.caching import CompileResultCacheImpl, FunctionCache, InTreeCacheLocator, UserProvidedCacheLocator, UserWideCacheLocator


@cache
def stamp(folder: Path) -> bytes:
    """The digest of all source files of a folder."""
    files = sorted(folder.glob("*.py"))
    return hashlib.sha256(b"".join(each.name.encode() + hashlib.sha256(each.read_bytes()).digest() for each in files)).digest()


def _of_folder(locator: type[Any]) -> type[Any]:
    """The same place on disk, stamped with the whole folder."""
    return type(locator.__name__, (locator,), {"get_source_stamp": lambda self: stamp(Path(self._py_file).parent)})


class _Kept(CompileResultCacheImpl):
    _locator_classes = [_of_folder(each) for each in (UserProvidedCacheLocator, InTreeCacheLocator, UserWideCacheLocator)]


class _Cache(FunctionCache):
    _impl_class = _Kept


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function that may call compiled functions of any file of its folder."""
    loop: Any = njit(nogil=True)(function)
    loop._cache = _Cache(function)  # type: ignore[no-untyped-call]  # as numba itself turns its own keeping on
    return loop
