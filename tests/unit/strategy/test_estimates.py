import math

import numpy as np
import pytest

from optimizer.strategy.estimates import (
    VanEstimates,
    by_van,
    cheapest_type,
    damped,
    first_estimates,
)
from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.strategy import candidates_of, hand_made_context, row_of


def test_only_own_vans_are_estimated() -> None:
    """Parcels have no pool, and linehaul's pool is a lane."""
    found = candidates_of(hand_made_context())
    vans = {found.key(row)[0] for row in np.flatnonzero(by_van(found)).tolist()}
    assert vans == {"O1", "O2", "O3", "O4", "O5", "O7", "O8"}
    assert not by_van(found)[row_of(found, "O5", "locker")]
    assert not by_van(found)[row_of(found, "O1", "parcel")]


def test_a_stop_pays_its_share_of_the_way_and_the_hop_from_its_neighbour() -> None:
    """O2: 4 km of 20 stops, and 1.6 times the 88.2 m to C1; 36 km/h, 5 minutes, 0.50 a km and 12 an hour."""
    context = hand_made_context()
    found = candidates_of(context)
    estimates = first_estimates(context, found)
    row = row_of(found, "O2", "van")
    hop_km = 6371.0088 * math.radians(0.001) * math.cos(math.radians(37.52))
    km = 2 * 4.0 / 20 + 1.6 * hop_km
    hours = km / 36 + 5 / 60
    assert estimates.cost[row] == pytest.approx(0.5 * km + 12 * hours, rel=1e-6)
    assert estimates.time_s[row] == pytest.approx(3600 * hours, rel=1e-6)


def test_a_lonely_stop_has_no_neighbour() -> None:
    """O8 is alone in its wave: 2.333 km there and back over 20 stops, and the service."""
    context = hand_made_context()
    found = candidates_of(context)
    estimates = first_estimates(context, found)
    km = 2 * 2.333 / 20
    hours = km / 36 + 5 / 60
    assert estimates.cost[row_of(found, "O8", "van")] == pytest.approx(0.5 * km + 12 * hours)


def test_what_is_not_by_van_is_not_estimated() -> None:
    """Cost and time are zero elsewhere, the vehicle's fixed cost nowhere."""
    found = candidates_of(hand_made_context())
    estimates = first_estimates(hand_made_context(), found)
    assert not estimates.cost[~estimates.on_van].any()
    assert not estimates.time_s[~estimates.on_van].any()
    dear = hand_made_context(with_row(hand_made_scenario(), "vehicle_types", "V", fixed_cost=1000))
    assert np.array_equal(first_estimates(dear, found).cost, estimates.cost)


def test_the_cheapest_vehicle_is_that_of_least_cost_per_kilometre_driven() -> None:
    """At 36 km/h an hour is 36 km: 0.50 + 12 / 36 against 0.70 + 3 / 36; ties go to the smaller id."""
    scenario = hand_made_scenario()
    van = scenario.vehicle_types[0]
    slow = van.model_copy(update={"id": "A", "cost_per_km": 0.7, "cost_per_h": 3.0})
    like = slow.model_copy(update={"id": "B"})
    context = hand_made_context(scenario.replace(vehicle_types=(van, like, slow)))
    assert cheapest_type(context, "W").id == "A"


def test_estimates_move_by_the_step() -> None:
    """Three quarters of the new figure and a quarter of the old; where there is no new one the old stays."""
    on_van = np.array([True, True])
    old = VanEstimates(on_van, np.array([8.0, 5.0]), np.array([400.0, 100.0]), np.array([0.0, 30.0]))
    found = VanEstimates(on_van, np.array([4.0, np.nan]), np.array([200.0, np.nan]), np.array([20.0, np.nan]))
    new = damped(old, found, 0.75)
    assert new.cost.tolist() == [5.0, 5.0]
    assert new.time_s.tolist() == [250.0, 100.0]
    assert new.van_cost.tolist() == [15.0, 30.0]
