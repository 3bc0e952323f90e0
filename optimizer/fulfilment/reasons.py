"""Why an order or line is left unserved, and the smallest change that would serve it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.core.units import minor_digits
from optimizer.fulfilment.insertion import Insertion, cheapest, pays, put, saved, take, whole_shipments
from optimizer.fulfilment.leftover import Leftover, Short
from optimizer.fulfilment.problem import Problem, Split
from optimizer.fulfilment.solution import Solution

NO_CANDIDATE = code(
    "order-no-candidate",
    "No shipment can carry what was ordered: no source, option and departure reach the customer.",
    "Offer an option, source or departure that reaches the customer, or allow splitting.",
)
NO_STOCK = code(
    "order-no-stock",
    "No source that could serve it has stock left in time.",
    "Provide the units named by the day named, allow splitting, or lower protection stock.",
)
SITE_CAPACITY = code(
    "order-site-capacity",
    "The sources that could serve it cannot handle more units on the day.",
    "Raise the throughput of a site named by the amount named, or add departures on other days.",
)
NO_VEHICLE = code(
    "order-no-vehicle",
    "The vehicles that could bring it are full or have no time left.",
    "Add the vehicles named, or offer the order another option.",
)
OPENING_LIMIT = code(
    "order-opening-limit",
    "The place where it would be handed over takes no more orders that day.",
    "Raise the limit of the place named, or offer the order another option or day.",
)
NOT_WORTH_COST = code(
    "order-not-worth-cost",
    "Serving it would cost more than leaving it unserved.",
    "Raise its unserved cost by the amount named, or offer a cheaper option.",
)
SEARCH_TIME = code(
    "order-search-time",
    "It could still be served at a gain; the search ended before it was.",
    "Allow more time or iterations, or use the exact engine.",
)

#: Reason by what is short, the scarcest resource to add first.
_REASON = {"stock": NO_STOCK, "site": SITE_CAPACITY, "opening": OPENING_LIMIT, "pool": NO_VEHICLE}

#: Places named in a fix; the others are counted.
_NAMED = 5


@dataclass(frozen=True)
class _Option:
    """One way to serve something: its shipment, its cost beyond what it saves, and what is short."""

    shipment: int
    excess: float
    short: tuple[Short, ...]


def explain(problem: Problem, solution: Solution) -> tuple[Unserved, ...]:
    """Return everything the plan leaves unserved, each with its reason and the smallest fix.

    Without ``partial`` orders are named, with it lines as ``order/line``. Fixes are found one at a time,
    against what the plan leaves of stock, capacity and vehicles.
    """
    leftover = Leftover(problem, solution)
    found: list[Unserved] = []
    for order in leftover.open_orders():
        lines = leftover.open_lines(order)
        if problem.partial:
            found += [_explained(problem, leftover, "line", _name(problem, line), [line]) for line in lines]
        else:
            found.append(_explained(problem, leftover, "order", problem.orders[order], lines))
    return tuple(found)


def _name(problem: Problem, line: int) -> str:
    """Id of a line."""
    return f"{problem.orders[problem.line_order[line]]}/{problem.line_ids[line]}"


def _explained(problem: Problem, leftover: Leftover, kind: str, name: str, lines: Sequence[int]) -> Unserved:
    """Return the reason and smallest fix for what is served together."""
    if not _candidates(problem, leftover, lines):
        fix = "a source, option and departure that can carry it"
        return Unserved(kind, name, NO_CANDIDATE, "no shipment can carry it", fix)
    gain = saved(problem, leftover, lines)
    way = cheapest(problem, leftover, lines)
    if pays(way.cost - gain, gain):
        return _search_time(kind, name)
    possible = math.isfinite(way.cost)
    if len(lines) == 1 or problem.split is Split.NONE:
        stuck = [option for option in _options(problem, leftover, lines, gain) if option.short]
        worth = [option for option in stuck if pays(option.excess, gain)]
        if worth or not possible:
            return _short_of(problem, leftover, kind, name, worth or stuck)
    if possible:
        return _not_worth(problem, leftover, kind, name, way, gain)
    return _stuck_line(problem, leftover, kind, name, way)


def _candidates(problem: Problem, leftover: Leftover, lines: Sequence[int]) -> bool:
    """Whether there is any shipment for what is open, room or not."""
    if problem.split is Split.NONE:
        return bool(whole_shipments(problem, leftover, lines))
    return all(leftover.shipments([line]) for line in lines)


def _options(problem: Problem, leftover: Leftover, lines: Sequence[int], gain: float) -> list[_Option]:
    """List the shipments that carry all the lines, each with its cost beyond what it saves and what is short."""
    found = []
    for shipment, entries in whole_shipments(problem, leftover, lines).items():
        units = [(entry, leftover.units(int(problem.entry_line[entry]))) for entry in entries]
        spend = sum(float(problem.entry_unit_cost[entry]) * each for entry, each in units)
        fixed = 0.0 if leftover.made(shipment) else float(problem.shipments.fixed_cost[shipment])
        short, opened = leftover.short(shipment, entries)
        found.append(_Option(shipment, spend + fixed + opened - gain, short))
    return found


def _stuck_line(problem: Problem, leftover: Leftover, kind: str, name: str, way: Insertion) -> Unserved:
    """Explain an order whose lines may come apart but are served all or none: by the line that is stuck."""
    put(leftover, way.carried)
    # a single line's unserved cost is no measure here: the order's other lines may pay for it
    options = _options(problem, leftover, [way.stuck], math.inf)
    stuck = [option for option in options if option.short]
    found = _short_of(problem, leftover, kind, name, stuck)
    take(leftover, way.carried)
    return found


def _search_time(kind: str, name: str) -> Unserved:
    """Return the reason of what fits and pays."""
    detail = "it fits into what the plan leaves, at a gain"
    return Unserved(kind, name, SEARCH_TIME, detail, "more time or iterations")


def _not_worth(
    problem: Problem, leftover: Leftover, kind: str, name: str, way: Insertion, gain: float
) -> Unserved:
    """Return the reason of what costs more than it saves."""
    amount = _money(problem, way.cost - gain)
    shipments = sorted({int(problem.entry_shipment[entry]) for entry, _ in way.carried})
    where = ", ".join(_where(problem, shipment) for shipment in shipments)
    put(leftover, way.carried)
    opened = _opened(problem, leftover, shipments, way.cost)
    take(leftover, way.carried)
    most = "" if way.proven else "at most "
    detail = f"its cheapest way, {where}, costs {most}{amount} more than leaving it unserved{opened}"
    return Unserved(kind, name, NOT_WORTH_COST, detail, f"{amount} more unserved cost, or as much less cost")


def _opened(problem: Problem, leftover: Leftover, shipments: Sequence[int], cost: float) -> str:
    """Name what is opened for these shipments alone, where it is most of the cost."""
    openings = leftover.opened(shipments)
    vehicles = {key: paid for key, paid in leftover.more().items() if paid > 0}
    if sum(openings.values()) + sum(vehicles.values()) <= cost / 2:
        return ""
    named = [
        f"{_money(problem, paid)} to open {problem.openings[u].id.replace('|', ' on ')}"
        for u, paid in openings.items()
        if paid > 0
    ]
    for (g, t), paid in vehicles.items():
        vehicle = problem.pools[g].vehicles[t]
        several = "one more vehicle" if paid == vehicle.fixed_cost else "more vehicles"
        named.append(f"{_money(problem, paid)} for {several}, {vehicle.id} in pool {problem.pools[g].id}")
    return f"; of it {' and '.join(named)}"


def _money(problem: Problem, amount: float) -> str:
    """Write a cost in the digits of its currency, rounded up so that the fix suffices."""
    digits = minor_digits(problem.currency)
    most = math.ceil(round(amount * 10**digits, 6)) / 10**digits
    return f"{problem.currency} {most:,.{digits}f}".lstrip()


def _day(problem: Problem, day: int) -> str:
    """Name a day."""
    return problem.dates[day] if problem.dates else f"day {day}"


def _where(problem: Problem, shipment: int) -> str:
    """Name a shipment."""
    ships = problem.shipments
    source = problem.sources[ships.source[shipment]]
    return f"from {source} by {ships.option[shipment]} at {ships.departure[shipment]}"


def _short_of(
    problem: Problem, leftover: Leftover, kind: str, name: str, stuck: Sequence[_Option]
) -> Unserved:
    """Return the reason of the option that lacks least, and every place where the same would do."""
    best = min(stuck, key=_lack)
    alike = [option for option in stuck if _same_lack(option, best)]
    reason = next(_REASON[what] for what in _REASON if any(short.what == what for short in best.short))
    places = sorted({problem.sources[problem.shipments.source[option.shipment]] for option in alike})
    fixes = [_fix(problem, leftover, short, places) for short in best.short]
    ways = "way" if len(stuck) == 1 else "ways"
    pay = "would pay, none fits"
    if best.excess > 0:
        pay = "fit neither nor pay" if len(stuck) > 1 else "neither fits nor pays"
        fixes.append(f"{_money(problem, best.excess)} more unserved cost, or as much less cost")
    detail = f"{len(stuck)} {ways} {pay}; the nearest is {_where(problem, best.shipment)}"
    return Unserved(kind, name, reason, detail, " and ".join(fixes))


def _lack(option: _Option) -> tuple[int, float, float]:
    """Order options by how much they lack: fewer kinds, then less, then later days."""
    kinds = {short.what for short in option.short}
    return len(kinds), sum(short.amount for short in option.short), -max(s.day for s in option.short)


def _same_lack(option: _Option, best: _Option) -> bool:
    """Whether both lack the same, at whatever place (a pool and an opening are places of their own)."""
    if any(short.what in ("pool", "opening") for short in best.short):
        return option.short == best.short
    return _amounts(option.short) == _amounts(best.short)


def _amounts(short: Iterable[Short]) -> list[tuple[str, int, float, int]]:
    """Return what is short without the place."""
    return sorted((s.what, s.product, s.amount, s.day) for s in short)


def _fix(problem: Problem, leftover: Leftover, short: Short, places: Sequence[str]) -> str:
    """Say in words what to add."""
    named = [*places[:_NAMED], f"{len(places) - _NAMED} others"] if len(places) > _NAMED else places
    where = places[0] if len(places) == 1 else f"any of {', '.join(named)}"
    amount = f"{math.ceil(round(short.amount, 6)):,}"
    if short.what == "stock":
        unit = "unit" if short.amount == 1 else "units"
        product = problem.products[short.product]
        return f"{amount} more {unit} of {product} at {where} by {_day(problem, short.day)}"
    if short.what == "site":
        unit = "unit" if amount == "1" else "units"
        return f"capacity for {amount} more {unit} at {where} on {_day(problem, short.day)}"
    if short.what == "opening":
        return f"room for {amount} more at {problem.openings[short.opening].id}"
    return leftover.more_vehicles(short)
