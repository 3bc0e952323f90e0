"""A JSON document whose every value knows the path that leads to it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_FIELD,
    ROUTE_FORMAT,
    ROUTE_NUMBER,
    ROUTE_UNSUPPORTED,
    FormatError,
)
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Window

#: Half of the pair by which UTF-16 writes one character; JSON can escape it alone, and UTF-8 has no such thing.
_HALF = re.compile("[\ud800-\udfff]")


def load(text: str, file: str) -> "Key":
    """Parse a JSON document.

    Raises
    ------
    FormatError
        With the line if it is no JSON, with the key that comes twice in one object, or for a number that is none, or
        a text that no file can hold.
    """
    twins: list[tuple[dict[str, Any], str]] = []

    def noting_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twins.append((found, next(name for name in names if names.count(name) > 1)))
        return found

    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=noting_twins)
    except json.JSONDecodeError as error:
        cause = f"it is not JSON: {error.msg} at column {error.colno}"
        raise FormatError(ROUTE_FORMAT, file, error.lineno, cause, "Correct the line.") from error
    except (ValueError, RecursionError) as error:
        cause = f"it is not JSON: {'nested too deeply' if isinstance(error, RecursionError) else error}"
        raise FormatError(ROUTE_FORMAT, file, None, cause, "Correct the file.") from error
    root = Key(file, "", value)
    # first, since the others are told with names of keys
    if "\\ud" in text or "\\uD" in text:
        _refuse_halves(root)
    for owner, name in twins:
        _refuse_twins(root, owner, name)
    return root


def _refuse_constant(name: str) -> None:
    cause = f"{name} is not a number"
    raise ValueError(cause)


def _refuse_twins(root: "Key", owner: dict[str, Any], name: str) -> None:
    """Refuse a key that comes twice in an object, unless that object is itself lost to such a key."""
    for key in _nested(root):
        if key.value is owner:
            cause = f"the key {name!r} comes twice in one object"
            raise key.need(name).fail(cause, "Keep one of them.")


def _refuse_halves(root: "Key") -> None:
    """Refuse texts and names of keys with half a character, which could not be written into a plan."""
    for key in _nested(root):
        names = key.value if isinstance(key.value, dict) else ()
        text = key.value if isinstance(key.value, str) else next(filter(_HALF.search, names), "")
        if _HALF.search(text):
            cause = f"{_shown(text)} has one half of a surrogate pair without the other"
            raise key.fail(cause, "Write the whole character.")


def _nested(root: "Key") -> Iterator["Key"]:
    """Yield a value and all texts, objects and arrays in it."""
    left = [root]
    while left:
        key = left.pop()
        yield key
        if isinstance(key.value, dict):
            left += [key.need(inner) for inner in key.value]
        # rows of a matrix hold none
        elif isinstance(key.value, list) and any(isinstance(one, str | dict | list) for one in key.value):
            left += key.array()


@dataclass(frozen=True)
class Key:
    """A value and where it is.

    Parameters
    ----------
    file
        Name of the document.
    path
        ``vehicles[0].capacity``; empty for the whole document.
    value
        As parsed.
    """

    file: str
    path: str
    value: Any

    def fail(self, cause: str, action: str, name: str = ROUTE_FORMAT) -> FormatError:
        """Build the error about this value."""
        return FormatError(name, self.file, None, cause, action, key=self.path or None)

    def contradiction(self, cause: str, action: str = "Make them agree.") -> FormatError:
        """Build the error for a value that contradicts another."""
        return self.fail(cause, action, ROUTE_CONTRADICTION)

    def unsupported(self, cause: str, action: str) -> FormatError:
        """Build the error for a value that a routing problem cannot hold."""
        return self.fail(cause, action, ROUTE_UNSUPPORTED)

    def get(self, name: str) -> "Key | None":
        """Value of an object's key, None where absent."""
        if name not in self.value:
            return None
        return Key(self.file, f"{self.path}.{name}" if self.path else name, self.value[name])

    def need(self, name: str) -> "Key":
        """Value of an object's key.

        Raises
        ------
        FormatError
            If it is absent.
        """
        found = self.get(name)
        if found is None:
            cause = f"has no {name}"
            raise self.fail(cause, f"Add {name}.")
        return found

    def object(self, known: Iterable[str], unsupported: Mapping[str, str] | None = None) -> "Key":
        """Return this key, an object of known keys only.

        Parameters
        ----------
        known
            Keys that are read.
        unsupported
            Why keys that the format knows cannot be read.
        """
        if not isinstance(self.value, dict):
            cause = "is not an object"
            raise self.fail(cause, "Write an object: { ... }.")
        for name in self.value:
            if name in (unsupported or {}):
                reason = (unsupported or {})[name]
                raise self._child(name).unsupported(reason, f"Do without {name}.")
            if name not in known:
                cause = f"the key {name!r} is unknown"
                raise self._child(name).fail(cause, "Remove it or correct its name.", ROUTE_FIELD)
        return self

    def _child(self, name: str) -> "Key":
        found = self.get(name)
        assert found is not None
        return found

    def items(self, name: str) -> list["Key"]:
        """Items of the array under an object's key; none where it is absent."""
        found = self.get(name)
        return [] if found is None else found.array()

    def array(self) -> list["Key"]:
        """Items of an array."""
        if not isinstance(self.value, list):
            cause = "is not an array"
            raise self.fail(cause, "Write an array: [ ... ].")
        return [Key(self.file, f"{self.path}[{index}]", value) for index, value in enumerate(self.value)]

    def whole(self, upper: int = UNLIMITED) -> int:
        """Whole number from 0 to ``upper``."""
        value = self.value
        if isinstance(value, float) and value.is_integer() and abs(value) <= UNLIMITED:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            cause = f"{_shown(value)} is not a whole number"
            raise self.fail(cause, "Write a whole number.", ROUTE_NUMBER)
        if not 0 <= value <= upper:
            cause = f"{_shown(value)} is not between 0 and {upper}"
            raise self.fail(cause, "Correct the number.", ROUTE_NUMBER)
        return value

    def number(self, lower: float, upper: float) -> float:
        """Return a number within bounds."""
        value = self.value
        if not isinstance(value, int | float) or isinstance(value, bool):
            cause = f"{_shown(value)} is not a number"
            raise self.fail(cause, "Write a number.", ROUTE_NUMBER)
        if not lower <= value <= upper:
            cause = f"{_shown(value)} is not between {lower:g} and {upper:g}"
            raise self.fail(cause, "Correct the number.", ROUTE_NUMBER)
        return float(value)

    def text(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            cause = f"{_shown(self.value)} is not a text"
            raise self.fail(cause, "Write it in quotation marks.")
        return self.value

    def ident(self) -> int | str:
        """Whole number, or a text without blanks."""
        if isinstance(self.value, str):
            if not self.value or any(character.isspace() for character in self.value):
                cause = f"{_shown(self.value)} is empty or has blanks"
                raise self.fail(cause, "Write a whole number.")
            return self.value
        return self.whole()

    def wholes(self) -> tuple[int, ...]:
        """Array of whole numbers."""
        return tuple(one.whole() for one in self.array())

    def window(self) -> Window:
        """Start and end of a time window."""
        times = self.wholes()
        if len(times) != 2:
            cause = f"has {len(times)} numbers"
            raise self.fail(cause, "Write a time window: [start, end].")
        if times[1] < times[0]:
            cause = f"the window ends at {times[1]}, before it starts at {times[0]}"
            raise self.contradiction(cause, "Correct the window.")
        return times[0], times[1]

    def optional(self, name: str, read: Callable[["Key"], Any], default: Any) -> Any:  # noqa: ANN401
        """Read the value of an object's key, or return the default where it is absent."""
        found = self.get(name)
        return default if found is None else read(found)


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
