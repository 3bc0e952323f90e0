"""The range of every number of a table, checked at once by pandera."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandera.pandas as pandera

from optimizer.core.errors import Finding, code
from optimizer.scenario.base import clock_text
from optimizer.scenario.columns import Column, Kind, columns_of
from optimizer.scenario.findings import at_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from optimizer.scenario.sheet import Sheet

OUT_OF_RANGE = code(
    "out-of-range", "A number is smaller or larger than may be.", "Correct it; check its unit."
)


@cache
def frame_schema(table: str) -> Any:  # noqa: ANN401 (pandera has no types here)
    """Pandera schema of a table's numbers: the ranges that the row model states."""
    return pandera.DataFrameSchema(
        {
            column.name: pandera.Column(None, _checks(column), nullable=True)
            for column in columns_of(table)
            if column.numeric
        }
    )


def range_findings(sheet: Sheet) -> Iterator[Finding]:
    """Find numbers out of range; cells that could not be read are passed over."""
    try:
        frame_schema(sheet.table).validate(sheet.frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for (name, limit), rows in cases.groupby(["column", "check"], sort=True)["index"]:
            where = np.zeros(len(sheet.rows), dtype=bool)
            where[rows.to_numpy(dtype=np.int64)] = True
            yield from _at(sheet, name, where, limit)


def _at(sheet: Sheet, name: str, where: npt.NDArray[np.bool_], limit: str) -> Iterator[Finding]:
    cells = sheet.frame[name].to_numpy()
    column = next(column for column in columns_of(sheet.table) if column.name == name)

    def cause(row: int) -> str:
        return f"{_shown(cells[row], column)} is {limit}"

    yield from at_rows(OUT_OF_RANGE, sheet, name, where, cause, "Correct it, and check the unit")


def _checks(column: Column) -> list[Any]:
    checks = []
    if column.low is not None:
        if column.above:
            checks.append(pandera.Check.gt(column.low, error=f"not above {_shown(column.low, column)}"))
        else:
            checks.append(pandera.Check.ge(column.low, error=f"below {_shown(column.low, column)}"))
    if column.high is not None:
        checks.append(pandera.Check.le(column.high, error=f"above {_shown(column.high, column)}"))
    return checks


def _shown(value: float, column: Column) -> str:
    return clock_text(int(value)) if column.kind is Kind.CLOCK else f"{value:.15g}"
