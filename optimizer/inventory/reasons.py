"""Why expected demand stays short, and the smallest change that would serve it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.inventory.leftover import Case, Level, unused_kg
from optimizer.inventory.problem import IntArray, Problem
from optimizer.inventory.solution import Solution

NO_SOURCE = code(
    "stock-no-source",
    "No site can serve the zone with the product.",
    "Offer an option that lets a site serve the zone with it.",
)
SHORT_EVERYWHERE = code(
    "stock-short-everywhere",
    "All stock that could be there in time is already used.",
    "Order the missing units for a site that serves the zone.",
)
NO_LANE = code(
    "stock-no-lane",
    "Stock is left elsewhere, but no lane leads from it to a site that serves the zone.",
    "Add a lane, or let the site that has stock serve the zone.",
)
TOO_LATE = code(
    "stock-too-late",
    "Stock is left that could come, but not by the day it is wanted.",
    "Let the stock arrive or leave earlier, or use a faster lane.",
)
LANE_CAPACITY = code(
    "stock-lane-capacity",
    "Stock could come in time, but the lanes it needs are full.",
    "Raise the lane's capacity on the day.",
)
STORAGE_FULL = code(
    "stock-storage-full",
    "Stock could come in time and be worth its way, but a site on the way has no room overnight.",
    "Raise the storage, or let the stock arrive on the day it is wanted.",
)
NOT_WORTH_MOVING = code(
    "stock-not-worth-moving",
    "Bringing the stock costs more than leaving the demand short.",
    "Raise the shortage cost, or lower the cost of the way.",
)
SEARCH_ENDED = code(
    "stock-search-ended",
    "The search ended before it found the better plan that serves this demand.",
    "Allow more time, or a smaller gap.",
)

#: Relative tolerance when a way's cost is compared with the shortage cost.
_TOLERANCE = 1e-6


@dataclass
class _Tally:
    """Units short for one reason, and the most telling instance of it."""

    units: int = 0
    worst: int = 0
    detail: str = ""
    fix: str = ""


@dataclass(frozen=True)
class _Cause:
    """One reason of one shortage."""

    reason: str
    units: int
    detail: str
    fix: str


def explain(
    problem: Problem, solution: Solution, held: IntArray, unplanned: frozenset[int] = frozenset()
) -> tuple[Unserved, ...]:
    """Give every shortage its reason, one entry per product, zone and reason.

    Judged one unit at a time against the finished plan: what is free after it, and the ways still open.

    Parameters
    ----------
    problem
        What was asked.
    solution
        The plan.
    held
        Its end-of-day stock, shape (S, P, D).
    unplanned
        Indices of products the search did not get to.

    Returns
    -------
    Entries of kind ``demand`` with id ``product|zone``, in the order of products and zones.
    """
    product_of = {value: index for index, value in enumerate(problem.products)}
    zone_of = {value: index for index, value in enumerate(problem.zones)}
    keys = sorted(
        (product_of[item.product], zone_of[item.zone], item.day, item.quantity) for item in solution.shortages
    )
    spare_kg = unused_kg(problem, solution)
    case: Case | None = None
    tallies: dict[tuple[int, int, str], _Tally] = {}
    for product, zone, day, units in keys:
        if case is None or case.product != product:
            case = Case(problem, product, held, spare_kg)
        for cause in _causes(case, zone, day, units, searched=product not in unplanned):
            tally = tallies.setdefault((product, zone, cause.reason), _Tally())
            tally.units += cause.units
            if cause.units > tally.worst:
                tally.worst, tally.detail, tally.fix = cause.units, cause.detail, cause.fix
    return tuple(
        Unserved(
            kind="demand",
            id=f"{problem.products[product]}|{problem.zones[zone]}",
            reason=reason,
            detail=f"{tally.units} units short; {tally.detail}",
            fix=tally.fix,
        )
        for (product, zone, reason), tally in tallies.items()
    )


def _causes(case: Case, zone: int, day: int, units: int, *, searched: bool) -> Iterator[_Cause]:
    """Divide the units short by what stands in their way, the nearest obstacle first."""
    problem = case.problem
    serving = np.flatnonzero(np.isfinite(problem.serve_cost[zone, :, case.product]))
    name = problem.products[case.product]
    if not serving.size:
        fix = f"let one site serve {problem.zones[zone]} with {name}"
        yield _Cause(NO_SOURCE, units, f"no site serves {problem.zones[zone]} with {name}", fix)
        return
    explained = 0
    if case.any_free():
        for level in Level:
            part = min(units, case.reachable_units(zone, day, level)) - explained
            if part > 0:
                explained += part
                yield _obstructed(case, zone, day, part, level, searched=searched)
        for count, cause in ((case.connected_units(serving), _late), (case.total_units(), _apart)):
            part = min(units, count) - explained
            if part > 0:
                explained += part
                yield cause(case, zone, day, part)
    if explained < units:
        left = units - explained
        nearest = int(serving[np.argmin(problem.serve_cost[zone, serving, case.product])])
        fix = f"{left} units more of {name} at {problem.sites[nearest]} by day {day}"
        yield _Cause(SHORT_EVERYWHERE, left, f"no stock is left for {left} on day {day}", fix)


def _obstructed(case: Case, zone: int, day: int, units: int, level: Level, *, searched: bool) -> _Cause:
    """Stock that is there in time, were it not for lanes, storage, cost or time to search."""
    problem = case.problem
    way = case.cheapest(zone, day, level)
    price = float(problem.shortage_cost[case.product])
    start = problem.sites[way.site]
    if not searched:
        return _Cause(SEARCH_ENDED, units, "its product was not reached in time", "more time to search")
    # what costs nothing to leave short is never worth a way, not even one that saves holding
    if price <= 0 or way.extra >= price * (1 - _TOLERANCE):
        detail = (
            f"on day {day} the first unit would come from {start} at {way.extra:g}, short it costs {price:g}"
        )
        fix = f"a shortage cost above {way.extra:g}, or a way that is {way.extra - price:g} cheaper per unit"
        return _Cause(NOT_WORTH_MOVING, units, detail, fix)
    if level is Level.OPEN:
        detail = f"on day {day} units from {start} would cost {way.extra:g}, less than {price:g} short"
        return _Cause(SEARCH_ENDED, units, detail, "more time to search, or a smaller gap")
    if level is Level.STORED:
        litres = units * float(problem.volume_l[case.product])
        sites = " and ".join(problem.sites[site] for site in case.full_stops(way, zone, day))
        detail = f"on day {day} {units} from {start} would have to stay overnight at {sites}, which is full"
        return _Cause(STORAGE_FULL, units, detail, f"{litres:g} l more storage at {sites}")
    full = case.full_lanes(way, zone, day)
    weight = float(problem.weight_kg[case.product])
    needs = [
        f"{units * weight - float(case.spare_kg[lane, leave]):g} kg more on lane "
        f"{problem.lanes.ids[lane]} on day {leave}"
        for lane, leave in full
    ]
    detail = f"on day {day} {units} from {start} would need lanes that are full"
    return _Cause(LANE_CAPACITY, units, detail, " and ".join(needs))


def _late(case: Case, zone: int, day: int, units: int) -> _Cause:
    """Stock that could come, but after the day."""
    later = (
        then for then in range(day + 1, case.problem.days) if case.reachable_units(zone, then, Level.CROWDED)
    )
    first = next(later, None)
    name = case.problem.products[case.product]
    if first is None:
        detail = f"{units} could come only after the last day, wanted on day {day}"
        days = case.problem.days - day
        return _Cause(TOO_LATE, units, detail, f"{units} units of {name} at least {days} days earlier")
    detail = f"{units} could come on day {first} at the earliest, wanted on day {day}"
    return _Cause(TOO_LATE, units, detail, f"{units} units of {name} {first - day} days earlier")


def _apart(case: Case, zone: int, day: int, units: int) -> _Cause:
    """Stock at sites from which no lane leads to the zone."""
    problem = case.problem
    site = problem.sites[case.fullest()]
    detail = f"stock for {units} on day {day} is left at {site}, from which no lane leads there"
    fix = f"a lane for {units} units from {site} to a site that serves {problem.zones[zone]}"
    return _Cause(NO_LANE, units, detail, fix)
