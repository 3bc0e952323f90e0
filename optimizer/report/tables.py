"""Tables that a renderer can show: raw values, and what each of them is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

#: None: there is no such value. An infinite number of hours: more orders are unserved than the quantile allows.
Cell = str | int | float | None


class Kind(StrEnum):
    """What a cell holds, hence how it is written.

    ``MONEY`` and ``MONEY_CHANGE`` are minor units of the report's currency, ``AMOUNT`` is its major unit,
    ``SHARE`` and ``CHANGE`` are fractions of one.
    """

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    MONEY_CHANGE = "money_change"
    AMOUNT = "amount"
    HOURS = "hours"
    SHARE = "share"
    CHANGE = "change"
    KM = "km"
    KG = "kg"
    SECONDS = "seconds"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A column: key for selecting it, heading, and what its cells hold."""

    key: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A titled table with a sentence on how to read it.

    Parameters
    ----------
    key
        Unique within the report or the strategy.
    title, note
        Heading, and what it shows in words.
    columns, rows
        Raw values, one per column.
    file
        File of the strategy's run folder that holds every row behind it; empty if there is none.
    row_kinds
        Kind of the numbers of each row, where a row and not a column has one kind.
    total
        Whether the last row is the sum of those above.
    """

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    file: str = ""
    row_kinds: tuple[Kind, ...] = ()
    total: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"table {self.key}: every row has {len(self.columns)} cells"
            raise ValueError(msg)

    def kind(self, row: int, column: int) -> Kind:
        """Kind of a cell."""
        own = self.columns[column].kind
        return self.row_kinds[row] if self.row_kinds and own != Kind.TEXT else own

    def column(self, key: str) -> tuple[Cell, ...]:
        """Cells of the column ``key``."""
        place = [column.key for column in self.columns].index(key)
        return tuple(row[place] for row in self.rows)

    def filled(self) -> Self:
        """Leave out the columns of text in which nothing stands."""
        return self.select(
            [
                column.key
                for at, column in enumerate(self.columns)
                if column.kind != Kind.TEXT or any(row[at] for row in self.rows)
            ]
        )

    def select(self, keys: Sequence[str]) -> Self:
        """Keep the columns named by ``keys``, in their order."""
        places = [[column.key for column in self.columns].index(key) for key in keys]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in self.rows),
        )
