"""A scenario as its strategies see it."""

from pathlib import Path

from optimizer.scenario.load import load
from optimizer.validate.view import see
from tests.helpers.scenarios import changed, write_small_scenario


def test_each_strategy_has_its_offer_and_served_orders(tmp_path: Path) -> None:
    """Rice goes by van only: `parcels` cannot serve O1, `all` can; O2's request is known to `all` alone."""
    products = changed("products", "rice", eligible_options="van")
    scenario = load(write_small_scenario(tmp_path / "s", products=products))
    world = see(scenario, ["parcels", "all"])
    served = {view.name: view.served.tolist() for view in world.views}
    assert served == {"parcels": [False, True, True, True, True], "all": [True] * 5}
    assert [view.screen.orders.requested_option[1] for view in world.views] == [-1, 3]
    assert world.views[0].screen.distance_m is world.views[1].screen.distance_m
    assert str(world.views[0].place) == "scenario.yaml, strategies.parcels"
