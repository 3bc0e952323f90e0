"""Costs per unit."""

from pathlib import Path

from optimizer.core.cost import Component
from optimizer.options.offer import offer
from tests.helpers.scenarios import changed
from tests.unit.options.build import small


def test_only_partners_keep_a_commission(tmp_path: Path) -> None:
    """W1 has a commission rate by mistake; it is no partner. P1 keeps 10 %."""
    offered = offer(small(tmp_path, sites=changed("sites", "W1", commission_rate=0.3)), ["W1"])
    rates = offered.unit_costs[Component.PARTNER_COMMISSION].rates
    assert rates[:, 1].tolist() == [0, 0, 0, 0, 0.1]


def test_returns_cost_less_where_the_store_takes_them(tmp_path: Path) -> None:
    """1000 per unit, 300 in the store, of which customers pay 20 %: 800 and 240."""
    returns = {
        "cost_per_unit": 1000,
        "cost_per_unit_by_hand_over": {"store": 300},
        "customer_pays_share": 0.2,
    }
    offered = offer(small(tmp_path, {"policies": {"returns": returns}}), ["W1"])
    assert offered.unit_costs[Component.EXPECTED_RETURNS].rates[:, 1].tolist() == [800, 800, 240, 800]
