import math
from pathlib import Path

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.fulfilment.problem import PoolVehicle, Problem, Split
from optimizer.options.table import Candidates
from optimizer.scenario.rows import Site
from optimizer.strategy.build.fulfilment import NO_LIMIT, fulfilment_problem, shift_s, site_throughput
from optimizer.strategy.context import Context
from optimizer.strategy.estimates import VanEstimates, by_van
from optimizer.strategy.stock import place_stock
from tests.helpers.plan_scenario import hand_made_scenario, with_row, with_settings
from tests.helpers.scenarios import changed
from tests.helpers.strategy import candidates_of, hand_made_context, row_of, small_context


def _problem(context: Context) -> tuple[Candidates, Problem]:
    """Build the problem with vans estimated at 11, and 7 and 600 s a stop, and 9 units of everything everywhere."""
    found = candidates_of(context)
    on_van = by_van(found)
    per_van = np.full(len(found.pools), 11.0)
    estimates = VanEstimates(on_van, np.where(on_van, 7.0, 0.0), np.where(on_van, 600.0, 0.0), per_van)
    sites, products = len(context.scenario.sites), len(context.scenario.products)
    available = np.full((sites, products, context.settings.horizon.days), 9, dtype=np.int64)
    return found, fulfilment_problem(context, found, available, estimates)


def _unit_cost(problem: Problem, shipment: int, line: int = 0) -> float:
    entries = np.flatnonzero(problem.entry_shipment == shipment)
    return float(problem.entry_unit_cost[entries[line]])


def test_a_shipment_costs_what_is_booked_once_for_it() -> None:
    """O1 by parcel: 1 + 0.40 handling, 3.50 carrier, 0.50 for 500 g at 1000 a tonne; 0.25 + 0.045 a unit."""
    found, problem = _problem(hand_made_context())
    row = row_of(found, "O1", "parcel")
    assert problem.shipments.fixed_cost[row] == pytest.approx(1.4 + 3.5 + 0.5)
    assert _unit_cost(problem, row) == pytest.approx(0.25 + 0.1 * 0.9 * 0.5)


def test_a_van_adds_what_it_is_estimated_at() -> None:
    """O2 by van: 1 handling and the estimate of 7, and ten minutes of the van's time."""
    found, problem = _problem(hand_made_context())
    row = row_of(found, "O2", "van")
    assert problem.shipments.fixed_cost[row] == pytest.approx(8)
    assert problem.shipments.pool_time_s[row] == 600
    assert problem.pools[problem.shipments.pool[row]].id == "W/2025-03-03@evening"


def test_collecting_and_the_partner_cost_what_is_booked() -> None:
    """O4 at S: 0.50 + 0.50, 0.10 + 0.1 * 0.30 * 0.5 a unit. O7 by the partner: 4 and 8 h late at 1.50, 2 + 0.045."""
    found, problem = _problem(hand_made_context())
    collect, partner = row_of(found, "O4", "collect"), row_of(found, "O7", "dropship")
    assert problem.shipments.fixed_cost[collect] == pytest.approx(1)
    assert _unit_cost(problem, collect) == pytest.approx(0.115)
    assert problem.shipments.fixed_cost[partner] == pytest.approx(4 + 12)
    assert _unit_cost(problem, partner) == pytest.approx(2.045)


def test_linehaul_pays_by_the_unit_and_shares_trucks() -> None:
    """O5: 1 + 0.30; 0.25 + 0.1 + 2 kg at 0.05 + 10 g at 1000 a tonne + returns; two trucks of 4 kg at 5 each."""
    found, problem = _problem(hand_made_context())
    row = row_of(found, "O5", "locker")
    assert problem.shipments.fixed_cost[row] == pytest.approx(1.3)
    assert _unit_cost(problem, row) == pytest.approx(0.25 + 0.2 + 0.01 + 0.045)
    pool = problem.pools[problem.shipments.pool[row]]
    assert pool.id == "L2|2025-03-03T18:00"
    assert pool.vehicles == (PoolVehicle("truck", 2, 5.0, (4.0, NO_LIMIT), NO_LIMIT),)


