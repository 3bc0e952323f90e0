"""How kernels are compiled: once per machine, without the interpreter's lock, and never from an older source."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

_Kernel = TypeVar("_Kernel", bound=Callable[..., object])


def kernel(function: _Kernel) -> _Kernel:
    """Compile a function when it is first called, and keep the machine code on disk."""
    return _njit(function, nogil=True, cache=True)


def inlined(function: _Kernel) -> _Kernel:
    """Compile a function into those that call it: passing a whole problem costs more than a few instructions."""
    return _njit(function, nogil=True, cache=True, forceinline=True)


def absorbed(function: _Kernel) -> _Kernel:
    """Write a function into the one kernel that calls it, which is then compiled without it.

    A kernel is optimised along with all that it calls, so that each level of calls costs compiling time.
    """
    return _njit(function, nogil=True, cache=True, inline="always")


def _njit(function: _Kernel, **options: Any) -> _Kernel:  # noqa: ANN401
    # kernels only write into arrays they are given, so that counting references to them would cost most of the
    # time for nothing; to its callers a compiled function looks as it was written
    compiled: Any = numba.njit(_nrt=False, **options)(function)
    typed: _Kernel = compiled
    return typed


def drop_stale(folder: Path) -> None:
    """Delete machine code in a source folder that is older than any of its sources.

    Numba compares machine code with the one file it was compiled from, and would keep what was inlined from
    another. An installer may keep old modification times, so the time of the file's own change counts.
    """
    newest = max(source.stat().st_ctime for source in folder.glob("*.py"))
    for index in folder.glob("__pycache__/*.nbi"):
        if index.stat().st_mtime < newest:
            index.unlink(missing_ok=True)


def is_compiled(function: Any) -> bool:  # noqa: ANN401
    """Whether a kernel has been called in this process, or its machine code lies on disk, or none is wanted."""
    if getattr(function, "signatures", True):
        return True
    cache_path = Path(function.stats.cache_path)
    name = f"{Path(function.__code__.co_filename).stem}.{function.__name__}-"
    return any(cache_path.glob(f"{name}*.nbi"))


drop_stale(Path(__file__).parent)
