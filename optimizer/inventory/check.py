"""Independent check of a written inventory plan: from problem and solution alone, no engine involved.

Rules: ``id`` every id and day exists; ``quantity`` whole and positive; ``lane`` the move follows its lane
and its days; ``lane-capacity`` weight per departure; ``stock`` no balance below zero; ``storage`` volume at
the end of each day; ``service`` no service where ``serve_cost`` is infinite; ``demand`` served plus short
equals demand; ``objective`` the engine's objective is the plan's cost.
"""

import math
from collections import Counter, defaultdict

from optimizer.core.errors import Violation
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Move, Served, Shortage, Solution

#: Relative tolerance of sums of floats: weights, volumes, costs.
TOLERANCE = 1e-6


class _Ids:
    """Positions of the planner's ids."""

    def __init__(self, problem: Problem) -> None:
        self.site = {value: index for index, value in enumerate(problem.sites)}
        self.product = {value: index for index, value in enumerate(problem.products)}
        self.zone = {value: index for index, value in enumerate(problem.zones)}
        self.lane = {value: index for index, value in enumerate(problem.lanes.ids)}


def check(problem: Problem, solution: Solution, objective: float | None = None) -> tuple[Violation, ...]:
    """List every rule that the written plan breaks.

    Parameters
    ----------
    problem
        What was asked.
    solution
        The written plan.
    objective
        The engine's objective; compared with :func:`cost` when given.

    Returns
    -------
    All violations, sorted; empty for a valid plan. Rules that need valid ids are only tested once all ids
    are.
    """
    ids = _Ids(problem)
    found = [*_unknown(problem, ids, solution), *_quantities(solution)]
    if not found:
        found += _lanes(problem, ids, solution.moves)
        found += _lane_capacity(problem, ids, solution.moves)
        found += _service(problem, ids, solution.served)
        found += _demand(problem, ids, solution)
        held = _held(problem, ids, solution)
        found += _stock(problem, held)
        found += _storage(problem, held)
        if objective is not None:
            found += _objective(cost(problem, solution), objective)
    return tuple(sorted(found))


def cost(problem: Problem, solution: Solution) -> float:
    """Recompute the objective from the written plan, in the problem's cost units.

    ``freight + serving + shortages + holding per night - value of what is left on the last day``; see
    :class:`~optimizer.inventory.problem.Problem`.

    Raises
    ------
    KeyError
        If the solution names an id the problem does not have.
    """
    ids = _Ids(problem)
    parts = [
        float(problem.lanes.unit_cost[ids.lane[move.lane], ids.product[move.product]]) * move.quantity
        for move in solution.moves
    ]
    parts += [
        float(problem.serve_cost[ids.zone[item.zone], ids.site[item.site], ids.product[item.product]])
        * item.quantity
        for item in solution.served
    ]
    parts += [
        float(problem.shortage_cost[ids.product[item.product]]) * item.quantity for item in solution.shortages
    ]
    last = problem.days - 1
    for (site, product), days in _held(problem, ids, solution).items():
        parts.append(float(problem.holding_cost[site, product]) * sum(days))
        parts.append(-float(problem.end_value[site, product]) * days[last])
    return math.fsum(parts)


def _unknown(problem: Problem, ids: _Ids, solution: Solution) -> list[Violation]:
    found = []
    places: tuple[tuple[dict[str, int], str], ...]
    for move in solution.moves:
        places = (
            (ids.product, move.product),
            (ids.lane, move.lane),
            (ids.site, move.origin),
            (ids.site, move.destination),
        )
        found += _absent(move, places, (move.depart_day, move.arrive_day), problem.days)
    for item in solution.served:
        places = ((ids.product, item.product), (ids.zone, item.zone), (ids.site, item.site))
        found += _absent(item, places, (item.day,), problem.days)
    for short in solution.shortages:
        places = ((ids.product, short.product), (ids.zone, short.zone))
        found += _absent(short, places, (short.day,), problem.days)
    return found


def _absent(
    entry: Move | Served | Shortage,
    names: tuple[tuple[dict[str, int], str], ...],
    days: tuple[int, ...],
    horizon: int,
) -> list[Violation]:
    found = [
        Violation("id", str(entry), f"{name!r} is not in the problem")
        for known, name in names
        if name not in known
    ]
    found += [
        Violation("id", str(entry), f"day {day} is not in 0..{horizon - 1}")
        for day in days
        if not 0 <= day < horizon
    ]
    return found


def _quantities(solution: Solution) -> list[Violation]:
    entries: list[Move | Served | Shortage] = [*solution.moves, *solution.served, *solution.shortages]
    return [
        Violation("quantity", str(entry), f"{entry.quantity!r} is not a positive whole number")
        for entry in entries
        if not isinstance(entry.quantity, int) or entry.quantity <= 0
    ]


