"""Files and folders written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optimizer.core.errors import Finding, InputError, Place
from optimizer.store.codes import RUN_EXISTS, RUN_UNWRITABLE


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 through a temporary file in the same folder, then rename.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> InputError:
    """Build the coded error for a path that cannot be written."""
    cause = f"cannot be written: {error.strerror or error}"
    return InputError(
        [Finding(RUN_UNWRITABLE, Place(str(path)), cause, "Free space, or name another folder with --out.")]
    )


@contextmanager
def new_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a temporary folder to fill, which becomes ``target`` when the block ends without error.

    Parameters
    ----------
    target
        The folder to be.
    force
        Replace an existing ``target``; without it that is an error.

    Raises
    ------
    InputError
        If ``target`` exists, or cannot be written; nothing is left behind.
    """
    if target.exists() and not force:
        raise _exists(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    except OSError as error:
        raise unwritable(target, error) from error
    try:
        yield work
        _sync(work)
        work.chmod(0o755)
        _move(work, target, force=force)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _move(work: Path, target: Path, *, force: bool) -> None:
    if not target.exists():
        work.rename(target)
        return
    if not force:
        raise _exists(target)
    aside = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
    target.rename(aside / target.name)
    try:
        work.rename(target)
    except OSError:
        (aside / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _exists(target: Path) -> InputError:
    cause = "the folder already exists"
    return InputError([Finding(RUN_EXISTS, Place(str(target)), cause, "Name another, or give --force.")])
