"""Files and folders written whole or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from optimizer.core.errors import Finding, InputError, Place
from optimizer.store.codes import FILE_EXISTS, RUN_EXISTS, RUN_UNWRITABLE


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` of the block, which writes ``path``, into a coded error.

    Raises
    ------
    InputError
        If the block raises an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        in_the_way = _in_the_way(path)
        reason = f"{in_the_way} is no folder" if in_the_way else error.strerror or str(error)
        cause = f"cannot be written: {reason}"
        remedy = "Name another place" if in_the_way else "Free space, or name a place you may write to"
        action = f"{remedy}; nothing was left behind."
        raise InputError([Finding(RUN_UNWRITABLE, Place(str(path)), cause, action)]) from error


def refuse_existing(path: Path, *, force: bool = False) -> None:
    """Stop before work begins whose result, a file, could not be written.

    Parameters
    ----------
    path
        The file to be.
    force
        Whether a file of that name may be replaced; a folder or device (``/dev/null``) never is.

    Raises
    ------
    InputError
        If there is a file or folder of that name, a file where a folder above it should be, or no such file can be.
    """
    with writing(path):
        if path.is_dir():
            cause, action = "is a folder, not a file", "Name a file in it, or another."
        elif path.exists() and not path.is_file():
            cause, action = "is a device, which a file would replace", "Name a file."
        elif os.path.lexists(path) and not force:
            cause, action = "is there already", "Name another, or give --force."
        elif _in_the_way(path) is not None:
            raise NotADirectoryError
        else:
            return
    raise InputError([Finding(FILE_EXISTS, Place(str(path)), cause, action)])


def _in_the_way(path: Path) -> Path | None:
    """File that stands where a folder above ``path`` should be."""
    return next((above for above in path.parents if _is_no_folder(above)), None)


def _is_no_folder(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()
    except OSError:  # a name too long, a folder closed to this user
        return False


def write_text(path: Path, text: str, *, force: bool = True) -> None:
    """Write ``text`` as UTF-8 through a temporary file in the same folder, then rename.

    Parameters
    ----------
    path, text
        Where and what; missing folders are created.
    force
        Replace an existing file; without it that is an error.

    Raises
    ------
    InputError
        If the file exists and may not be replaced, or cannot be written; nothing is left behind.
    """
    temporary = path.parent / f".new-{secrets.token_hex(8)}"
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if not force:
                refuse_existing(path)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@dataclass
class NewFolder:
    """A folder in the making.

    Parameters
    ----------
    path
        The temporary folder to fill.
    target
        What it becomes when the block ends; another number was added if ``numbered`` and the name was taken.
    """

    path: Path
    target: Path


@contextmanager
def new_folder(
    target: Path, *, marker: str, force: bool = False, numbered: bool = False
) -> Iterator[NewFolder]:
    """Give a temporary folder to fill, which becomes ``target`` when the block ends without error.

    Parameters
    ----------
    target
        The folder to be; missing parents are created.
    marker
        Name of a file that tells a folder of this kind. ``force`` replaces nothing but such folders and empty
        ones, so that a slip of the pen does not cost a planner other files.
    force
        Replace an existing ``target``; without it that is an error.
    numbered
        Instead add a number to the name when it is taken at the end.

    Raises
    ------
    InputError
        If ``target`` exists and may not be replaced, or cannot be written; nothing is left behind.
    """
    if not numbered:
        with writing(target):
            _refuse(target, marker, force=force)
    folder = NewFolder(target.parent / f".new-{secrets.token_hex(8)}", target)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.path.mkdir()
    try:
        yield folder
        with writing(target):
            _sync(folder.path)
            folder.target = _place(folder, marker, force=force, numbered=numbered)
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


def _refuse(target: Path, marker: str, *, force: bool) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        cause, action = (
            "is a file, not a folder; no command replaces it",
            "Name another, or remove it yourself.",
        )
    elif (target / marker).is_file() or not any(target.iterdir()):
        if force:
            return
        kind = (
            "the folder already exists" if (target / marker).is_file() else "the folder already exists, empty"
        )
        cause, action = kind, "Give --force to replace it, or name another."
    else:
        cause = f"is a folder with other contents (no {marker} in it); no command replaces it"
        action = "Name another, one within it for example, or remove it yourself."
    raise InputError([Finding(RUN_EXISTS, Place(str(target)), cause, action)])


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _place(folder: NewFolder, marker: str, *, force: bool, numbered: bool) -> Path:
    target, number = folder.target, 1
    while not _renamed(folder.path, target):
        if numbered:
            number += 1
            target = folder.target.with_name(f"{folder.target.name}-{number}")
        else:
            _refuse(target, marker, force=force)
            _swap(folder.path, target)
            break
    return target


def _renamed(work: Path, target: Path) -> bool:
    """Rename unless the name is taken, also by someone who was quicker by a moment."""
    if os.path.lexists(target):
        return False
    try:
        work.rename(target)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
            return False
        raise
    return True


def _swap(work: Path, target: Path) -> None:
    aside = target.parent / f".old-{secrets.token_hex(8)}"
    target.rename(aside)
    try:
        work.rename(target)
    except BaseException:
        # a second Ctrl-C here must not cost the planner the old folder
        if not os.path.lexists(target):
            aside.rename(target)
        raise
    if aside.is_symlink():
        aside.unlink()
    shutil.rmtree(aside, ignore_errors=True)
