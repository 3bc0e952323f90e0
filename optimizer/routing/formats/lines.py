"""Lines of a text file with their numbers, and the coded errors about them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.core.units import MAX_SCALED

ROUTE_MISSING = code(
    "route-file-missing",
    "A routing file, or a plan or rules for one, is not there, or is a folder.",
    "Name a file that is there.",
)
ROUTE_FILE = code(
    "route-file-unreadable",
    "A routing file, or a plan or rules for one, is empty, is not UTF-8 text, or may not be read.",
    "Name a file that you may read.",
)
ROUTE_KIND = code(
    "route-file-kind",
    "A file is in none of the formats of routing files: VRPLIB, Solomon, Li-Lim, VROOM's JSON.",
    "Name a file in one of them; `optimizer solve` and `optimizer compare` take a scenario's folder.",
)
ROUTE_FORMAT = code(
    "route-file-format",
    "A line or key of a routing file is not what its format asks for.",
    "Correct it, or see docs/routing-formats.md for what is supported.",
)
ROUTE_NUMBER = code(
    "route-file-number",
    "A number of a routing file is missing, not a number, negative or too large.",
    "Correct the number.",
)
ROUTE_FIELD = code(
    "route-file-unknown-field",
    "A field or key of a routing file is unknown or not supported; ignoring it would solve another problem.",
    "Remove it, or correct its name.",
)
ROUTE_CONTRADICTION = code(
    "route-file-contradiction",
    "Parts of a routing file contradict each other.",
    "Make the counts and sections agree.",
)
ROUTE_UNSUPPORTED = code(
    "route-file-unsupported",
    "A known key of a routing file asks for something that no routing problem here can hold.",
    "Do without it as the message says; ignoring it would solve another problem.",
)
ROUTE_OUT = code(
    "route-out-format",
    "The suffix of a plan's or plot's file names no known format, or the plan cannot be written in it.",
    "End the name of a plan in .sol, .json, .geojson or .csv, that of a plot in .html.",
)


#: Findings after which no more are looked for: who has so many has one cause for all of them.
MOST_TOLD = 50


@dataclass(frozen=True)
class Line:
    """A stripped, non-empty line and its number from 1."""

    number: int
    text: str

    def words(self) -> list[str]:
        """Split at white space."""
        return self.text.split()


class FormatError(InputError):
    """One finding about a line, or the path of a key, of a routing file."""

    def __init__(
        self, name: str, file: str, line: int | None, cause: str, action: str, *, key: str | None = None
    ) -> None:
        super().__init__([Finding(name, Place(file, line, key), cause, action)])


class Wrong:
    """What is wrong with some lines, told at once: all of it, or the first :data:`MOST_TOLD` findings."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the error about one line, and go on with the next.

        Raises
        ------
        InputError
            If there are very many by now.
        """
        try:
            yield
        except FormatError as error:
            self._findings.extend(error.findings)
            if len(self._findings) >= MOST_TOLD:
                self.refuse()

    def refuse(self) -> None:
        """Raise what was noted.

        Raises
        ------
        InputError
            If anything was.
        """
        if self._findings:
            raise InputError(self._findings)


def read_text(path: Path) -> str:
    """Read a text file (UTF-8, with or without BOM).

    Raises
    ------
    FormatError
        If the file is missing, a folder, unreadable, empty or not text.
    """
    try:
        _require_file(path)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        cause = f"byte {error.start} is not UTF-8"
        raise FormatError(ROUTE_FILE, path.name, None, cause, "Save the file as UTF-8 text.") from error
    except OSError as error:
        cause = f"cannot be read: {error.strerror}"
        raise FormatError(ROUTE_FILE, str(path), None, cause, "Check that you may read it.") from error
    if not text.strip():
        raise FormatError(ROUTE_FILE, path.name, None, "is empty", "Name the file that is meant.")
    return text


def split_lines(text: str) -> list[Line]:
    """Return the non-empty lines of a text."""
    return [Line(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _require_file(path: Path) -> None:
    if path.is_dir():
        action = "Name a file in it"
        if (path / "scenario.yaml").exists():
            action = "Name a routing file; a scenario is for `optimizer solve` or `optimizer compare`"
        raise FormatError(ROUTE_MISSING, str(path), None, "is a folder, not a file", f"{action}.")
    if not path.exists():
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        like = get_close_matches(path.name, beside, n=1)
        action = f"Did you mean {like[0]!r}?" if like else "Correct the path."
        raise FormatError(ROUTE_MISSING, str(path), None, "there is no such file", action)


def numbers(
    line: Line, words: Sequence[str], file: str, *, minimum: float | None = 0, limit: float = MAX_SCALED
) -> list[float]:
    """Parse words of a line as finite numbers.

    Parameters
    ----------
    line, words, file
        Words of the line, and where it is.
    minimum
        Least value allowed; None for any.
    limit
        Largest magnitude allowed.

    Raises
    ------
    FormatError
        If a word is not a number, not finite, below ``minimum`` or beyond ``limit``.
    """
    values = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            value = None
        if value is None or "_" in word:
            raise FormatError(ROUTE_NUMBER, file, line.number, f"{word!r} is not a number", "Write a number.")
        if not abs(value) <= limit or (minimum is not None and value < minimum):
            cause = f"{word} is negative, not finite or beyond {limit:.15g}"
            if minimum is None:
                cause = f"{word} is not finite or beyond {limit:.15g}"
            raise FormatError(ROUTE_NUMBER, file, line.number, cause, "Correct the number.")
        values.append(value)
    return values


def integer(value: float, line: Line, file: str) -> int:
    """Turn a whole number into an int.

    Raises
    ------
    FormatError
        If it has a fraction.
    """
    if value != int(value):
        raise FormatError(
            ROUTE_NUMBER, file, line.number, f"{value} is not a whole number", "Write a whole number."
        )
    return int(value)
