"""How kernels are compiled: once per machine, without the interpreter's lock, and never from an older source."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

_Kernel = TypeVar("_Kernel", bound=Callable[..., object])


def fingerprint(folder: Path, *others: Path) -> str:
    """Return what tells the Python sources in a folder, and some others, from any other state of them."""
    digest = hashlib.sha256()
    for source in (*sorted(folder.glob("*.py")), *others):
        digest.update(source.read_bytes())
    return digest.hexdigest()


_HERE = Path(__file__).parent
#: Machine code from other sources than these is compiled anew; it holds a constant of the matrices.
SOURCES = fingerprint(_HERE, _HERE.parents[1] / "matrix.py")


def can_keep() -> bool:
    """Whether machine code can be kept on disk.

    It is beside the sources, or in the user's folder for caches; where neither can be written, as in a container that
    is read-only, in a folder of the user's below the temporary one.
    """
    try:
        numba.njit(cache=True)(fingerprint)
    except RuntimeError:
        return _use_temporary_folder()
    return True


def _use_temporary_folder() -> bool:
    """Let numba keep machine code in the temporary folder; False if that is not to be trusted."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"optimizer-kernels-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.stat()
    except OSError:
        return False
    # whoever else can write there could have their code run
    if found.st_uid != user or found.st_mode & 0o077:
        return False
    numba.config.CACHE_DIR = str(folder)
    return True


_KEPT = can_keep()


def kernel(function: _Kernel) -> _Kernel:
    """Compile a function when it is first called, and keep the machine code on disk."""
    return _njit(function, nogil=True, cache=_KEPT)


def inlined(function: _Kernel) -> _Kernel:
    """Compile a function into those that call it: passing a whole problem costs more than a few instructions."""
    return _njit(function, nogil=True, cache=_KEPT, forceinline=True)


def absorbed(function: _Kernel) -> _Kernel:
    """Write a function into the one kernel that calls it, which is then compiled without it.

    A kernel is optimised along with all that it calls, so that each level of calls costs compiling time.
    """
    return _njit(function, nogil=True, cache=_KEPT, inline="always")


def _njit(function: _Kernel, **options: Any) -> _Kernel:  # noqa: ANN401
    # kernels only write into arrays they are given, so that counting references to them would cost most of the
    # time for nothing; to its callers a compiled function looks as it was written
    compiled: Any = numba.njit(_nrt=False, **options)(function)
    if options.get("cache") and hasattr(compiled, "_cache"):
        # numba compares machine code with the one file it was compiled from, and would keep what was inlined
        # from another
        compiled._cache._cache_file._source_stamp = SOURCES
    typed: _Kernel = compiled
    return typed


def is_compiled(function: Any) -> bool:  # noqa: ANN401
    """Whether a kernel has been called in this process, or its machine code lies on disk, or none is wanted."""
    if getattr(function, "signatures", True):
        return True
    return _KEPT and bool(function._cache._cache_file._load_index())
