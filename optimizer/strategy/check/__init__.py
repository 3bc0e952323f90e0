"""Independent checker of a whole plan, written from ``docs/model.md``.

It shares no code with the planner: it has its own calendar, distances, rates and costing, so that a fault
there shows here. It trusts the scenario, which was checked when it was loaded, and nothing in the plan.
"""

from collections.abc import Iterator

from optimizer.core.errors import Violation
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import Context, build_context
from optimizer.strategy.check.cost import check_cost
from optimizer.strategy.check.departures import check_departure
from optimizer.strategy.check.eligibility import check_eligibility
from optimizer.strategy.check.legs import check_legs
from optimizer.strategy.check.levels import stock_levels
from optimizer.strategy.check.moves import check_moves
from optimizer.strategy.check.orders import check_orders, check_quantities
from optimizer.strategy.check.references import check_references
from optimizer.strategy.check.stock import check_pickups, check_stock, check_throughput
from optimizer.strategy.check.tours import check_tours
from optimizer.strategy.plan import Plan


def check_plan(scenario: Scenario, sites_in_use: tuple[str, ...], plan: Plan) -> tuple[Violation, ...]:
    """Check every rule of the model against every figure of a plan.

    Parameters
    ----------
    scenario
        The effective scenario of the plan's strategy: overrides applied, options those it offers.
    sites_in_use
        Ids of the sites the strategy uses.
    plan
        What is claimed to serve the scenario's orders.

    Returns
    -------
    tuple[Violation, ...]
        Empty if the plan holds. A plan that names unknown things is told so, with its quantities, and not
        examined further.
    """
    context = build_context(scenario, sites_in_use)
    dangling = tuple(check_references(context, plan))
    found = (*dangling, *check_quantities(context, plan))
    return found if dangling else (*found, *_rules(context, plan))


def _rules(context: Context, plan: Plan) -> Iterator[Violation]:
    resolved = resolve(context, plan)
    yield from check_orders(context, plan)
    for load in resolved.consignments:
        yield from check_eligibility(context, load)
        yield from check_departure(context, load)
    levels = stock_levels(context, resolved)
    yield from check_stock(context, levels)
    yield from check_throughput(context, resolved)
    yield from check_pickups(context, resolved)
    yield from check_moves(context, resolved)
    yield from check_tours(context, resolved)
    yield from check_legs(context, resolved)
    yield from check_cost(context, resolved, levels)
