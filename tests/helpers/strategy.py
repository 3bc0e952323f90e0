"""Scenarios as a strategy sees them, and outcomes written down without solving anything."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.core.status import Status
from optimizer.options.candidates import candidates
from optimizer.options.table import Candidates
from optimizer.scenario.load import load
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.context import Context
from optimizer.strategy.figures import Figures, Hours
from optimizer.strategy.outcome import Outcome
from optimizer.strategy.plan import Plan
from tests.helpers.plan_scenario import hand_made_scenario
from tests.helpers.scenarios import write_small_scenario

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"


@cache
def tiny() -> Scenario:
    """Six orders, one warehouse, one store, one locker (``scenarios/tiny``)."""
    return load(TINY)


@cache
def tiny_context(strategy: str) -> Context:
    """``scenarios/tiny`` as one of its strategies sees it."""
    return Context.of(tiny(), strategy)


def hand_made_context(scenario: Scenario | None = None) -> Context:
    """Return the hand-made scenario, or a change of it, as its strategy sees it."""
    return Context.of(scenario or hand_made_scenario(), "all")


def small_context(folder: Path, strategy: str = "all", **changes: Any) -> Context:  # noqa: ANN401
    """Write the small scenario, with changes, and return it as one of its strategies sees it."""
    return Context.of(load(write_small_scenario(folder, **changes)), strategy)


def candidates_of(context: Context) -> Candidates:
    """Every shipment that could be made."""
    return candidates(context.scenario, context.in_use, context.book, context.travel)


def row_of(found: Candidates, order: str, option: str, source: str = "", departure: str = "") -> int:
    """Row of the first candidate of an order by an option, from a source and at a departure if given."""
    for row in range(len(found)):
        key = found.key(row)
        if key[0] == order and key[2] == option and source in ("", key[1]) and departure in ("", key[3]):
            return row
    raise KeyError((order, option, source, departure))


def with_table(scenario: Scenario, table: str, **columns: Any) -> Scenario:  # noqa: ANN401
    """Return the scenario with whole columns of a data frame replaced."""
    frame: pd.DataFrame = getattr(scenario, table)
    return scenario.replace(**{table: frame.assign(**columns)})


def figures(total: int = 1000, p95: float | None = 24.0, fill: float = 1.0, orders: int = 100) -> Figures:
    """Figures in which only cost, p95 hours and fill rate matter."""
    served = round(orders * fill)
    return Figures(
        total=total,
        cost_per_order=total / orders,
        components={},
        orders=orders,
        orders_served=served,
        units=orders,
        units_served=served,
        order_fill_rate=fill,
        unit_fill_rate=fill,
        split_rate=0.0,
        on_time_rate=fill,
        same_day_rate=0.0,
        next_day_rate=0.0,
        requested=0,
        requested_met=0,
        requested_not_offered=0,
        windows=0,
        kept_windows=0,
        window_deviation_h=None,
        hours=Hours(orders, p95, p95, p95, p95),
        revenue=0.0,
        margin=0.0,
        co2_kg=0.0,
        routes=0,
        stops=0,
        km=0.0,
        load_utilisation=None,
        time_utilisation=None,
        units_moved=0,
        on_hand_start=0,
        on_hand_end=0,
    )


def outcome(
    strategy: str,
    shown: Figures,
    hours: dict[str, float] | None = None,
    naive_total: int = 0,
    **changes: Any,  # noqa: ANN401 (passed on)
) -> Outcome:
    """Outcome of a strategy with given figures, and hours by order."""
    return Outcome(
        strategy=strategy,
        status=Status.FEASIBLE,
        plan=Plan(strategy),
        figures=shown,
        order_costs={},
        hours=hours or {},
        naive_total=naive_total,
        **changes,
    )
