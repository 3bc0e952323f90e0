"""What a limit means in units, and where products compete."""

from dataclasses import replace

import numpy as np

from optimizer.inventory.capacity import lane_units, shared_lanes, shared_storage, storage_units, whole_units
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B"),
    products=("p", "q"),
    days=2,
    lanes=[Lane("A", "B", capacity_kg=0.3), Lane("B", "A")],
    weight_kg=(0.1, 2.0),
    volume_l=(3.0, 0.0),
    storage_l={"A": 10.0},
)


def test_a_limit_is_shared_by_two_products_with_weight() -> None:
    """A lane without limit is not shared, nor is storage that only one product takes up."""
    assert shared_lanes(PROBLEM).tolist() == [True, False]
    assert shared_storage(PROBLEM).tolist() == [False, False]
    both = PROBLEM.replace(volume_l=np.array([3.0, 1.0]))
    assert shared_storage(both).tolist() == [True, False]
    assert not shared_storage(both.replace(unlimited=np.array([True, False]))).any()


def test_a_product_that_may_not_travel_does_not_compete() -> None:
    """A lane that carries only one product is that product's alone."""
    lanes = replace(PROBLEM.lanes, unit_cost=np.array([[1.0, np.inf], [1.0, 1.0]]))
    assert not shared_lanes(PROBLEM.replace(lanes=lanes)).any()


def test_units_are_whole_and_rounding_does_not_lose_one() -> None:
    """0.3 kg is three units of 0.1 kg; 10 l are three units of 3 l; no volume is no limit."""
    assert lane_units(PROBLEM, 0)[0].tolist() == [3.0, 3.0]
    assert lane_units(PROBLEM, 1)[0].tolist() == [0.0, 0.0]
    assert np.isinf(lane_units(PROBLEM, 0)[1]).all()
    assert storage_units(PROBLEM, 0)[0].tolist() == [3.0, 3.0]
    assert np.isinf(storage_units(PROBLEM, 1)).all()


def test_an_overdrawn_limit_has_room_for_nothing() -> None:
    """What is left may be negative; then no unit fits."""
    assert whole_units(np.array([-1.0]), 0.5).tolist() == [0.0]