def test_a_van_pool_holds_the_vehicles_of_its_depot() -> None:
    """30 kg and 60 l, 20 euro and the 11 that its stops do not add, five hours of the wave."""
    _, problem = _problem(hand_made_context())
    pool = next(one for one in problem.pools if one.id == "W/2025-03-03@evening")
    assert pool.vehicles == (PoolVehicle("V", 1, 31.0, (30.0, 60.0), 5 * 3600.0),)
    scenario = with_row(hand_made_scenario(), "vehicle_types", "V", capacity_l=None)
    _, wide = _problem(hand_made_context(scenario))
    assert wide.pools[0].vehicles[0].capacity[1] == NO_LIMIT


def test_loads_are_kilograms_and_litres_of_a_unit() -> None:
    """Rounded up to the gram and millilitre, as vans are loaded."""
    scenario = with_row(hand_made_scenario(), "products", "B", weight_kg=0.5001)
    _, problem = _problem(hand_made_context(scenario))
    assert problem.load.tolist() == [[2.0, 4.0], [0.501, 1.0]]


def test_an_order_unserved_costs_by_its_units() -> None:
    """O2: margin 8 + 2 * 4 and a penalty of 3, a third of it for the A and two for the B."""
    _, problem = _problem(hand_made_context())
    lines = [number for number, order in enumerate(problem.line_order) if problem.orders[order] == "O2"]
    assert problem.unserved_cost[lines].tolist() == pytest.approx([19 / 3, 38 / 3])


def test_orders_sources_and_stock_are_the_scenario_s() -> None:
    """In order of arrival; all sites, in use or not; the stock as given."""
    context = hand_made_context()
    _, problem = _problem(context)
    assert problem.orders == context.book.ids
    assert problem.sources == ("SUP", "W", "S", "K", "P")
    assert (problem.available == 9).all()
    assert problem.days == 3
    assert (problem.dates, problem.currency) == (("2025-03-03", "2025-03-04", "2025-03-05"), "EUR")


def test_stock_placed_is_stock_to_sell() -> None:
    """What the stock stage leaves has the shape the orders are served from."""
    context = hand_made_context()
    found = candidates_of(context)
    placed = place_stock(context, Params(seed=1))
    nothing = VanEstimates(
        by_van(found), np.zeros(len(found)), np.zeros(len(found)), np.zeros(len(found.pools))
    )
    problem = fulfilment_problem(context, found, placed.available, nothing)
    assert problem.available[1, 0, 0] == 8


def test_splitting_follows_the_policy() -> None:
    """None by default; by line and in part where the policy says so."""
    _, problem = _problem(hand_made_context())
    assert (problem.split, problem.partial) == (Split.NONE, False)
    loose = with_settings(hand_made_scenario(), "policies.delivery", split="line", partial=True)
    _, problem = _problem(hand_made_context(loose))
    assert (problem.split, problem.partial) == (Split.LINE, True)


def test_a_closed_site_sends_nothing(tmp_path: Path) -> None:
    """W1 sends 100 units a day and is closed on Tuesdays; the others have no limit."""
    sites = changed("sites", "W1", throughput_units_per_day=100, closed_days="tue")
    _, problem = _problem(small_context(tmp_path, sites=sites))
    assert problem.capacity[0].tolist() == [100, 0, 100]
    assert np.isinf(problem.capacity[1:]).all()


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        ({}, math.inf),
        ({"throughput_units_per_day": 80}, 80),
        ({"staff_per_hour": 2, "units_per_staff_hour": 5, "opens": 600, "closes": 1230}, 105),
        ({"throughput_units_per_day": 80, "staff_per_hour": 2, "units_per_staff_hour": 5}, 80),
        ({"staff_per_hour": 2}, math.inf),
    ],
)
def test_throughput_is_the_lower_of_site_and_staff(cells: dict[str, float], units: float) -> None:
    """Two persons at five units an hour for 10.5 hours; staff counts only with its rate."""
    site = Site.model_validate({"id": "W", "kind": "warehouse", "lat": 37, "lon": 127, **cells})
    assert site_throughput(site) == units


def test_a_van_works_while_shift_and_wave_overlap() -> None:
    """16:00 to 21:00, of which a shift from 18:00 leaves three hours and one until noon none."""
    scenario = hand_made_scenario()
    van, wave = scenario.vehicle_types[0], scenario.settings.waves["evening"]
    assert shift_s(van, wave) == 5 * 3600
    assert shift_s(van.model_copy(update={"shift_start": 18 * 60}), wave) == 3 * 3600
    assert shift_s(van.model_copy(update={"shift_end": 12 * 60, "shift_start": 0}), wave) == 0
