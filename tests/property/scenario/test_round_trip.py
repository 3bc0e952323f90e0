"""What is written is what is read, for any ids, texts, numbers and instants."""

import math
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from optimizer.scenario.base import WRITTEN
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.columns import Kind, columns_of
from optimizer.scenario.load import load
from optimizer.scenario.parse import parse
from optimizer.scenario.rows import TABLES, Product
from optimizer.scenario.sheet import TextSheet
from optimizer.scenario.write import write
from tests.helpers.scenarios import write_small_scenario

LETTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="|")
IDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
AMOUNTS = st.floats(0, 1e9, allow_nan=False)
INSTANTS = st.datetimes(datetime(2025, 3, 1), datetime(2026, 3, 3), timezones=st.just(UTC))


@settings(max_examples=15, deadline=None)
@example([("A", 'a\rb\n,"', 0.1)], [datetime(2025, 11, 2, 6, tzinfo=UTC)] * 5)
@given(
    st.lists(st.tuples(IDS, TEXTS, AMOUNTS), min_size=1, max_size=6),
    st.lists(INSTANTS, min_size=5, max_size=5),
)
def test_any_scenario_comes_back(products: list[tuple[str, str, float]], instants: list[datetime]) -> None:
    """Ids and names in any script, amounts to the last digit, instants over changes of the clocks."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        scenario = load(write_small_scenario(folder / "a", settings={"zone": "America/New_York"}))
        rows = [
            Product(id=key, name=text, weight_kg=1, volume_l=1, value_per_unit=amount)
            for key, text, amount in products
        ]
        known = {row.id: row for row in [*scenario.products, *rows]}
        placed = pd.Series(pd.DatetimeIndex(instants).as_unit("ns"))
        none = pd.Series([pd.NaT] * len(placed), dtype=placed.dtype)
        orders = scenario.orders.assign(placed_at=placed, window_start=none, window_end=none)
        wanted = scenario.replace(products=tuple(known.values()), orders=orders)
        write(wanted, folder / "b")
        found = load(folder / "b")
        assert found.products == wanted.products
        pd.testing.assert_frame_equal(found.orders, wanted.orders)


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "1",
            "-1",
            "1.5",
            "1e3",
            "1e12",
            "nan",
            "inf",
            "09:00",
            "9:00",
            "24:00",
            "25:00",
            "mon|tue",
            "ambient",
            "a|b",
            "store",
            "007",
            "1,000",
            "true",
            "1_0",
            "٣",
        ]
    ),
    st.text(LETTERS, max_size=6).map(str.strip),
    st.floats(allow_nan=True).map(repr),
    st.integers(-10, 10**13).map(str),
)
ADAPTERS = {
    (table, name): TypeAdapter(model.__pydantic_fields__[name].rebuild_annotation())
    for table, (model, _, _) in TABLES.items()
    for name in model.model_fields
}


def accepted(table: str, name: str, cell: str) -> tuple[bool, Any]:
    """Return whether pydantic accepts a cell, and what it makes of it."""
    try:
        return True, ADAPTERS[table, name].validate_python(cell, context=WRITTEN)
    except ValidationError:
        return False, None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(ADAPTERS)), CELLS)
def test_cells_are_read_as_the_row_models_read_them(column: tuple[str, str], cell: str) -> None:
    """The quick reading of whole columns accepts what the row model accepts, and reads it as the same value."""
    table, name = column
    described = next(one for one in columns_of(table) if one.name == name)
    if described.kind in (Kind.DATE, Kind.INSTANT) or not cell:
        return  # stricter than pydantic by intent; an empty cell is no value but the default
    texts = {one.name: np.array([""], dtype=object) for one in columns_of(table)} | {
        name: np.array([cell], dtype=object)
    }
    sheet, findings = parse(TextSheet(table, "x.csv", texts, np.array([2])), LocalClock("UTC"))
    bad = [finding for finding in findings if finding.place.column == name]
    ok, value = accepted(table, name, cell)
    if "_" in cell or (described.kind is Kind.WHOLE and "e" in cell.lower()):
        return  # 1_0 is refused and 1e3 read as a whole number, unlike pydantic
    assert (not bad) is ok
    if ok:
        assert sheet is not None
        found = sheet.frame[name].iloc[0]
        assert found == value or (isinstance(value, float) and math.isclose(found, value, rel_tol=0))
