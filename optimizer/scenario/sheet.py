"""Tables while they are read and checked, with the rows their planner sees."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from optimizer.core.errors import Finding
    from optimizer.scenario.settings import Settings


@dataclass(frozen=True, eq=False)
class TextSheet:
    """A table as it was written.

    Parameters
    ----------
    table
        Name of the table.
    file
        File relative to the scenario folder.
    columns
        Stripped cell texts by header, each an object array of shape (rows,); an empty cell is ``""``.
    rows
        Spreadsheet row of each table row, shape (rows,); the header is row 1.
    findings
        What is wrong with its shape.
    """

    table: str
    file: str
    columns: Mapping[str, npt.NDArray[np.object_]]
    rows: npt.NDArray[np.int64]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table with typed columns.

    Parameters
    ----------
    table, file, rows
        As in :class:`TextSheet`.
    frame
        Every column of the row model. Bad cells are ``None``, ``NaN`` or ``NaT``.
    complete
        False if a row or a cell of the key is lost, so that ids that seem to be missing may well be there.
    """

    table: str
    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    complete: bool = True

    def ids(self, column: str = "id") -> frozenset[str]:
        """Every id in a column."""
        return frozenset(self.frame[column].dropna())


@dataclass(frozen=True, eq=False)
class Draft:
    """What was read of a scenario, before it is known to be sound.

    Parameters
    ----------
    settings
        Valid settings.
    sheets
        The readable tables; an absent optional table is an empty sheet, an unreadable one is missing.
    """

    settings: Settings
    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    def has(self, *tables: str) -> bool:
        """Whether all of the tables could be read."""
        return all(table in self.sheets for table in tables)

    def knows(self, table: str) -> bool:
        """Whether every id of the table is known, so that an id that is not in it is wrong."""
        return table in self.sheets and self.sheets[table].complete

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)
