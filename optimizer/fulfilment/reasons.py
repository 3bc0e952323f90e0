"""Why an order or line is left unserved, and the smallest change that would serve it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.core.units import minor_digits
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
    """One way to serve something: its shipment, its cost beyond what it saves, what it opens, what is short."""

    shipment: int
    excess: float
    opened: float
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
            for line in lines:
                options = _line_options(problem, leftover, line)
                found.append(_verdict(problem, leftover, "line", _name(problem, line), options))
        elif problem.split is Split.NONE:
            options = _order_options(problem, leftover, lines)
            found.append(_verdict(problem, leftover, "order", problem.orders[order], options))
        else:
            found.append(_whole_order(problem, leftover, order, lines))
    return tuple(found)


def _name(problem: Problem, line: int) -> str:
    """Id of a line."""
    return f"{problem.orders[problem.line_order[line]]}/{problem.line_ids[line]}"


def _order_options(problem: Problem, leftover: Leftover, lines: Sequence[int]) -> list[_Option]:
    """Shipments that carry every line of the order."""
    saved = float(sum(problem.unserved_cost[line] for line in lines))
    options = []
    for shipment, entries in leftover.shipments(lines).items():
        if len(entries) == len(lines):
            options.append(_option(problem, leftover, shipment, entries, saved))
    return options


def _line_options(problem: Problem, leftover: Leftover, line: int) -> list[_Option]:
    """Shipments that carry the line; the order's own, where it may have only one and has one."""
    open_share = leftover.units(line) / problem.line_quantity[line]
    saved = float(problem.unserved_cost[line] * open_share)
    shipments = leftover.shipments([line])
    if problem.split is Split.NONE:
        own = leftover.made_for(int(problem.line_order[line]))
        shipments = {n: entries for n, entries in shipments.items() if not own or n in own}
    return [_option(problem, leftover, n, entries, saved) for n, entries in shipments.items()]


def _option(
    problem: Problem, leftover: Leftover, shipment: int, entries: Sequence[int], saved: float
) -> _Option:
    """Price one shipment and list what is short for it."""
    spend = sum(problem.entry_unit_cost[e] * leftover.units(int(problem.entry_line[e])) for e in entries)
    fixed = 0.0 if leftover.made(shipment) else float(problem.shipments.fixed_cost[shipment])
    short, opened = leftover.short(shipment, entries)
    return _Option(shipment, float(spend) + fixed - saved, opened, short)


def _whole_order(problem: Problem, leftover: Leftover, order: int, lines: Sequence[int]) -> Unserved:
    """Explain an order whose lines may come apart but are served all or none: by the line that is stuck."""
    name = problem.orders[order]
    cheapest = 0.0
    for line in lines:
        options = _line_options(problem, leftover, line)
        clear = [option.excess + option.opened for option in options if not option.short]
        if not clear:
            # a single line's unserved cost is no measure here: the order's other lines may pay for it
            paid = [_Option(o.shipment, -math.inf, o.opened, o.short) for o in options]
            return _verdict(problem, leftover, "order", name, paid)
        cheapest += min(clear)
    if cheapest < 0:
        return _search_time("order", name)
    return _not_worth(problem, "order", name, cheapest, "from the cheapest sources of its lines")


def _verdict(
    problem: Problem, leftover: Leftover, kind: str, name: str, options: Sequence[_Option]
) -> Unserved:
    """Return the reason and smallest fix among the options."""
    if not options:
        fix = "a source, option and departure that can carry it"
        return Unserved(kind, name, NO_CANDIDATE, "no shipment can carry it", fix)
    worth = [option for option in options if option.excess < 0]
    if any(not option.short and option.excess + option.opened < 0 for option in worth):
        return _search_time(kind, name)
    stuck = [option for option in worth if option.short]
    if stuck:
        return _short_of(problem, leftover, kind, name, stuck)
    best = min(options, key=lambda option: option.excess + option.opened)
    return _not_worth(problem, kind, name, best.excess + best.opened, _where(problem, best.shipment))


def _search_time(kind: str, name: str) -> Unserved:
    """Return the reason of what fits and pays."""
    detail = "it fits into what the plan leaves, at a gain"
    return Unserved(kind, name, SEARCH_TIME, detail, "more time or iterations")


def _not_worth(problem: Problem, kind: str, name: str, excess: float, where: str) -> Unserved:
    """Return the reason of what costs more than it saves."""
    amount = _money(problem, excess)
    detail = f"its cheapest way, {where}, costs {amount} more than leaving it unserved"
    return Unserved(kind, name, NOT_WORTH_COST, detail, f"{amount} more unserved cost, or as much less cost")


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
    detail = f"{len(stuck)} {ways} would pay, none fits; the nearest is {_where(problem, best.shipment)}"
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
        return f"capacity for {amount} more units at {where} on {_day(problem, short.day)}"
    if short.what == "opening":
        return f"room for {amount} more at {problem.openings[short.opening].id}"
    return leftover.more_vehicles(short)
