"""Fields and sections of a VRPLIB file, as read, with the lines they came from."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from optimizer.routing.formats.geometry import convert, largest
from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_FIELD,
    ROUTE_FORMAT,
    FormatError,
    Line,
    Wrong,
    integer,
    numbers,
)
from optimizer.routing.matrix import FloatArray, IntArray

_TEXT_FIELDS = {"NAME", "COMMENT", "TYPE", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE"}
_NUMBER_FIELDS = {
    *("DIMENSION", "CAPACITY", "VEHICLES", "DISTANCE", "SERVICE_TIME", "RELEASE_TIME"),
    *("VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_DURATION", "VEHICLES_MAX_RELOADS"),
    *("VEHICLES_FIXED_COST", "VEHICLES_UNIT_DISTANCE_COST"),
}
_SECTIONS = {
    *("NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION", "DEPOT_SECTION"),
    *("DEMAND_SECTION", "LINEHAUL_SECTION", "BACKHAUL_SECTION", "PICKUP_AND_DELIVERY_SECTION"),
    *("TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION", "RELEASE_TIME_SECTION", "PRIZE_SECTION"),
    *("MUTUALLY_EXCLUSIVE_GROUP_SECTION", "CAPACITY_SECTION"),
    *("VEHICLES_DEPOT_SECTION", "VEHICLES_RELOAD_DEPOT_SECTION", "VEHICLES_ALLOWED_CLIENTS_SECTION"),
    *("VEHICLES_MAX_DISTANCE_SECTION", "VEHICLES_MAX_DURATION_SECTION", "VEHICLES_MAX_RELOADS_SECTION"),
    *("VEHICLES_FIXED_COST_SECTION", "VEHICLES_UNIT_DISTANCE_COST_SECTION"),
}
#: Of which a file has one at most.
_TWINS = (
    *((key, f"{key}_SECTION") for key in sorted(_NUMBER_FIELDS)),
    ("DEMAND_SECTION", "LINEHAUL_SECTION"),
    ("DISTANCE", "VEHICLES_MAX_DISTANCE"),
    ("DISTANCE", "VEHICLES_MAX_DISTANCE_SECTION"),
    *(
        ("PICKUP_AND_DELIVERY_SECTION", f"{name}_SECTION")
        for name in ("DEMAND", "LINEHAUL", "BACKHAUL", "TIME_WINDOW", "SERVICE_TIME")
    ),
)


def recognised(lines: list[Line]) -> bool:
    """Whether any line is a field or section of VRPLIB, however wrong the others are."""
    known = _TEXT_FIELDS | _NUMBER_FIELDS | _SECTIONS
    return any(_key(line) in known for line in lines)


@dataclass
class Source:
    """Fields and sections of a file, and how its numbers become integers.

    Parameters
    ----------
    file
        Name for messages.
    rounding
        Key of :data:`~optimizer.routing.formats.geometry.ROUNDINGS`.
    fields, sections
        Text of each field with its line, and rows of each section.
    headings
        Line with the name of each section.
    last
        Line to name for what the file does not have; None: there is none.
    """

    file: str
    rounding: str
    fields: dict[str, tuple[str, Line]] = field(default_factory=dict)
    sections: dict[str, list[Line]] = field(default_factory=dict)
    headings: dict[str, Line] = field(default_factory=dict)
    last: Line | None = None

    @classmethod
    def split(cls, lines: list[Line], file: str, rounding: str) -> "Source":
        """Sort the lines of a file into fields and sections.

        Raises
        ------
        InputError
            For all that is unknown, comes twice or belongs nowhere.
        """
        source = cls(file, rounding, last=lines[-1] if lines else None)
        section: list[Line] | None = None
        wrong = Wrong()
        for line in lines:
            if _key(line) == "EOF":
                break
            # rows behind what is wrong are not judged
            before, section = section, []
            with wrong.noted():
                section = source._sorted(line, before)
        wrong.refuse()
        source._refuse_doubles()
        return source

    def _sorted(self, line: Line, section: list[Line] | None) -> list[Line] | None:
        """Put a line where it belongs, and return the section that it is in, None for a field."""
        key = _key(line)
        if key in _SECTIONS:
            return self._section(key, line)
        if key[:1].isalpha() and not (section is not None and _is_number(line.words()[0])):
            self._field(key, line)
            return None
        if section is None:
            raise self.fail(line, f"{line.text!r} belongs to no section", "Remove the line.")
        section.append(line)
        return section

    def _section(self, key: str, line: Line) -> list[Line]:
        if key in self.sections:
            raise self.fail(line, f"{key} appears twice", "Keep one of them.")
        if value := line.text.partition(":")[2].strip():
            cause = f"{key} is a section, and {value!r} stands behind its name"
            raise self.fail(line, cause, "Write what belongs to it on lines of their own.")
        self.headings[key] = line
        return self.sections.setdefault(key, [])

    def _field(self, key: str, line: Line) -> None:
        if key not in _TEXT_FIELDS | _NUMBER_FIELDS:
            cause = f"the field {key} is unknown or not supported"
            raise self.fail(line, cause, "Remove it or correct its name.", ROUTE_FIELD)
        if ":" not in line.text:
            raise self.fail(line, f"{key} has no value", f"Write {key} : value.")
        if key in self.fields:
            raise self.fail(line, f"{key} appears twice", "Keep one of them.")
        self.fields[key] = (line.text.split(":", 1)[1].strip().strip('"'), line)

    def _refuse_doubles(self) -> None:
        wrong = Wrong()
        for one, other in _TWINS:
            if self.has(one) and self.has(other):
                cause = f"{one} and {other} say the same thing twice"
                with wrong.noted():
                    raise self.fail(self.line(other), cause, "Keep one of them.", ROUTE_CONTRADICTION)
        wrong.refuse()

    @property
    def largest(self) -> float:
        """Largest number in file units that is held as an integer."""
        return largest(self.rounding)

    def fail(self, line: Line | None, cause: str, action: str, name: str = ROUTE_FORMAT) -> FormatError:
        """Build the error for a line; None for what the file does not have, which is told at its end."""
        line = line or self.last
        return FormatError(name, self.file, line.number if line else None, cause, action)

    def contradiction(self, line: Line | None, cause: str) -> FormatError:
        """Build the error for a line that contradicts another part of the file."""
        return self.fail(line, cause, "Make them agree.", ROUTE_CONTRADICTION)

    def has(self, key: str) -> bool:
        """Whether the file has this field, or this section."""
        return key in self.fields or key in self.sections

    def line(self, key: str) -> Line | None:
        """Line of a field, or first row of a section, or of its name if it is empty; None where absent."""
        if key in self.fields:
            return self.fields[key][1]
        return next(iter(self.sections.get(key, ())), self.headings.get(key))

    def text(self, key: str, default: str) -> str:
        """Text of a field, in capitals."""
        return self.fields[key][0].upper() if key in self.fields else default

    def whole(self, key: str) -> int | None:
        """Whole number of a field, None where absent."""
        if key not in self.fields:
            return None
        text, line = self.fields[key]
        return integer(numbers(line, [text], self.file)[0], line, self.file)

    def scaled(self, key: str) -> int | None:
        """Field in integer units, None where absent."""
        if key not in self.fields:
            return None
        text, line = self.fields[key]
        return int(convert(numbers(line, [text], self.file, limit=self.largest), self.rounding)[0])

    def integers(self, line: Line, words: list[str]) -> list[int]:
        """Whole numbers of a line."""
        return [integer(value, line, self.file) for value in numbers(line, words, self.file)]

    def rows(
        self, key: str, count: int, width: int | None, read: Callable[[int, list[str], Line], None]
    ) -> None:
        """Read the rows of a section, numbered from 1 to ``count`` in any order.

        Parameters
        ----------
        key
            Section.
        count
            How many rows there must be, each number once.
        width
            Columns after the number; None: any.
        read
            Takes the number less one, the other words, and the line of each row; refuses it perhaps.

        Raises
        ------
        InputError
            For all rows that are wrong, or else for their number.
        """
        wrong = Wrong()
        seen: set[int] = set()
        for line in self.sections[key]:
            with wrong.noted():
                number = self._row_number(key, count, width, line)
                if number in seen:
                    raise self.contradiction(line, f"{number} appears twice in {key}")
                seen.add(number)
                read(number - 1, line.words()[1:], line)
        wrong.refuse()
        if len(self.sections[key]) != count:
            cause = f"{key} has {len(self.sections[key])} rows and there are {count}"
            raise self.contradiction([self.headings[key], *self.sections[key]][-1], cause)

    def _row_number(self, key: str, count: int, width: int | None, line: Line) -> int:
        words = line.words()
        if width is not None and len(words) != width + 1:
            raise self.fail(line, f"{key} row has {len(words)} columns, not {width + 1}", "Correct the row.")
        (number,) = self.integers(line, words[:1])
        if not 1 <= number <= count:
            raise self.contradiction(line, f"{number} is not in 1..{count}")
        return number

    def table(
        self, key: str, count: int, width: int | None = 1, *, signed: bool = False, times: int = 1
    ) -> FloatArray:
        """Numbers of a section in file units, shape (count, columns); they may come to be so many times as large."""
        limit = self.largest / 4 / times  # a distance is at most sqrt(8) times the largest coordinate
        found: dict[int, list[float]] = {}
        widths: set[int] = set()

        def read(number: int, words: list[str], line: Line) -> None:
            found[number] = numbers(line, words, self.file, minimum=None if signed else 0, limit=limit)
            told = len(widths) > 0 and len(words) not in widths
            widths.add(len(words))
            if told or not words:
                raise self.fail(line, f"{key} rows differ in their number of columns", "Correct the row.")

        self.rows(key, count, width, read)
        return np.array([found[number] for number in range(count)]).reshape(count, -1)

    def scaled_table(self, key: str, count: int, width: int | None = 1) -> IntArray:
        """Numbers of a section in integer units, shape (count, columns)."""
        return convert(self.table(key, count, width), self.rounding)

    def whole_table(self, key: str, count: int) -> IntArray:
        """Whole numbers of a section, shape (count, columns), not scaled."""
        table = self.table(key, count, None)
        for line in self.sections[key]:
            self.integers(line, line.words())
        return table.astype(np.int64)

    def lists(
        self, key: str, count: int, upper: int, width: int | None = None
    ) -> tuple[tuple[int, ...], ...]:
        """Return the node numbers less one of each row of a section."""
        found: list[tuple[int, ...]] = [()] * count

        def read(number: int, words: list[str], line: Line) -> None:
            nodes = self.integers(line, words)
            for node in nodes:
                if not 1 <= node <= upper:
                    raise self.contradiction(line, f"node {node} is not in 1..{upper}")
            if len(set(nodes)) < len(nodes):
                raise self.contradiction(line, f"{key} row {number + 1} names a node twice")
            found[number] = tuple(node - 1 for node in nodes)

        self.rows(key, count, width, read)
        return tuple(found)


def _key(line: Line) -> str:
    return line.text.split(":")[0].strip().upper()


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
