"""A small retailer of the template can be served, too."""

import pytest

from optimizer.generate.template import generate
from optimizer.strategy.comparison import compare
from optimizer.strategy.evaluate import evaluate


@pytest.mark.parametrize("seed", [1, 2])
def test_sixty_orders_have_a_strategy_to_recommend(seed: int) -> None:
    """Parcels alone are within the limits that the template sets."""
    scenario = generate(orders=60, seed=seed)
    found = compare([evaluate(scenario, "dc_parcel")], scenario.settings.limits, "dc_parcel")
    assert found.recommended == "dc_parcel"
