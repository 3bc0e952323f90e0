"""Step 6: estimates become marginal costs of the routes found.

On a route: what leaving the delivery out would save. Not on one: its cheapest insertion. The fixed cost of a vehicle is
left out of both, since the number of vans is decided together with the orders. (Average shares would not do: fewer
stops make dearer shares make emptier vans.)

What stops save one at a time is less than they cost together: none of them saves the way out to the others and back.
The rest of a route's cost is a cost of its van; without it, one more van always seems cheaper than it is.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from optimizer.core.units import from_minor
from optimizer.options.table import Candidates
from optimizer.routing.marginal import InsertionTable, removal_saving
from optimizer.strategy.build.routing import COST_SCALE, client, wave_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import whole_order
from optimizer.strategy.estimates import VanEstimates, damped
from optimizer.strategy.fleet import Fleet, RoutedWave, delivery

FloatArray = npt.NDArray[np.float64]
#: Candidates asked for at a time: the matrices hold the routes' places and theirs.
_CHUNK = 400
#: A delivery that fits nowhere in its wave is priced this many times its estimate.
_DOES_NOT_FIT = 4.0


def updated_estimates(
    context: Context,
    candidates: Candidates,
    fleet: Fleet,
    old: VanEstimates,
    step: float,
) -> VanEstimates:
    """Move the estimates a step of 0 to 1 towards the marginal costs of the routes found."""
    cost, time_s = np.full(len(old.cost), np.nan), np.full(len(old.cost), np.nan)
    van_cost = np.full(len(old.van_cost), np.nan)
    number = {name: index for index, name in enumerate(candidates.pools)}
    by_pool: dict[str, list[int]] = {}
    for row in np.flatnonzero(old.on_van):
        by_pool.setdefault(candidates.pools[candidates.pool[row]], []).append(int(row))
    for wave in fleet.waves:
        rows = by_pool[wave.wave.pool]
        if wave.solution.routes:
            van_cost[number[wave.wave.pool]] = _removals(context, wave, cost)
            time_s[rows] = _stretch(wave, old) * old.time_s[rows]
        others = [row for row in rows if np.isnan(cost[row])]
        for start in range(0, len(others), _CHUNK):
            _insertions(context, candidates, wave, others[start : start + _CHUNK], old, cost)
    return damped(old, VanEstimates(old.on_van, cost, time_s, van_cost), step)


def _major(context: Context, units: float) -> float:
    return from_minor(1, context.settings.currency) * units / COST_SCALE


def _removals(context: Context, wave: RoutedWave, cost: FloatArray) -> float:
    """Write down what each stop would save; returns what a van costs beyond them and its fixed cost."""
    fixed = {kind.id: kind.fixed_cost for kind in wave.wave.problem.vehicle_types}
    rest = 0.0
    for route in wave.solution.routes:
        rest += _major(context, route.cost - fixed[route.vehicle_type])
        for visit in route.visits:
            saving = removal_saving(wave.wave.problem, route, visit.client)
            if len(route.visits) == 1:
                saving -= fixed[route.vehicle_type]
            row = wave.rows[visit.client]
            cost[row] = max(0.0, _major(context, saving))
            rest -= cost[row]
    return max(0.0, rest / len(wave.solution.routes))


def _stretch(wave: RoutedWave, old: VanEstimates) -> float:
    """Tell how many times the time estimated a stop takes.

    Together stops take the time of their routes; and if one van fewer did not do, the whole time of those vans and
    half of another, however early they are back.
    """
    routes, kinds = wave.solution.routes, wave.wave.problem.vehicle_type_by_id
    shifts = [end - start for start, end in (kinds[route.vehicle_type].shift for route in routes)]
    spent = sum(route.end - route.start for route in routes)
    needed = max(spent, sum(shifts) - max(shifts) / 2 if len(shifts) > 1 else 0)
    visited = [wave.rows[visit.client] for route in routes for visit in route.visits]
    return needed / max(1.0, float(old.time_s[visited].sum()))


def _insertions(
    context: Context,
    candidates: Candidates,
    wave: RoutedWave,
    rows: Iterable[int],
    old: VanEstimates,
    cost: FloatArray,
) -> None:
    asked = [delivery(context, candidates, whole_order(candidates, row)) for row in rows]
    routed = [visit.client for route in wave.solution.routes for visit in route.visits]
    mine = {one.id: one for one in wave.wave.problem.clients}
    extended = wave_problem(context, wave.wave.pool, (), (*wave.wave.places, *(one.place for one in asked)))
    places = {place: number for number, place in enumerate(extended.places)}
    # the extended matrices start with the wave's own places, so its clients keep their locations
    problem = extended.problem.replace(clients=tuple(mine[name] for name in routed))
    table = InsertionTable(problem, wave.solution)
    fixed = {kind.id: kind.fixed_cost for kind in problem.vehicle_types}
    for one in asked:
        found = table.cheapest(client(context, fixed, one, places[one.place], wave.wave.midnight))
        if found is None:
            cost[one.row] = _DOES_NOT_FIT * old.cost[one.row]
        else:
            new = fixed[found.vehicle_type] if found.route is None else 0
            cost[one.row] = max(0.0, _major(context, found.cost - new))
