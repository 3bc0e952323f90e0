"""JSON files of a run folder, read as what they should be."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from optimizer.core.errors import Finding, InputError, Place
from optimizer.store.codes import RUN_FILE, RUN_MISSING

T = TypeVar("T")


def load_json(path: Path) -> Any:  # noqa: ANN401 (whatever the file holds)
    """Read a JSON file.

    Raises
    ------
    InputError
        If it is missing or no JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        cause = f"cannot be read: {error.strerror}"
        action = "Name a folder that `optimizer solve` or `optimizer compare` wrote, with all its files."
        raise InputError([Finding(RUN_MISSING, Place(str(path)), cause, action)]) from error
    except (ValueError, RecursionError) as error:
        raise broken(path, f"is not JSON: {error}") from error


def validated(path: Path, value: object, kind: type[T]) -> T:
    """Take the content of ``path`` as ``kind``, a dataclass or model.

    Raises
    ------
    InputError
        If it is something else; the finding names the first wrong value.
    """
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise broken(path, f"{first['msg']}", where or None) from error


def broken(path: Path, cause: str, key: str | None = None) -> InputError:
    """Build the error for a file that is not what it should be, at a key if given."""
    return InputError(
        [Finding(RUN_FILE, Place(str(path), None, key), cause, "Restore the file or run again.")]
    )


class Collected:
    """Collects what is wrong with several files, so that it can be reported at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def attempt(self, read: Callable[[], T]) -> T | None:
        """Return what ``read`` returns, or keep its findings and return None."""
        try:
            return read()
        except InputError as error:
            self.findings += error.findings
            return None

    def stop_if_any(self) -> None:
        """Raise what was found.

        Raises
        ------
        InputError
            If anything was found.
        """
        if self.findings:
            raise InputError(self.findings)
