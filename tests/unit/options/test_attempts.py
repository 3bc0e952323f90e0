"""Options tried in turn."""

from pathlib import Path

import numpy as np
import pytest

from optimizer.options.attempts import servable, try_one
from tests.helpers.scenarios import changed
from tests.unit.options.build import found, option, screen, small


@pytest.mark.parametrize("strategy", ["parcels", "all"])
def test_servable_orders_are_those_with_candidates(tmp_path: Path, strategy: str) -> None:
    """O1 is too heavy for parcels of 5 kg and its rice may go nowhere else; the cheap test finds the same orders."""
    scenario = small(
        tmp_path,
        {"options": option("parcel", max_weight_kg=5)},
        products=changed("products", "rice", eligible_options="parcel"),
    )
    table = found(scenario, strategy)
    expected = np.isin(np.arange(5), table.order)
    assert (
        servable(screen(scenario, strategy)).tolist() == expected.tolist() == [False, True, True, True, True]
    )


def test_only_the_orders_asked_for_are_tried(tmp_path: Path) -> None:
    """Of all orders, O3 alone by parcel from W1."""
    outcome = try_one(screen(small(tmp_path)), 0, 0, np.array([2]))
    assert outcome is not None
    assert set(outcome.drafts.order.tolist()) == {2}


def test_a_source_that_is_not_in_use_serves_nobody(tmp_path: Path) -> None:
    """The strategy excludes W1."""
    strategies = {"other": {"options": ["parcel"], "exclude_sites": ["W1"]}}
    assert try_one(screen(small(tmp_path, {"strategies": strategies}), "other"), 0, 0) is None
