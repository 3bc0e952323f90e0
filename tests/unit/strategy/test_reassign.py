import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.fulfilment import engines
from optimizer.fulfilment.problem import Problem
from optimizer.options.table import Candidates
from optimizer.strategy.build.fulfilment import fulfilment_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment, whole_order
from optimizer.strategy.estimates import first_estimates
from optimizer.strategy.reassign import without_vehicles
from optimizer.strategy.stock import place_stock
from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.strategy import candidates_of, hand_made_context, row_of

PARAMS = Params(seed=1)


def _problem(context: Context) -> tuple[Candidates, Problem]:
    found = candidates_of(context)
    stock = place_stock(context, PARAMS)
    return found, fulfilment_problem(context, found, stock.available, first_estimates(context, found))


def _kept(found: Candidates, *choices: tuple[str, str]) -> dict[int, ChosenShipment]:
    rows = [row_of(found, order, option) for order, option in choices]
    return {row: whole_order(found, row) for row in rows}


def _rest(context: Context, found: Candidates, problem: Problem, *orders: str) -> Problem:
    kept = _kept(found, ("O1", "parcel"), ("O5", "locker"), ("O4", "collect"))
    return without_vehicles(context, found, problem, kept, [context.book.index[order] for order in orders])


def test_only_the_orders_named_are_served_again() -> None:
    """O7 and O8, with their lines and what their lines cost unserved."""
    context = hand_made_context()
    found, problem = _problem(context)
    rest = _rest(context, found, problem, "O7", "O8")
    assert rest.orders == ("O7", "O8")
    assert rest.line_quantity.tolist() == [2, 4]
    # margin and penalty: 2 * 8 + 3, 4 * 8 + 3
    assert rest.unserved_cost.tolist() == [19, 35]


def test_neither_vans_nor_trucks_are_offered_again() -> None:
    """What is left are parcels, the partner and collecting where the goods lie."""
    context = hand_made_context()
    found, problem = _problem(context)
    rest = _rest(context, found, problem, "O7", "O8")
    assert set(rest.shipments.option) == {"parcel", "dropship", "collect"}
    assert rest.pools == ()
    assert set(rest.shipments.pool.tolist()) == {-1}
    assert set(rest.shipments.order.tolist()) == {0, 1}
    assert len(rest.entry_shipment) == len(rest.shipments.option)


def test_what_stays_has_taken_its_stock() -> None:
    """W: 8 A less 2 of O1 and 3 of O5; the three due on Tuesday come on top. S: 4 A less that of O4."""
    context = hand_made_context()
    found, problem = _problem(context)
    rest = _rest(context, found, problem, "O8")
    site, product = problem.sources.index, problem.products.index
    taken = problem.available[site("W"), product("A")] - rest.available[site("W"), product("A")]
    assert taken.tolist() == [5, 5, 5]
    assert rest.available[site("S"), product("A")].tolist() == [3, 3, 3]


def test_stock_promised_for_a_later_day_is_not_given_away_before() -> None:
    """Six A that leave W on Tuesday are missing on Monday unless as many arrive in between."""
    context = hand_made_context()
    found, problem = _problem(context)
    problem = problem.replace(available=np.full_like(problem.available, 6))
    row = row_of(found, "O5", "parcel", departure="2025-03-04T17:00")
    rest = without_vehicles(context, found, problem, {row: whole_order(found, row)}, [7])
    assert rest.available[problem.sources.index("W"), 0].tolist() == [3, 3, 3]


def test_what_stays_has_taken_its_throughput() -> None:
    """Of 7 units a day W has sent 2 of O1 and 3 of O5 on Monday."""
    context = hand_made_context(with_row(hand_made_scenario(), "sites", "W", throughput_units_per_day=7))
    found, problem = _problem(context)
    rest = _rest(context, found, problem, "O8")
    assert rest.capacity[problem.sources.index("W")].tolist() == [2, 7, 7]


@pytest.mark.parametrize(("places", "option"), [(1, "parcel"), (2, "collect")])
def test_what_stays_has_taken_its_places(places: int, option: str) -> None:
    """O4 is collected at S: with one place a day there is none for O1 there, with two there is."""
    context = hand_made_context(with_row(hand_made_scenario(), "sites", "S", pickup_orders_per_day=places))
    found, problem = _problem(context)
    kept = _kept(found, ("O4", "collect"))
    rest = without_vehicles(context, found, problem, kept, [context.book.index["O1"]])
    result = engines.solve(rest, PARAMS)
    assert result.solution is not None
    assert {one.option for one in result.solution.assignments} == {option}


def test_a_site_that_is_open_anyway_costs_nothing_more() -> None:
    """S on Monday is paid for by O4, W on Tuesday by nobody yet."""
    context = hand_made_context()
    found, problem = _problem(context)
    rest = _rest(context, found, problem, "O8")
    costs = {one.id: one.fixed_cost for one in rest.openings}
    assert (costs["S|2025-03-03"], costs["W|2025-03-03"], costs["W|2025-03-04"]) == (0, 0, 10)
