import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.strategy.attribution import order_costs, share_out
from optimizer.strategy.plan import Plan
from tests.helpers.plan_scenario import ROUTE
from tests.helpers.plans import edited, hand_made_plan
from tests.helpers.strategy import hand_made_context

PLAN = hand_made_plan()


def _of(plan: Plan, component: Component, ref: str, amount: int) -> dict[str, int]:
    """Shares of one line of the plan."""
    kind = next(line.kind for line in PLAN.cost_lines if line.component == component)
    shares = order_costs(
        hand_made_context(), plan.replace(cost_lines=(CostLine(component, kind, ref, amount),))
    )
    return {order: share for order, share in shares.items() if share}


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (10, {"a": 1, "b": 1, "c": 1}, [("a", 4), ("b", 3), ("c", 3)]),
        (10, {"b": 1, "a": 3}, [("a", 8), ("b", 2)]),
        (7, {"a": 0.2, "b": 0.8}, [("a", 1), ("b", 6)]),
        (-5, {"a": 1, "b": 1}, [("a", -2), ("b", -3)]),
        (0, {"a": 1}, [("a", 0)]),
        (5, {}, []),
        (5, {"a": 0.0}, []),
    ],
)
def test_whole_units_go_by_the_largest_remainder(
    amount: int, weights: dict[str, float], shares: list[tuple[str, int]]
) -> None:
    """Rounded down, then one each to the largest remainders, ties to the smaller key."""
    assert share_out(amount, weights) == shares


def test_shares_add_up_to_the_total_of_the_plan() -> None:
    """Every order of the book has its share, the one that is not served too."""
    shares = order_costs(hand_made_context(), PLAN)
    assert sum(shares.values()) == PLAN.total == 16175
    assert set(shares) == {f"O{number}" for number in range(1, 9)}


def test_lines_of_an_order_are_its_own() -> None:
    """What is booked for a shipment or an unserved order is not shared."""
    lines = [line for line in PLAN.cost_lines if line.kind in ("shipment", "order")]
    shares = order_costs(hand_made_context(), PLAN.replace(cost_lines=tuple(lines)))
    # 1.90 handling, 3.50 carrier, 0.09 returns, 0.50 emissions
    assert shares["O1"] == 599
    assert shares["O8"] == 3500


def test_half_of_a_route_goes_by_stops_and_half_by_distance() -> None:
    """4000 m and 5100 m from W, 4550 m on average: 1 + 4000 / 4550 against 1 + 5100 / 4550."""
    shares = _of(PLAN, Component.FLEET_FIXED, ROUTE, 2000)
    assert shares == {"O2": round(2000 * 8550 / 18200), "O3": round(2000 * 9650 / 18200)}


def test_a_lane_is_shared_by_the_orders_it_carries_alike() -> None:
    """With O1 on the truck of O5 each pays a half, whatever they weigh."""
    plan = edited(
        PLAN, "shipments", {"order": "O1"}, option="locker", departure="2025-03-03T18:00", point="K"
    )
    assert _of(plan, Component.LINEHAUL, "L2|2025-03-03T18:00", 1060) == {"O1": 530, "O5": 530}


def test_a_day_of_a_site_is_shared_by_its_shipments_alike() -> None:
    """O4 leaves S and is collected there, O6 is carried out: one share each; W sends four orders, K hands over one."""
    assert _of(PLAN, Component.SITE_FIXED, "S|2025-03-03", 200) == {"O4": 100, "O6": 100}
    assert _of(PLAN, Component.SITE_FIXED, "W|2025-03-03", 1000) == dict.fromkeys(
        ("O1", "O2", "O3", "O5"), 250
    )
    assert _of(PLAN, Component.SITE_FIXED, "K|2025-03-03", 100) == {"O5": 100}


def test_stock_is_shared_by_all_orders_alike() -> None:
    """Holding and moves serve no order more than another: eight shares, the odd cents to the first ids."""
    for component, ref in ((Component.HOLDING, "W"), (Component.REPLENISHMENT, "L3|2025-03-03")):
        assert _of(PLAN, component, ref, 17) == {**{f"O{n}": 2 for n in range(1, 9)}, "O1": 3}
