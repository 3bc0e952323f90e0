import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from optimizer.inventory.problem import Problem
from optimizer.options.calendar import Calendar
from optimizer.scenario.rows import LaneRow
from optimizer.strategy.build.stock import days_on_the_way, inbound_cost, stock_problem
from tests.helpers.scenarios import changed, small_rows
from tests.helpers.strategy import hand_made_context, small_context, tiny_context


def _lane(**cells: Any) -> LaneRow:  # noqa: ANN401
    return LaneRow.model_validate({"id": "L", "from_site": "A", "to_site": "B", **cells})


def _calendar(zone: str = "Asia/Seoul", start: str = "2025-03-03", days: int = 3) -> Calendar:
    return Calendar(zone, date.fromisoformat(start), days)


def _of(problem: Problem, array: str, site: str, product: str) -> Any:  # noqa: ANN401
    return getattr(problem, array)[problem.sites.index(site), problem.products.index(product)]


@pytest.mark.parametrize(
    ("departs", "transit_h", "spent"),
    [
        ("00:00", 0, 0),
        ("06:00", 2, 0),
        ("06:00", 2.1, 1),
        ("22:00", 8, 1),
        ("22:00", 11, 2),
        ("24:00", 8, 1),
        ("06:00", 2 + 1 / 3600, 1),
        ("06:00", 72, 3),
    ],
)
def test_goods_that_arrive_by_eight_are_on_hand_that_day(departs: str, transit_h: float, spent: int) -> None:
    """On the day of arrival until 08:00, to the second, and on the next day after it."""
    assert (
        days_on_the_way(_calendar(), _lane(departs=departs, transit_h=transit_h), 480).tolist() == [spent] * 3
    )


def test_a_clock_change_may_make_goods_late() -> None:
    """Leaving at 20:00 for 12 hours is there at 08:00, but at 09:00 where the clock jumps ahead in the night."""
    calendar = _calendar("Europe/Berlin", "2026-03-27", 4)
    assert days_on_the_way(calendar, _lane(departs="20:00", transit_h=12), 480).tolist() == [1, 2, 1, 1]


def test_a_lane_rests_when_its_transit_is_not_the_usual(tmp_path: Path) -> None:
    """The lane of that night would be on hand a day later than its transit says, so it does not leave."""
    lane = {"id": "W1-S1", "from_site": "W1", "to_site": "S1", "departs": "20:00", "transit_h": 12}
    context = small_context(
        tmp_path,
        settings={"zone": "Europe/Berlin", "horizon": {"start": "2026-03-27", "days": 4}},
        lanes=[lane],
        orders=[{**row, "placed_at": "2026-03-27T09:00"} for row in small_rows("orders")[:2]],
        order_lines=small_rows("order_lines")[:3],
        demand_forecast=None,
        stock=small_rows("stock")[:3],
    )
    lanes = stock_problem(context).lanes
    assert lanes.transit_days.tolist() == [1]
    assert lanes.operates.tolist() == [[True, False, True, True]]


def test_stock_is_what_may_be_used(tmp_path: Path) -> None:
    """5 tea of which 2 are protected are 3; a shelf that protects more than it holds has none to use."""
    problem = stock_problem(small_context(tmp_path / "a"))
    assert problem.sites == ("W1", "W2", "S1", "L1", "P1")
    assert (_of(problem, "opening", "S1", "tea"), _of(problem, "opening", "W1", "rice")) == (3, 20)
    assert problem.opening.sum() == 20 + 30 + 10 + 12 + 3 + 6
    stock = [{"site_id": "S1", "product_id": "tea", "on_hand": 2, "protected": 5}]
    assert stock_problem(small_context(tmp_path / "b", stock=stock)).opening.sum() == 0


def test_receipts_are_on_their_day_or_on_the_first(tmp_path: Path) -> None:
    """24 milk on day 1; what was due before the horizon is there from day 0, what comes after it never."""
    assert _of(stock_problem(small_context(tmp_path / "a")), "receipts", "W1", "milk").tolist() == [0, 24, 0]
    for day, due in (("2026-02-20", [24, 0, 0]), ("2026-03-05", [0, 0, 0])):
        stock = [{"site_id": "W1", "product_id": "milk", "date": day, "receipt": 24}]
        problem = stock_problem(small_context(tmp_path / day, stock=stock))
        assert _of(problem, "receipts", "W1", "milk").tolist() == due


