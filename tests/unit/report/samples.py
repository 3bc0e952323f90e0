"""Reports to be looked at by tests: the plan made by hand, the same with every order served, and one without."""

from dataclasses import replace

from optimizer.core.status import Status
from optimizer.report.headline import Asked
from optimizer.report.model import Report, report_of
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Limits
from optimizer.store.incomplete import without_recommendation
from optimizer.strategy.attribution import order_costs
from optimizer.strategy.comparison import Comparison, compare
from optimizer.strategy.context import Context
from optimizer.strategy.costs import book_costs
from optimizer.strategy.measure import hours_of_served, measure
from optimizer.strategy.outcome import Outcome, Round, StageTrust
from optimizer.strategy.plan import Plan, PlannedLine, PlannedShipment, UnservedLine
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_row
from tests.helpers.plans import hand_made_plan

HOSTILE = "<script>alert('&')</script>"
KOREAN = "영등포 매장"
FULL, HAND_MADE, NOTHING = "full", "all", "nothing"

STAGES = (
    StageTrust("inventory", "flow", "9.1", "optimal", 120.5, 120.5, 0.0, 0.1, 7),
    StageTrust("fulfilment", "highs", "1.12", "feasible", 1000.0, 985.0, 0.015, 0.5, 7),
    StageTrust("routing", "pyvrp", "0.13", "feasible", 4200.0, None, None, 0.2, 7, solves=3),
)
ROUNDS = (Round(1, 17000, 2, 1, 0.4), Round(2, 16175, 1, 1, 0.3))


def scenario() -> Scenario:
    """Return the scenario made by hand with three strategies; one site's name is hostile, one is Korean."""
    made = with_row(hand_made_scenario(), "sites", "K", name=HOSTILE)
    made = with_row(made, "sites", "S", name=KOREAN)
    everything = made.settings.strategies["all"]
    strategies = {
        name: everything.model_copy(update={"description": f"plan {name}"})
        for name in (HAND_MADE, FULL, NOTHING)
    }
    update = {"strategies": strategies, "baseline": NOTHING, "limits": Limits(p95_hours=48, fill_rate=1)}
    return made.replace(settings=made.settings.model_copy(update=update))


def outcome(made: Scenario, plan: Plan) -> Outcome:
    """Cost and measure a plan as the planner does."""
    context = Context.of(made, plan.strategy)
    plan = plan.replace(cost_lines=book_costs(context, plan))
    costs = order_costs(context, plan)
    return Outcome(
        strategy=plan.strategy,
        status=Status.FEASIBLE,
        plan=plan,
        figures=measure(context, plan, costs),
        order_costs=costs,
        hours=hours_of_served(context, plan),
        naive_total=plan.total + 2000,
        stages=STAGES,
        rounds=ROUNDS,
        runtime_s=1.25,
    )


def hand_made() -> Plan:
    """Return the plan made by hand, with a reason for the order it does not serve."""
    plan = hand_made_plan()
    unserved = tuple(
        replace(line, reason="cut-off-missed", detail="240 min too late", fix="take orders 240 min longer")
        for line in plan.unserved
    )
    return plan.replace(unserved=unserved)


def full() -> Plan:
    """Return the plan made by hand with O8 served as well, by parcel on the day after next."""
    plan = hand_made_plan()
    way = ("O8", "W", "parcel", "2025-03-04T17:00")
    shipment = PlannedShipment(*way, "", instant("04T17:00"), instant("05T18:00"), "")
    line = PlannedLine("O8", "1", "W", "parcel", "2025-03-04T17:00", 4)
    return plan.replace(
        strategy=FULL,
        lines=tuple(sorted((*plan.lines, line))),
        shipments=tuple(sorted((*plan.shipments, shipment))),
        unserved=(),
    )


def nothing() -> Plan:
    """Return a plan that serves nobody."""
    lines = hand_made_scenario().order_lines
    unserved = tuple(
        UnservedLine(order, line, int(quantity), "no-stock", f"no unit for {HOSTILE}", "")
        for order, line, quantity in zip(lines["order_id"], lines["line"], lines["quantity"], strict=True)
    )
    return Plan(strategy=NOTHING, unserved=unserved)


def outcomes(made: Scenario | None = None) -> tuple[Outcome, ...]:
    """Return the outcomes of the three strategies."""
    made = made or scenario()
    return tuple(outcome(made, plan) for plan in (hand_made(), full(), nothing()))


def compared(made: Scenario, found: tuple[Outcome, ...]) -> Comparison:
    """Compare outcomes under the scenario's limits."""
    return compare(found, made.settings.limits, made.settings.baseline or "")


def report_on(made: Scenario, found: tuple[Outcome, ...], *, interrupted: bool = False) -> Report:
    """Return the report of outcomes, where all of the scenario's strategies (of those, if renamed) were asked for."""
    comparison = compared(made, found) if len(found) > 1 else None
    if comparison and interrupted:
        comparison = without_recommendation(comparison, len(made.settings.strategies))
    names = tuple(made.settings.strategies) if interrupted else tuple(one.strategy for one in found)
    return report_of(made, found, comparison, Asked(names, interrupted=interrupted))


def report() -> Report:
    """Return the report of the three strategies."""
    made = scenario()
    return report_on(made, outcomes(made))


def single_report(plan: Plan | None = None) -> Report:
    """Return the report of one strategy that was solved alone."""
    made = scenario()
    return report_on(made, (outcome(made, plan or full()),))
