"""Every shortage says why, and the smallest change that would end it."""

import pytest

from optimizer.core.errors import registered_codes
from optimizer.core.params import Params
from optimizer.core.result import Unserved
from optimizer.inventory.engines import solve
from optimizer.inventory.position import on_hand
from optimizer.inventory.problem import Problem
from optimizer.inventory.reasons import explain
from optimizer.inventory.solution import Shortage, Solution
from tests.helpers.inventory import Lane, make_problem


def _reasons(problem: Problem) -> tuple[Unserved, ...]:
    return solve(problem, Params(gap=0.0)).unserved


def test_no_site_serves_the_zone() -> None:
    """Where no option exists, stock would not help."""
    (item,) = _reasons(make_problem(opening={("W", "p"): 9}, demand={("Z", "p", 0): 4}))
    assert (item.kind, item.id, item.reason) == ("demand", "p|Z", "stock-no-source")
    assert item.fix == "let one site serve Z with p"


def test_stock_is_short_everywhere() -> None:
    """What is missing is named at the site that would serve it cheapest."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 3},
            demand={("Z", "p", 0): 10},
            serve={("Z", "A"): 5.0, ("Z", "B"): 2.0},
        )
    )
    assert item.reason == "stock-short-everywhere"
    assert item.detail.startswith("7 units short")
    assert item.fix == "7 units more of p at B by day 0"


def test_stock_comes_too_late() -> None:
    """A receipt after the day is named with the days by which it would have to come earlier."""
    (item,) = _reasons(
        make_problem(
            days=4,
            receipts={("W", "p", 3): 5},
            demand={("Z", "p", 1): 2},
            serve={("Z", "W"): 1.0},
        )
    )
    assert item.reason == "stock-too-late"
    assert item.fix == "2 units of p 2 days earlier"


def test_stock_that_no_departure_brings_within_the_horizon() -> None:
    """A lane that takes longer than there are days makes the stock too late, too."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            days=2,
            opening={("A", "p"): 5},
            demand={("Z", "p", 0): 2},
            serve={("Z", "B"): 1.0},
            lanes=[Lane("A", "B", 5, 1.0)],
        )
    )
    assert item.reason == "stock-too-late"
    assert item.fix == "2 units of p at least 2 days earlier"


def test_stock_without_a_lane() -> None:
    """Stock elsewhere that no lane connects is not called missing."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 5},
            demand={("Z", "p", 0): 2},
            serve={("Z", "B"): 1.0},
        )
    )
    assert item.reason == "stock-no-lane"
    assert item.fix == "a lane for 2 units from A to a site that serves Z"


def test_full_lane_is_named_with_the_weight_it_lacks() -> None:
    """The lane, its day and the kilograms that are missing after what it can still carry."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 9},
            demand={("Z", "p", 0): 5},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 0, 1.0, capacity_kg=7.0)],
            weight_kg=2.0,
        )
    )
    assert item.reason == "stock-lane-capacity"
    assert item.detail.startswith("2 units short")
    assert item.fix == "3 kg more on lane A-B on day 0"


def test_moving_that_costs_more_than_the_shortage() -> None:
    """Freight, serving and the forgone end value against the shortage, less the nights that are saved."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            days=2,
            opening={("A", "p"): 5},
            demand={("Z", "p", 1): 2},
            serve={("Z", "B"): 3.0},
            lanes=[Lane("A", "B", 1, 8.0)],
            holding=0.5,
            end_value=4.0,
            shortage=10.0,
        )
    )
    # 8 + 3 + 4 - 2 nights
    assert item.reason == "stock-not-worth-moving"
    assert item.fix == "a shortage cost above 14, or a way that is 4 cheaper per unit"


def test_no_way_leads_back_through_a_supplier() -> None:
    """Serving Z from S costs as much as leaving it short; that A's stock could go back to S makes it no cheaper."""
    (item,) = _reasons(
        make_problem(
            sites=("S", "A"),
            opening={("A", "p"): 1},
            demand={("Z", "p", 0): 1},
            serve={("Z", "S"): 0.25},
            lanes=[Lane("A", "S")],
            holding=0.25,
            shortage=0.25,
            unlimited=("S",),
        )
    )
    assert item.reason == "stock-not-worth-moving"
    assert "from S at 0.25" in item.detail


def test_full_storage_on_the_way() -> None:
    """Stock that could only come a day early, to a site that has no room overnight."""
    (item,) = _reasons(
        make_problem(
            sites=("A", "B"),
            days=2,
            opening={("A", "p"): 5},
            demand={("Z", "p", 1): 2},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 0, 1.0, days=(0,))],
            storage_l={"B": 1.0},
            volume_l=3.0,
        )
    )
    assert item.reason == "stock-storage-full"
    assert item.fix == "6 l more storage at B"


def test_one_shortage_may_have_several_reasons() -> None:
    """Ten short: two a full lane keeps back, three come later, five exist nowhere; no unit is told twice."""
    items = _reasons(
        make_problem(
            sites=("A", "B"),
            days=2,
            opening={("A", "p"): 3},
            receipts={("B", "p", 1): 3},
            demand={("Z", "p", 0): 11},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 0, 1.0, capacity_kg=1.0, days=(0,))],
        )
    )
    assert {item.reason: item.detail.split(" ", 1)[0] for item in items} == {
        "stock-lane-capacity": "2",
        "stock-too-late": "3",
        "stock-short-everywhere": "5",
    }


def test_days_of_one_zone_are_added_up() -> None:
    """One entry per product, zone and reason; its fix is that of the worst day."""
    (item,) = _reasons(
        make_problem(days=2, demand={("Z", "p", 0): 2, ("Z", "p", 1): 6}, serve={("Z", "W"): 1.0})
    )
    assert item.detail == "8 units short; no stock is left for 6 on day 1"


PROBLEM = make_problem(opening={("W", "p"): 4}, demand={("Z", "p", 0): 3}, serve={("Z", "W"): 1.0})


@pytest.mark.parametrize(("unplanned", "detail"), [((0,), "not reached"), ((), "less than 100 short")])
def test_a_plan_that_leaves_money_on_the_table(unplanned: tuple[int, ...], detail: str) -> None:
    """A shortage that stock at hand could have ended is the search's, not the planner's."""
    plan = Solution((), (), (Shortage("p", "Z", 0, 3),))
    (item,) = explain(PROBLEM, plan, on_hand(PROBLEM, plan), frozenset(unplanned))
    assert item.reason == "stock-search-ended"
    assert detail in item.detail


def test_reasons_are_registered() -> None:
    """Every reason can be looked up with its meaning and action."""
    known = {entry.code for entry in registered_codes()}
    assert {
        "stock-no-source",
        "stock-no-lane",
        "stock-short-everywhere",
        "stock-too-late",
        "stock-lane-capacity",
        "stock-storage-full",
        "stock-not-worth-moving",
        "stock-search-ended",
    } <= known
