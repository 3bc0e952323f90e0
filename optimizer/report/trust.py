"""What the figures may be trusted for: the checker's verdict, bounds and gaps, how the plans were found."""

import platform
from collections.abc import Sequence
from importlib import metadata

from optimizer import __version__
from optimizer.report.counting import counted
from optimizer.report.formats import shown
from optimizer.report.labels import STATUSES
from optimizer.report.tables import Column, Kind, Table
from optimizer.strategy.outcome import Outcome, StageTrust

_LIBRARIES = ("highspy", "networkx", "numpy", "ortools", "pandas", "plotly", "pydantic", "pyvrp", "scipy")


def verdict(outcome: Outcome) -> str:
    """Say what the independent checker examined; a plan that fails it never becomes an outcome."""
    plan = outcome.plan
    parts = (
        (len(plan.shipments), "shipment"),
        (len(plan.routes), "route"),
        (len(plan.moves), "move"),
        (len(plan.cost_lines), "cost line"),
    )
    examined = ", ".join(counted(count, name) for count, name in parts if count)
    return f"passed: {examined or 'an empty plan'}"


def gap_lines(outcome: Outcome, currency: str) -> tuple[str, ...]:
    """Gap of each stage, in words that name the stage."""
    whose = f" (plan of {outcome.adopted_from})" if outcome.adopted_from else ""
    return tuple(f"{stage.stage}{whose}: {_gap(stage, currency)}" for stage in outcome.stages)


def stage_table(outcomes: Sequence[Outcome]) -> Table:
    """Every optimisation stage of every strategy."""
    return Table(
        key="stages",
        title="How good each step is proven to be",
        note=(
            "Each strategy is planned in stages. A gap says how much better that stage, on its own and for the "
            "prices it was given, could be at most; it says nothing about the other stages or the total cost. "
            "A stage without a bound is a search that proves nothing about what it did not find. Objective and bound "
            "are in the stage's own units and are not costs of the plan."
        ),
        columns=(
            Column("strategy", "Strategy"),
            Column("stage", "Stage"),
            Column("gap", "Gap", Kind.SHARE),
            Column("objective", "Objective", Kind.NUMBER),
            Column("bound", "Bound", Kind.NUMBER),
            Column("status", "Search"),
            Column("engine", "Engine"),
            Column("solves", "Solves", Kind.COUNT),
            Column("seed", "Seed"),
            Column("runtime", "Seconds", Kind.SECONDS),
        ),
        rows=tuple(
            (
                outcome.strategy,
                f"{stage.stage} (of {outcome.adopted_from})" if outcome.adopted_from else stage.stage,
                stage.gap,
                stage.objective,
                stage.bound,
                STATUSES.get(stage.status, stage.status),
                f"{stage.engine} {stage.engine_version}",
                stage.solves,
                str(stage.seed),
                stage.runtime_s,
            )
            for outcome in outcomes
            for stage in outcome.stages
        ),
    )


def round_table(outcomes: Sequence[Outcome]) -> Table:
    """List the rounds of every strategy's own search."""
    return Table(
        key="rounds",
        title="Rounds",
        note=(
            "A round decides who serves whom, plans the vans, and learns from the routes what a delivery really "
            "costs. The cheapest round is kept."
        ),
        columns=(
            Column("strategy", "Strategy"),
            Column("round", "Round", Kind.COUNT),
            Column("total", "Cost", Kind.MONEY),
            Column("unserved", "Unserved orders", Kind.COUNT),
            Column("routes", "Routes", Kind.COUNT),
            Column("runtime", "Seconds", Kind.SECONDS),
        ),
        rows=tuple(
            (outcome.strategy, one.number, one.total, one.unserved_orders, one.routes, one.runtime_s)
            for outcome in outcomes
            for one in outcome.rounds
        ),
    )


def run_table(outcomes: Sequence[Outcome]) -> Table:
    """Verdict, ending and time per strategy."""
    return Table(
        key="verdicts",
        title="Checked",
        note=(
            "A checker that shares no code with the planner recomputes every plan from the scenario: stock, capacity, "
            "cut-offs, time windows, distances and each cost line, to the last unit of money. A plan that fails is "
            "not reported."
        ),
        columns=(
            Column("strategy", "Strategy"),
            Column("verdict", "Checker"),
            Column("status", "Search"),
            Column("adopted", "Plan of"),
            Column("shortage", "Expected units short", Kind.COUNT),
            Column("runtime", "Seconds", Kind.SECONDS),
        ),
        rows=tuple(
            (
                outcome.strategy,
                verdict(outcome),
                STATUSES.get(outcome.status, str(outcome.status)),
                outcome.adopted_from or outcome.strategy,
                outcome.expected_shortage_units,
                outcome.runtime_s,
            )
            for outcome in outcomes
        ),
    )


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of what computed the plans."""
    libraries = ((name, metadata.version(name)) for name in _LIBRARIES)
    return (("optimizer", __version__), ("Python", platform.python_version()), *libraries)


def _gap(stage: StageTrust, currency: str) -> str:
    engine = f"{stage.engine} {stage.engine_version}"
    if stage.gap is None:
        return f"gap unknown, {engine} proves no bound"
    return f"gap {shown(stage.gap, Kind.SHARE, currency)}, bound by {engine}"