def _lanes(problem: Problem, ids: _Ids, moves: tuple[Move, ...]) -> list[Violation]:
    lanes = problem.lanes
    found = []
    for move in moves:
        lane = ids.lane[move.lane]
        ends = (problem.sites[lanes.origin[lane]], problem.sites[lanes.destination[lane]])
        transit = int(lanes.transit_days[lane])
        faults = []
        if (move.origin, move.destination) != ends:
            faults.append(f"runs {ends[0]} to {ends[1]}, not {move.origin} to {move.destination}")
        if not lanes.operates[lane, move.depart_day]:
            faults.append(f"does not leave on day {move.depart_day}")
        if move.arrive_day - move.depart_day != transit:
            faults.append(f"takes {transit} days, not {move.arrive_day - move.depart_day}")
        if math.isinf(lanes.unit_cost[lane, ids.product[move.product]]):
            faults.append(f"does not carry {move.product}")
        if problem.unlimited[lanes.destination[lane]]:
            faults.append(f"leads to {ends[1]}, which never runs out")
        found += [Violation("lane", f"{move.lane} {move.product} day {move.depart_day}", f) for f in faults]
    return found


def _lane_capacity(problem: Problem, ids: _Ids, moves: tuple[Move, ...]) -> list[Violation]:
    load: dict[tuple[str, int], float] = defaultdict(float)
    for move in moves:
        load[move.lane, move.depart_day] += (
            float(problem.weight_kg[ids.product[move.product]]) * move.quantity
        )
    return [
        Violation("lane-capacity", f"{lane} day {day}", f"carries {kg} kg of {limit} kg")
        for (lane, day), kg in load.items()
        if kg > (limit := float(problem.lanes.capacity_kg[ids.lane[lane]])) + _slack(limit)
    ]


def _service(problem: Problem, ids: _Ids, served: tuple[Served, ...]) -> list[Violation]:
    return [
        Violation("service", f"{item.product} {item.zone} day {item.day}", f"{item.site} cannot serve it")
        for item in served
        if math.isinf(problem.serve_cost[ids.zone[item.zone], ids.site[item.site], ids.product[item.product]])
    ]


def _demand(problem: Problem, ids: _Ids, solution: Solution) -> list[Violation]:
    met: Counter[tuple[int, int, int]] = Counter()
    entries: list[Served | Shortage] = [*solution.served, *solution.shortages]
    for item in entries:
        met[ids.zone[item.zone], ids.product[item.product], item.day] += item.quantity
    asked = {
        (int(zone), int(product), int(day)): int(problem.demand[zone, product, day])
        for zone, product, day in zip(*problem.demand.nonzero(), strict=True)
    }
    return [
        Violation(
            "demand",
            f"{problem.products[key[1]]} {problem.zones[key[0]]} day {key[2]}",
            f"served plus short is {met[key]}, demand is {asked.get(key, 0)}",
        )
        for key in {*met, *asked}
        if met[key] != asked.get(key, 0)
    ]


def _held(problem: Problem, ids: _Ids, solution: Solution) -> dict[tuple[int, int], list[int]]:
    """End-of-day stock per (site, product) of every limited site that ever has any, one entry per day."""
    change: dict[tuple[int, int], list[int]] = {}
    limited = [site for site in range(len(problem.sites)) if not problem.unlimited[site]]
    for site in limited:
        for product in range(len(problem.products)):
            days = problem.receipts[site, product].tolist()
            days[0] += int(problem.opening[site, product])
            change[site, product] = days
    for move in solution.moves:
        product = ids.product[move.product]
        for name, day, units in (
            (move.origin, move.depart_day, -move.quantity),
            (move.destination, move.arrive_day, move.quantity),
        ):
            if (ids.site[name], product) in change:
                change[ids.site[name], product][day] += units
    for item in solution.served:
        key = (ids.site[item.site], ids.product[item.product])
        if key in change:
            change[key][item.day] -= item.quantity
    for days in change.values():
        for day in range(1, len(days)):
            days[day] += days[day - 1]
    return {key: days for key, days in change.items() if any(days)}


def _stock(problem: Problem, held: dict[tuple[int, int], list[int]]) -> list[Violation]:
    return [
        Violation(
            "stock",
            f"{problem.products[product]} at {problem.sites[site]} day {day}",
            f"{-units} units more leave than are there",
        )
        for (site, product), days in held.items()
        for day, units in enumerate(days)
        if units < 0
    ]


def _storage(problem: Problem, held: dict[tuple[int, int], list[int]]) -> list[Violation]:
    used: dict[tuple[int, int], float] = defaultdict(float)
    for (site, product), days in held.items():
        for day, units in enumerate(days):
            used[site, day] += float(problem.volume_l[product]) * units
    return [
        Violation("storage", f"{problem.sites[site]} day {day}", f"holds {litres} l of {limit} l")
        for (site, day), litres in used.items()
        if litres > (limit := float(problem.storage_l[site])) + _slack(limit)
    ]


def _objective(recomputed: float, objective: float) -> list[Violation]:
    if math.isclose(recomputed, objective, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
        return []
    return [Violation("objective", "plan", f"the engine says {objective}, the plan costs {recomputed}")]


def _slack(limit: float) -> float:
    return 0.0 if math.isinf(limit) else TOLERANCE * max(1.0, limit)
