import math

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.options.table import Candidates
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.build.routing import wave_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import whole_order
from optimizer.strategy.estimates import VanEstimates, by_van
from optimizer.strategy.feedback import updated_estimates
from optimizer.strategy.fleet import route_fleet
from tests.helpers.strategy import candidates_of, row_of, tiny

PARAMS = Params(iteration_limit=50, seed=1)
#: An hour at 15,000 is 4166.67 thousandths of a won a second, for which the engine takes 4167.
CLOSE = 1e-4


def _context(scenario: Scenario | None = None) -> Context:
    return Context.of(scenario or tiny(), "vans")


def _estimates(found: Candidates, cost: float = 2000.0) -> VanEstimates:
    """Every delivery by van at one cost and a quarter of an hour, and nothing more for a van."""
    on_van = by_van(found)
    return VanEstimates(
        on_van, np.where(on_van, cost, 0.0), np.where(on_van, 900.0, 0.0), np.zeros(len(found.pools))
    )


def _updated(
    routed: tuple[str, ...], context: Context | None = None, step: float = 1.0
) -> tuple[Candidates, VanEstimates]:
    context = context or _context()
    found = candidates_of(context)
    rows = [row_of(found, order, "van") for order in routed]
    fleet = route_fleet(context, found, {row: whole_order(found, row) for row in rows}, PARAMS)
    return found, updated_estimates(context, found, fleet, _estimates(found), step)


def _costs(found: Candidates, estimates: VanEstimates, *orders: str) -> list[float]:
    return [float(estimates.cost[row_of(found, order, "van")]) for order in orders]


def test_on_a_route_a_stop_costs_what_leaving_it_out_would_save() -> None:
    """North without C4, C5 or C6 is still 12 km, so each saves its four minutes alone: 1000, not a third of 16000."""
    found, estimates = _updated(("O4", "O5", "O6"))
    assert _costs(found, estimates, "O4", "O5", "O6") == pytest.approx([1000] * 3, rel=CLOSE)


def test_what_leaving_out_saves_includes_the_way() -> None:
    """With C4 and C6 alone on 12 km: without C4 the van drives 6 + 6, without C6 4 + 5."""
    found, estimates = _updated(("O4", "O6"))
    assert _costs(found, estimates, "O4", "O6") == pytest.approx([1000, 3 * 750 + 1000], rel=CLOSE)


def test_the_last_stop_saves_its_route_but_not_the_van() -> None:
    """C4 alone: 9 km at 750 and the service; the 4000 of the van are decided elsewhere."""
    found, estimates = _updated(("O4",))
    assert _costs(found, estimates, "O4") == pytest.approx([9 * 750 + 1000], rel=CLOSE)


def test_off_the_routes_a_stop_costs_its_cheapest_insertion() -> None:
    """Beside C4 and C6, C5 lies on the way: only the service. O1 needs 9 km of its own, or 9 more on this route."""
    found, estimates = _updated(("O4", "O6"))
    assert _costs(found, estimates, "O5", "O1") == pytest.approx([1000, 9 * 750 + 1000], rel=CLOSE)


def test_what_fits_nowhere_is_priced_out() -> None:
    """The one van of 19 kg carries 18: no room for the 2 kg of O1, four times its estimate; O2 is 12 km more."""
    scenario = tiny()
    van = scenario.vehicle_types[0].model_copy(update={"count": 1, "capacity_kg": 19.0})
    context = _context(scenario.replace(vehicle_types=(van,)))
    found, estimates = _updated(("O5", "O6"), context)
    assert _costs(found, estimates, "O1", "O2") == [8000, pytest.approx(12 * 750 + 1000, rel=CLOSE)]


def test_half_a_step_meets_in_the_middle() -> None:
    """Between the old 2000 and the new 1000."""
    found, estimates = _updated(("O4", "O5", "O6"), step=0.5)
    assert _costs(found, estimates, "O4") == pytest.approx([1500], rel=CLOSE)


def test_what_no_stop_saves_alone_is_a_cost_of_the_van() -> None:
    """The 12 km of north at 750 remain whichever one of C4, C5 and C6 is left out."""
    _, estimates = _updated(("O4", "O5", "O6"))
    assert estimates.van_cost.tolist() == pytest.approx([12 * 750], rel=CLOSE)


def test_stops_and_vans_cost_together_what_the_routes_cost() -> None:
    """Of two routes, south and north: savings, the rest of each route and the fixed cost are the whole."""
    context = _context()
    found = candidates_of(context)
    rows = [row_of(found, order, "van") for order in ("O1", "O2", "O4", "O5", "O6")]
    fleet = route_fleet(context, found, {row: whole_order(found, row) for row in rows}, PARAMS)
    routes = fleet.waves[0].solution.routes
    estimates = updated_estimates(context, found, fleet, _estimates(found), 1.0)
    whole = sum(route.cost for route in routes) / 1000
    told = estimates.cost[rows].sum() + len(routes) * (estimates.van_cost[0] + 4000)
    assert len(routes) > 1
    assert told == pytest.approx(whole, rel=CLOSE)


def test_stops_take_as_much_longer_as_those_on_the_routes_do() -> None:
    """36 minutes over three stops that were expected to take 15 each, so a stop elsewhere takes 12, too."""
    found, estimates = _updated(("O4", "O5", "O6"))
    assert estimates.time_s[row_of(found, "O5", "van")] == pytest.approx(36 * 60 / 3)
    assert estimates.time_s[row_of(found, "O1", "van")] == pytest.approx(36 * 60 / 3)


def test_stops_that_need_a_second_van_take_more_than_the_first_offers() -> None:
    """20 kg in vans of 19: of the two shifts one and a half are gone, however short the routes."""
    scenario = tiny()
    van = scenario.vehicle_types[0].model_copy(update={"capacity_kg": 19.0})
    context = _context(scenario.replace(vehicle_types=(van,)))
    found, estimates = _updated(("O1", "O5", "O6"), context)
    wave = wave_problem(context, found.pools[0], ())
    start, end = wave.problem.vehicle_types[0].shift
    spent = sum(estimates.time_s[row_of(found, order, "van")] for order in ("O1", "O5", "O6"))
    assert spent == pytest.approx(1.5 * (end - start))


def test_without_routes_nothing_is_learnt() -> None:
    """No wave, so the estimates stay."""
    found, estimates = _updated(())
    assert set(_costs(found, estimates, "O1", "O2", "O3", "O4", "O5", "O6")) == {2000.0}


def test_estimates_stay_with_vans_and_finite() -> None:
    """No other candidate gets a cost, and none is infinite or negative."""
    context = Context.of(tiny(), "mixed")
    found = candidates_of(context)
    row = row_of(found, "O4", "van")
    fleet = route_fleet(context, found, {row: whole_order(found, row)}, PARAMS)
    estimates = updated_estimates(context, found, fleet, _estimates(found), 1.0)
    assert not estimates.cost[~by_van(found)].any()
    assert all(math.isfinite(cost) and cost >= 0 for cost in estimates.cost.tolist())


def test_many_candidates_are_asked_for_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at a time give the same figures as all at once."""
    at_once = _updated(("O4",))[1].cost
    monkeypatch.setattr("optimizer.strategy.feedback._CHUNK", 2)
    assert np.array_equal(_updated(("O4",))[1].cost, at_once)
