"""Whatever the seed, a template gives a scenario that loads."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.generate.template import generate
from optimizer.scenario.load import load
from optimizer.scenario.write import write

FRAMES = ("stock", "demand_forecast", "customers", "orders", "order_lines", "matrix")
MODELS = ("settings", "sites", "products", "vehicle_types", "lanes", "carrier_rates")


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), orders=st.integers(20, 400))
def test_any_seed_gives_a_scenario_that_loads_as_it_was_made(seed: int, orders: int) -> None:
    """Written and loaded again, every table is the same; a district without customers is all there is to warn of."""
    made = generate(orders=orders, seed=seed)
    with TemporaryDirectory() as folder:
        write(made, Path(folder))
        loaded = load(Path(folder))
    # the forecast covers all districts, and few orders do not reach them all
    assert {warning.code for warning in loaded.warnings} <= {"unknown-district"}
    for table in FRAMES:
        pd.testing.assert_frame_equal(getattr(made, table), getattr(loaded, table))
    for table in MODELS:
        assert getattr(made, table) == getattr(loaded, table)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), orders=st.integers(20, 400))
def test_at_most_a_tenth_of_the_orders_has_a_window(seed: int, orders: int) -> None:
    """Windows stay the exception, whatever is drawn."""
    assert generate(orders=orders, seed=seed).orders["window_start"].notna().mean() <= 0.1
