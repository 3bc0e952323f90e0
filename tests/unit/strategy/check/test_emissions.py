import pytest

from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import build_context
from optimizer.strategy.check.emissions import emissions
from tests.helpers.plan_scenario import ROUTE, SITES_IN_USE, hand_made_scenario
from tests.helpers.plans import hand_made_plan


def test_grams_come_from_routes_parcels_and_lanes() -> None:
    """12 km at 200 g, a parcel of 500 g, 10 kg at 10 g and 6 kg at 5 g, charged or not."""
    context = build_context(hand_made_scenario(), SITES_IN_USE)
    grams = {
        ref: amount for _, ref, amount in emissions(context, resolve(context, hand_made_plan())) if amount
    }
    assert grams == pytest.approx(
        {ROUTE: 2400, "O1|W|parcel|2025-03-03T17:00": 500, "L1|2025-03-03": 100, "L2|2025-03-03T18:00": 30}
    )
