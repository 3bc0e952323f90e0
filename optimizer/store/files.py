"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from optimizer.core.errors import Finding, InputError, Place
from optimizer.store.codes import RUN_UNWRITABLE


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