def test_only_sites_in_use_hold_stock_and_send_it() -> None:
    """Tiny's vans use the warehouse alone."""
    problem = stock_problem(tiny_context("vans"))
    assert problem.sites == ("W",)
    assert problem.opening.tolist() == [[10, 5]]


def test_a_lane_runs_on_its_days_at_the_price_of_full_trucks(tmp_path: Path) -> None:
    """2 a unit, 3 a kg, 500 a truck of 100 kg: 2 + 8 * 10 a rice; Monday and Wednesday of three days."""
    lane = {
        "id": "W1-S1",
        "from_site": "W1",
        "to_site": "S1",
        "cost_per_unit": 2,
        "cost_per_kg": 3,
        "cost_per_truck": 500,
        "truck_kg": 100,
        "trucks": 2,
        "days": "mon|wed|fri",
    }
    lanes = stock_problem(small_context(tmp_path, lanes=[lane])).lanes
    assert lanes.ids == ("W1-S1",)
    assert (lanes.origin.tolist(), lanes.destination.tolist()) == ([0], [2])
    assert lanes.unit_cost[0].tolist() == pytest.approx([82.0, 3.6, 10.8])
    assert lanes.operates.tolist() == [[True, False, True]]
    assert lanes.capacity_kg.tolist() == [200.0]


def test_limits_that_nothing_can_reach_are_none(tmp_path: Path) -> None:
    """At most 111 units of at most 10 kg and 14 l: 1000 trucks of a ton, and 2000 l, are as good as endless."""
    lane = {"id": "W1-S1", "from_site": "W1", "to_site": "S1"}
    wide = stock_problem(
        small_context(tmp_path / "a", lanes=[lane], sites=changed("sites", "S1", storage_l=2000))
    )
    assert math.isinf(wide.lanes.capacity_kg[0])
    assert math.isinf(wide.storage_l[2])
    tight = stock_problem(small_context(tmp_path / "b", sites=changed("sites", "S1", storage_l=50)))
    assert tight.storage_l[2] == 50


def test_nothing_moves_where_stock_is_not_replenished() -> None:
    """``replenish: false`` leaves no lane."""
    problem = stock_problem(tiny_context("mixed"))
    assert problem.lanes.ids == ()
    assert problem.lanes.unit_cost.shape == (0, 2)
    assert problem.lanes.operates.shape == (0, 1)


def test_stock_is_held_at_its_purchase_cost_where_it_is_ours() -> None:
    """A: 12 * 0.365 / 365 a night at W, S and K; nothing at the supplier and the partner. B: 6 * 0.001."""
    problem = stock_problem(hand_made_context())
    held = dict(zip(problem.sites, problem.holding_cost.tolist(), strict=True))
    assert held["SUP"] == held["P"] == [0.0, 0.0]
    assert held["W"] == held["S"] == held["K"] == pytest.approx([0.012, 0.006])
    assert dict(zip(problem.sites, problem.unlimited.tolist(), strict=True)) == {
        "SUP": True,
        "W": False,
        "S": False,
        "K": False,
        "P": False,
    }


def test_a_unit_left_is_worth_less_than_buying_another() -> None:
    """A tenth of the margin, 0.80 of A; but at most 0.9 of its freight from SUP: 0.2 + 2 * (0.01 + 0.03) to W."""
    problem = stock_problem(hand_made_context())
    assert _of(problem, "end_value", "W", "A") == pytest.approx(0.9 * 0.28)
    # onwards to S at 0.3 a unit, to K at 0.1 + 2 * (0.05 + 5 / 4); no lane leads to P
    assert _of(problem, "end_value", "S", "A") == pytest.approx(0.9 * 0.58)
    assert _of(problem, "end_value", "K", "A") == pytest.approx(0.8)
    assert _of(problem, "end_value", "P", "A") == pytest.approx(0.8)
    assert _of(problem, "end_value", "SUP", "A") == 0
    assert problem.shortage_cost.tolist() == [8, 4]


def test_inbound_freight_is_the_cheapest_way_over_any_lanes() -> None:
    """To K over W: 0.28 + 2.7; nothing leads to the partner."""
    problem = stock_problem(hand_made_context())
    cost = inbound_cost(problem.lanes, problem.unlimited)
    assert cost[:, 0].tolist() == pytest.approx([0, 0.28, 0.58, 2.98, math.inf])
